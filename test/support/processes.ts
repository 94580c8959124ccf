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
};
