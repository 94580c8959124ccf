// Projects whose waits change with the way in which their process runs: what main.py prints before, and what it prints once
// every hunk is taken, those at level review among them.

/** A project that is run. */
export interface RunProject {
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly before: string;
  /** `hangs` where it does not end. */
  readonly after: string;
}

const WORK = `import eventlet
from eventlet import event


def run():
    done = event.Event()

    def tell():
        eventlet.sleep(0.1)
        done.send()

    eventlet.spawn(tell)
    done.wait()
`;

const main = (patch: string) => `import sys
import eventlet

${patch}
import work

work.run()
print("done")
`;

const limited = (statement: string) => `import eventlet
import work

try:
    ${statement}
except eventlet.Timeout:
    print("too late")
`;

const turns = (loop: string) => `import queue as plain
import eventlet
eventlet.monkey_patch()
from eventlet import event, queue, semaphore

told = []


class Work:
    def __init__(self):
        self.done = event.Event()
        self.slot = semaphore.Semaphore(0)
        self.items = queue.LightQueue()

    def tell(self):
        told.append(1)
        self.done.send()
        self.slot.release()
        self.items.put(1)

    def run(self):
        eventlet.spawn(self.tell)
        ${loop}


Work().run()
print("told")
`;

/** By what they show. */
export const PROJECTS: Readonly<Record<string, RunProject>> = {
  'a branch that leaves threads out': {
    files: {
      'main.py': main(
        'if "debug" in sys.argv:\n    eventlet.monkey_patch(thread=False)\nelse:\n    eventlet.monkey_patch()',
      ),
      'work.py': WORK,
    },
    args: ['debug'],
    before: 'done\n',
    after: 'hangs',
  },
  'the same project without the argument': {
    files: {
      'main.py': main(
        'if "debug" in sys.argv:\n    eventlet.monkey_patch(thread=False)\nelse:\n    eventlet.monkey_patch()',
      ),
      'work.py': WORK,
    },
    args: [],
    before: 'done\n',
    after: 'done\n',
  },
  'a condition that leaves all out': {
    files: { 'main.py': main('if "debug" not in sys.argv:\n    eventlet.monkey_patch()'), 'work.py': WORK },
    args: ['debug'],
    before: 'done\n',
    after: 'hangs',
  },
  'an argument that is decided': {
    files: { 'main.py': main('eventlet.monkey_patch(thread="debug" not in sys.argv, time=True)'), 'work.py': WORK },
    args: ['debug'],
    before: 'done\n',
    after: 'hangs',
  },
  'a limit around a call into another file': {
    files: {
      'main.py': limited('with eventlet.Timeout(0.2):\n        work.work()'),
      'work.py': 'import eventlet\n\n\ndef work():\n    eventlet.sleep(1)\n    print("slept")\n',
    },
    args: [],
    before: 'too late\n',
    after: 'slept\n',
  },
  'a limit of a subclass around a wait for an event': {
    files: {
      'main.py': limited('with work.Limit(0.2):\n        work.Work().join()'),
      'work.py': `import eventlet
from eventlet import event


class Limit(eventlet.Timeout):
    pass


class Work:
    def __init__(self):
        self._done = event.Event()

    def join(self):
        self._done.wait(1)
        print("waited")
`,
    },
    args: [],
    before: 'too late\n',
    after: 'waited\n',
  },
  'a call with a limit': {
    files: {
      'main.py': limited('eventlet.with_timeout(0.2, work.work)'),
      'work.py': 'import eventlet\n\n\ndef work():\n    eventlet.sleep(1)\n    print("slept")\n',
    },
    args: [],
    before: 'too late\n',
    after: 'slept\n',
  },
  'waits of no time in a loop': {
    files: { 'main.py': turns('while not (told and self.done.ready()):\n            self.done.wait(0)') },
    args: [],
    before: 'told\n',
    after: 'hangs',
  },
  'tries of no time in a loop': {
    files: { 'main.py': turns('while not self.slot.acquire(timeout=0):\n            pass') },
    args: [],
    before: 'told\n',
    after: 'hangs',
  },
  'looks of no time into a queue in a loop': {
    files: {
      'main.py': turns(
        'while True:\n            try:\n                return self.items.get(timeout=0)\n            except plain.Empty:\n                pass',
      ),
    },
    args: [],
    before: 'told\n',
    after: 'told\n',
  },
  'a semaphore that is held while a turn sleeps': {
    files: {
      'main.py': `import eventlet
eventlet.monkey_patch()
from eventlet import semaphore

turn = semaphore.Semaphore(1)
seen = []


def work(name):
    for step in range(3):
        with turn:
            seen.append(name)
            eventlet.sleep(0)


for thread in [eventlet.spawn(work, "a"), eventlet.spawn(work, "b")]:
    thread.wait()
print("".join(seen))
`,
    },
    args: [],
    before: 'ababab\n',
    after: 'aaabbb\n',
  },
};
