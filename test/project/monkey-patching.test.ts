// How the process runs, read from the calls that patch it: what each covers, on which conditions it stands, and that a hunk
// is safe only where no call that may be reached leaves out what it waits for.
import { describe, expect, it } from 'vitest';
import { listPlaces } from '../../src/plan/hunks/note.ts';
import { readCall } from '../../src/python/calls.ts';
import { parse } from '../../src/python/source.ts';
import { covers } from '../../transforms/shared/coverage.ts';
import { COVERAGE } from '../support/monkey-patch-calls.ts';
import { planOf } from '../support/plan.ts';

const WORK = {
  'work.py':
    'import eventlet\nfrom eventlet import event\n\n\ndef run():\n    done = event.Event()\n    eventlet.spawn(lambda: done.send())\n    done.wait()\n',
  'nap.py': 'import eventlet\n\n\ndef nap():\n    eventlet.sleep(1)\n',
};

/** The levels and notes of the wait on an event and of the sleep, by the files that patch. */
function levels(files: Readonly<Record<string, string>>): { readonly event: string; readonly sleep: string } {
  const { hunks } = planOf({ ...WORK, ...files });
  const shown = (id: string) => {
    const hunk = hunks.find(({ transform }) => transform === id);
    const said = hunk?.notes.map(({ places = [], why }) => `${listPlaces(places)} ${why}`).join();
    return hunk?.level === 'safe' ? 'safe' : `${hunk?.level}: ${said}`;
  };
  return { event: shown('event'), sleep: shown('sleep') };
}

const SAFE = { event: 'safe', sleep: 'safe' };
const lines = (...text: readonly string[]) => `${text.join('\n')}\n`;

describe('what a call covers', () => {
  it.each(COVERAGE)('monkey_patch(%s)', (given, time, threads) => {
    const source = parse('x.py', `f(${given})\n`);
    if ('reason' in source) throw new Error(source.reason);
    const call = source.root.namedChild(0)?.firstNamedChild;
    const read = call ? readCall(call) : undefined;
    expect(covers(read?.arguments ?? [])).toEqual({ time, threads });
  });
});

describe('a wait is safe where', () => {
  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['one call patches all', { 'main.py': 'import eventlet\neventlet.monkey_patch()\n' }],
    ['it is called by another name', { 'main.py': 'from eventlet import monkey_patch as patch\npatch()\n' }],
    [
      'it is called through its module',
      { 'main.py': 'from eventlet import patcher\npatcher.monkey_patch(os=False)\n' },
    ],
    ['it is assigned to a name', { 'main.py': 'import eventlet\npatch = eventlet.monkey_patch\npatch()\n' }],
    [
      'a module hands it on',
      {
        'compat.py': 'from eventlet import monkey_patch as patch_all\n',
        'main.py': 'import compat\ncompat.patch_all()\n',
      },
    ],
    [
      'every branch patches all',
      {
        'main.py': lines(
          'import os',
          'import eventlet',
          'if os.name == "nt":',
          '    eventlet.monkey_patch(os=False)',
          'elif os.name:',
          '    eventlet.monkey_patch()',
          'else:',
          '    eventlet.monkey_patch(all=True)',
        ),
      },
    ],
    [
      'a later call patches the rest',
      {
        'main.py': lines(
          'import sys',
          'import eventlet',
          'if "debug" in sys.argv:',
          '    eventlet.monkey_patch(thread=False)',
          'eventlet.monkey_patch()',
        ),
      },
    ],
    [
      'an earlier one has patched the rest',
      { 'main.py': lines('import eventlet', 'eventlet.monkey_patch(time=True)', 'eventlet.monkey_patch(thread=True)') },
    ],
    [
      'the module has patched before its function runs',
      {
        'main.py': lines(
          'import eventlet',
          'eventlet.monkey_patch()',
          'def main(debug):',
          '    if debug:',
          '        eventlet.monkey_patch(thread=False)',
        ),
      },
    ],
    [
      'the package has patched before its modules are loaded',
      {
        'app/__init__.py': 'import eventlet\neventlet.monkey_patch()\n',
        'app/net.py': 'import eventlet\neventlet.monkey_patch(socket=True)\n',
      },
    ],
    [
      'a module that is imported has patched',
      {
        'first.py': 'import eventlet\neventlet.monkey_patch()\n',
        'main.py': lines('import first', 'import eventlet', 'eventlet.monkey_patch(socket=True)'),
      },
    ],
    [
      'a function that is called patches the rest',
      {
        'main.py': lines(
          'import eventlet',
          'def patch():',
          '    eventlet.monkey_patch()',
          'def main():',
          '    patch()',
          '    eventlet.monkey_patch(socket=True)',
          'main()',
        ),
      },
    ],
    [
      'the condition asks for the program',
      {
        'main.py': lines(
          'import eventlet',
          'def main():',
          '    eventlet.monkey_patch()',
          'if __name__ == "__main__":',
          '    main()',
        ),
      },
    ],
    [
      'the condition asks whether it is patched',
      {
        'main.py': lines(
          'import eventlet',
          'if not eventlet.patcher.is_monkey_patched("time"):',
          '    eventlet.monkey_patch()',
        ),
      },
    ],
    [
      'the condition is set by what it guards',
      {
        'main.py': lines(
          'import eventlet',
          'DONE = False',
          'def patch():',
          '    global DONE',
          '    if DONE:',
          '        return',
          '    DONE = True',
          '    eventlet.monkey_patch()',
        ),
      },
    ],
    [
      'the condition names the library',
      {
        'main.py': lines(
          'import os',
          'import eventlet',
          'if not os.environ.get("NO_EVENTLET"):',
          '    eventlet.monkey_patch()',
        ),
      },
    ],
    [
      'a fork patches its own process',
      {
        'main.py': lines(
          'import os',
          'import eventlet',
          'def main():',
          '    pid = os.fork()',
          '    if pid == 0:',
          '        eventlet.monkey_patch()',
        ),
      },
    ],
    [
      'only tests leave it out',
      {
        'main.py': 'import eventlet\neventlet.monkey_patch()\n',
        'tests/test_a.py': 'import eventlet\neventlet.monkey_patch(socket=True)\n',
      },
    ],
    [
      'a function of the project has the name',
      {
        'main.py': 'import eventlet\neventlet.monkey_patch()\n',
        'utils.py': 'def monkey_patch(**on):\n    pass\n',
        'other.py': 'import utils\nutils.monkey_patch(thread=False)\n',
      },
    ],
    [
      'a method has the name',
      {
        'main.py': lines(
          'import eventlet',
          'eventlet.monkey_patch()',
          'class A:',
          '    def monkey_patch(self, **on): pass',
          '    def b(self): self.monkey_patch(thread=False)',
        ),
      },
    ],
    [
      'a docstring or a comment calls it',
      {
        'main.py': lines(
          '"""Not eventlet.monkey_patch(thread=False)."""',
          'import eventlet',
          'eventlet.monkey_patch()  # not monkey_patch(time=False)',
        ),
      },
    ],
  ])('%s', (_, files) => {
    expect(levels(files)).toEqual(SAFE);
  });
});

describe('a wait is at level review where', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, { readonly event?: string; readonly sleep?: string }]>([
    [
      'a branch leaves threads out',
      {
        'main.py': lines(
          'import sys',
          'import eventlet',
          'if "debug" in sys.argv:',
          '    eventlet.monkey_patch(thread=False)',
          'else:',
          '    eventlet.monkey_patch()',
        ),
      },
      { event: 'main.py:4 patches without threads where `"debug" in sys.argv`' },
    ],
    [
      'the other branch does',
      {
        'main.py': lines(
          'import sys',
          'import eventlet',
          'if "all" in sys.argv:',
          '    eventlet.monkey_patch()',
          'else:',
          '    eventlet.monkey_patch(thread=False)',
        ),
      },
      { event: 'main.py:6 patches without threads unless `"all" in sys.argv`' },
    ],
    [
      'a condition may leave all out',
      {
        'main.py': lines('import sys', 'import eventlet', 'if "debug" not in sys.argv:', '    eventlet.monkey_patch()'),
      },
      {
        event: 'main.py:3 patches only where `"debug" not in sys.argv`',
        sleep: 'main.py:3 patches only where `"debug" not in sys.argv`',
      },
    ],
    [
      'the call of the function that patches is under a condition, in another file',
      {
        'setup.py': lines('import eventlet', 'def patch():', '    eventlet.monkey_patch()'),
        'main.py': lines('import sys', 'from setup import patch', 'if "debug" not in sys.argv:', '    patch()'),
      },
      {
        event: 'main.py:3 patches only where `"debug" not in sys.argv`',
        sleep: 'main.py:3 patches only where `"debug" not in sys.argv`',
      },
    ],
    [
      'the function may leave before it patches',
      {
        'main.py': lines(
          'import eventlet',
          'def patch(debug):',
          '    if debug:',
          '        return',
          '    eventlet.monkey_patch()',
        ),
      },
      { event: 'main.py:3 does not patch where `debug`', sleep: 'main.py:3 does not patch where `debug`' },
    ],
    [
      'an operator decides',
      { 'main.py': lines('import sys', 'import eventlet', '"debug" in sys.argv or eventlet.monkey_patch()') },
      {
        event: 'main.py:3 does not patch where `"debug" in sys.argv`',
        sleep: 'main.py:3 does not patch where `"debug" in sys.argv`',
      },
    ],
    [
      'an argument decides',
      {
        'main.py': lines(
          'import sys',
          'import eventlet',
          'eventlet.monkey_patch(time=True, thread="debug" not in sys.argv)',
        ),
      },
      { event: 'main.py:3 may patch without threads, as it is not known what `thread="debug" not in sys.argv` is' },
    ],
    [
      'the arguments come from elsewhere',
      { 'main.py': lines('import eventlet', 'def patch(**on):', '    eventlet.monkey_patch(thread=True, **on)') },
      { sleep: 'main.py:3 may patch without time, as it is not known what `**on` is' },
    ],
    [
      'it is handed on',
      {
        'main.py': lines(
          'import eventlet',
          'import functools',
          'patch = functools.partial(eventlet.monkey_patch, thread=False)',
        ),
      },
      {
        event: 'main.py:3 may patch without threads, as it is passed on, so its arguments are not known',
        sleep: 'main.py:3 may patch without time, as it is passed on, so its arguments are not known',
      },
    ],
    [
      'it is looked up by its name',
      { 'main.py': lines('import eventlet', 'getattr(eventlet, "monkey_patch")(thread=False)') },
      { event: 'main.py:2 patches without threads' },
    ],
    [
      'it is reached through an import that runs',
      { 'main.py': lines('import importlib', 'importlib.import_module("eventlet").monkey_patch(thread=False)') },
      { event: 'main.py:2 patches without threads' },
    ],
    [
      'it comes through a star',
      { 'main.py': lines('from eventlet import *', 'monkey_patch(thread=False)') },
      { event: 'main.py:2 patches without threads' },
    ],
    [
      'what is called is not known',
      { 'main.py': lines('import helpers', 'helpers.monkey_patch()') },
      {
        event: 'main.py:2 may patch without threads, as what `helpers.monkey_patch` does is not known',
        sleep: 'main.py:2 may patch without time, as what `helpers.monkey_patch` does is not known',
      },
    ],
    [
      'one file of several leaves time out',
      {
        'main.py': 'import eventlet\neventlet.monkey_patch()\n',
        'other.py': 'import eventlet\neventlet.monkey_patch(socket=True)\n',
      },
      { event: 'other.py:2 patches without threads', sleep: 'other.py:2 patches without time' },
    ],
    [
      'a file that patches cannot be read',
      {
        'main.py': 'import eventlet\neventlet.monkey_patch()\n',
        'old.py': 'import eventlet\nprint "old"\neventlet.monkey_patch(thread=False)\n',
      },
      {
        event: 'old.py:3 may patch without threads, as the file cannot be read',
        sleep: 'old.py:3 may patch without time, as the file cannot be read',
      },
    ],
  ])('%s', (_, files, expected) => {
    const review = Object.fromEntries(
      Object.entries(expected).map(([id, note]) => [id, `review: ${note.replace(' ', ' It ')}.`]),
    );
    expect(levels(files)).toEqual({ ...SAFE, ...review });
  });
});

it('counts the patches of tests for tests', () => {
  const test = `${WORK['work.py']}`;
  const { hunks } = planOf({
    'main.py': 'import eventlet\neventlet.monkey_patch()\n',
    'tests/__init__.py': 'import eventlet\neventlet.monkey_patch(thread=False)\n',
    'tests/test_work.py': test,
    'work.py': test,
  });
  expect(hunks.map(({ path, level }) => [path, level])).toEqual([
    ['tests/test_work.py', 'review'],
    ['work.py', 'safe'],
  ]);
});

it('reads a call in a long docstring in no time', () => {
  const long = `"""monkey_patch(${'a'.repeat(60_000)}\n"""\n`;
  const started = performance.now();
  expect(levels({ 'main.py': `${long}import eventlet\neventlet.monkey_patch()\n` })).toEqual(SAFE);
  expect(performance.now() - started).toBeLessThan(2_000);
});

describe('a wait under a limit of a process that nothing patches is at level review', () => {
  const SLEEP = lines('import eventlet', 'def work():', '    eventlet.sleep(5)');
  const limitOf = (files: Readonly<Record<string, string>>) =>
    planOf(files).hunks.map(({ transform, path, level, notes }) => {
      const limit = notes.find(({ kind }) => kind === 'limit');
      const place = limit?.places && listPlaces(limit.places);
      return [`${transform} ${path}`, level === 'safe' ? 'safe' : (place ?? 'no place')];
    });

  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    [
      'of a caller in another file',
      {
        'a.py': lines(
          'from eventlet import Timeout as T',
          'import work',
          'def a():',
          '    with T(1):',
          '        work.work()',
        ),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'that imports the function by name',
      {
        'a.py': lines(
          'import eventlet.timeout',
          'from work import work as w',
          'def a():',
          '    with eventlet.timeout.Timeout(1, False):',
          '        x = [w() for _ in range(3)]',
        ),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'further away',
      {
        'a.py': lines('import eventlet', 'import b', 'def a():', '    with eventlet.Timeout(1):', '        b.b()'),
        'b.py': lines('import work', 'def b():', '    work.work()'),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'of a subclass in another file',
      {
        'limit.py': lines('import eventlet', 'class Limit(eventlet.Timeout):', '    pass'),
        'a.py': lines(
          'import limit',
          'from work import work',
          'def a():',
          '    with limit.Limit(1):',
          '        work()',
        ),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'of a subclass of it',
      {
        'limit.py': lines(
          'import eventlet',
          'class Limit(eventlet.Timeout):',
          '    pass',
          'class Short(Limit):',
          '    pass',
        ),
        'a.py': lines(
          'from limit import Short',
          'import work',
          'def a():',
          '    with Short(1):',
          '        work.work()',
        ),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'that a module hands on',
      {
        'base.py': 'from eventlet import Timeout\n',
        'a.py': lines(
          'from base import Timeout',
          'import work',
          'def a():',
          '    with Timeout(1):',
          '        work.work()',
        ),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'that was started before',
      {
        'a.py': lines(
          'import eventlet',
          'import work',
          'def a():',
          '    limit = eventlet.Timeout(1)',
          '    try:',
          '        work.work()',
          '    finally:',
          '        limit.cancel()',
        ),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'of with_timeout',
      {
        'a.py': lines('import eventlet', 'import work', 'def a():', '    eventlet.with_timeout(1, work.work)'),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'of with_timeout and a lambda',
      {
        'a.py': lines(
          'import eventlet',
          'import work',
          'def a():',
          '    eventlet.with_timeout(1, lambda: work.work())',
        ),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'that a generator holds',
      {
        'limit.py': lines(
          'import contextlib',
          'import eventlet',
          '@contextlib.contextmanager',
          'def limit(seconds):',
          '    with eventlet.Timeout(seconds):',
          '        yield',
        ),
        'a.py': lines('import limit', 'import work', 'def a():', '    with limit.limit(2):', '        work.work()'),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'that a function gives',
      {
        'limit.py': lines('import eventlet', 'def limit():', '    return eventlet.Timeout(1)'),
        'a.py': lines('import limit', 'import work', 'def a():', '    with limit.limit(2):', '        work.work()'),
        'work.py': SLEEP,
      },
      'a.py:4',
    ],
    [
      'of a method of an object',
      {
        'a.py': lines(
          'import eventlet',
          'from work import Work',
          'def a():',
          '    job = Work()',
          '    with eventlet.Timeout(1):',
          '        job.run()',
        ),
        'work.py': lines(
          'import eventlet',
          'class Work:',
          '    def run(self):',
          '        self.step()',
          '    def step(self):',
          '        eventlet.sleep(5)',
        ),
      },
      'a.py:5',
    ],
    [
      'of an attribute that holds an object',
      {
        'a.py': lines(
          'import eventlet',
          'from work import Work',
          'class A:',
          '    def __init__(self):',
          '        self.job = Work()',
          '    def a(self):',
          '        with eventlet.Timeout(1):',
          '            self.job.run()',
        ),
        'work.py': lines('import eventlet', 'class Work:', '    def run(self):', '        eventlet.sleep(5)'),
      },
      'a.py:7',
    ],
    [
      'entered by a stack',
      {
        'a.py': lines(
          'import contextlib',
          'import eventlet',
          'import work',
          'def a():',
          '    with contextlib.ExitStack() as stack:',
          '        stack.enter_context(eventlet.Timeout(1))',
          '        work.work()',
        ),
        'work.py': SLEEP,
      },
      'a.py:6',
    ],
  ])('%s', (_, files, place) => {
    const all = limitOf(files);
    expect(all).toEqual([['sleep work.py', place]]);
    // The same process, patched, interrupts the wait.
    expect(limitOf({ ...files, 'main.py': 'import eventlet\neventlet.monkey_patch()\n' })).toEqual([
      ['sleep work.py', 'safe'],
    ]);
  });

  it('where an object waits, and not where it tells', () => {
    const work = (body: string) =>
      lines(
        'import eventlet.event',
        'class Work:',
        '    def __init__(self):',
        '        self._done = eventlet.event.Event()',
        '    def tell(self):',
        '        self._done.send()',
        '    def join(self):',
        '        self._done.wait()',
        `def main(work):\n    pass`,
        body,
      );
    const main = (method: string) => ({
      'a.py': lines(
        'from eventlet.timeout import Timeout',
        'import work',
        'def a():',
        '    job = work.Work()',
        '    with Timeout(1):',
        `        job.${method}()`,
      ),
      'work.py': work(''),
    });
    expect(limitOf(main('join'))).toEqual([['event work.py', 'a.py:5']]);
    expect(limitOf(main('tell'))).toEqual([['event work.py', 'safe']]);
  });

  it.each([
    [
      'a limit of nothing',
      lines('import eventlet', 'import work', 'def a():', '    with eventlet.Timeout(None):', '        work.work()'),
    ],
    [
      'another thread',
      lines('import eventlet', 'import work', 'def a(run):', '    with eventlet.Timeout(1):', '        run(work.work)'),
    ],
    [
      'what comes after',
      lines(
        'import eventlet',
        'import work',
        'def a():',
        '    with eventlet.Timeout(1):',
        '        pass',
        '    work.work()',
      ),
    ],
    [
      'what comes before',
      lines(
        'import eventlet',
        'import work',
        'def a():',
        '    work.work()',
        '    with eventlet.Timeout(1):',
        '        pass',
      ),
    ],
    [
      'what is caught alone',
      lines(
        'import eventlet',
        'import work',
        'def a():',
        '    try:',
        '        work.work()',
        '    except eventlet.Timeout:',
        '        pass',
      ),
    ],
  ])('but not under %s', (_, text) => {
    expect(limitOf({ 'a.py': text, 'work.py': SLEEP })).toEqual([['sleep work.py', 'safe']]);
  });
});
