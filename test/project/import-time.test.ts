// A queue that may be made while modules are loaded, before the patch, becomes queue.Queue, whoever calls what makes it;
// one of which that is not shown becomes queue.SimpleQueue. Likewise where a test replaces a method of the class.
import { describe, expect, it } from 'vitest';
import { planOf } from '../support/plan.ts';

const IMPORT = 'from eventlet import queue\n\n\n';
const JOBS = `${IMPORT}class Jobs:
    def __init__(self):
        self._q = queue.LightQueue()

    def get(self):
        return self._q.get()
`;
const MAKE = `${IMPORT}def make():\n    q = queue.LightQueue()\n    q.put(1)\n    return q.get()\n`;

/** What the queue of the first file becomes. */
function classFor(text: string, others: Readonly<Record<string, string>> = {}): string | undefined {
  const plan = planOf({ 'pkg/__init__.py': '', 'pkg/jobs.py': text, ...others });
  return plan.hunks.find(({ transform }) => transform === 'light-queue')?.title.split(' → ')[1];
}

/** A class of its own method. */
const method = (more: string) =>
  `${JOBS}\n    def start(self):\n        q = queue.LightQueue()\n        q.put(1)\n${more}`;
/** The method alone: what the constructor does is not asked. */
const started = (more: string) =>
  `${IMPORT}class Jobs:\n    def start(self):\n        q = queue.LightQueue()\n        q.put(1)\n${more}`;

describe('at import, in its own file', () => {
  it.each([
    ['an instance', `${JOBS}\n\nJOBS = Jobs()\n`],
    ['an instance in a container', `${JOBS}\n\nALL = {'a': [Jobs() for _ in range(2)]}\n`],
    ['an instance of a subclass', `${JOBS}\n\nclass More(Jobs):\n    pass\n\n\nMORE = More()\n`],
    ['an instance that a function makes', `${JOBS}\n\ndef new():\n    return Jobs()\n\n\nJOBS = new()\n`],
    ['an instance in a class body', `${JOBS}\n\nclass App:\n    jobs = Jobs()\n`],
    ['an instance as a default', `${JOBS}\n\ndef run(jobs=Jobs()):\n    return jobs\n`],
    ['the class handed on', `${JOBS}\n\nregister(Jobs)\n`],
    ['a class method', `${JOBS}\n    @classmethod\n    def make(cls):\n        return cls()\n\n\nJOBS = Jobs.make()\n`],
    [
      'a decorator that makes it',
      `${IMPORT}def single(cls):\n    return cls()\n\n\n@single\n${JOBS.slice(IMPORT.length)}`,
    ],
    [
      'a method of the constructor',
      `${IMPORT}class Jobs:\n    def __init__(self):\n        self._setup()\n\n    def _setup(self):\n        q = queue.LightQueue()\n        q.put(1)\n\n\nJOBS = Jobs()\n`,
    ],
    ['a function', `${MAKE}\n\nQ = make()\n`],
    [
      'a function of a function',
      `${MAKE}\n\ndef outer():\n    def inner():\n        return make()\n    return inner()\n\n\nQ = outer()\n`,
    ],
    ['a decorator', `${MAKE}\n\n@make\ndef f():\n    pass\n`.replace('def make():', 'def make(f=None):')],
    [
      'a decorator with arguments',
      `${IMPORT}def deco(n):\n    def inner(f):\n        q = queue.LightQueue()\n        q.put(n)\n        return f\n    return inner\n\n\n@deco(1)\ndef f():\n    pass\n`,
    ],
    ['a decorator that calls', `${IMPORT}def now(f):\n    f()\n\n\n@now\n${MAKE.slice(IMPORT.length)}`],
    ['a lambda', `${IMPORT}make = lambda: queue.LightQueue().put(1)\nmake()\n`],
    ['a lambda that is handed on', `${IMPORT}Q = later(lambda: queue.LightQueue().put(1))\n`],
    ['a comprehension', `${MAKE}\n\nALL = [make() for _ in range(2)]\n`],
    ['a loop', `${MAKE}\n\nfor _ in range(2):\n    make()\n`],
    [
      'a metaclass',
      `${IMPORT}class Meta(type):\n    def __init__(cls, *args):\n        q = queue.LightQueue()\n        q.put(1)\n\n\nclass A(metaclass=Meta):\n    pass\n`,
    ],
    [
      'a subclass hook',
      `${IMPORT}class Base:\n    def __init_subclass__(cls):\n        q = queue.LightQueue()\n        q.put(1)\n\n\nclass A(Base):\n    pass\n`,
    ],
    [
      'entering',
      `${IMPORT}class Jobs:\n    def __enter__(self):\n        q = queue.LightQueue()\n        q.put(1)\n\n\nwith Jobs():\n    pass\n`,
    ],
    ['a method', `${started('')}\n\nJOBS = Jobs()\nJOBS.start()\n`],
    [
      'a thread',
      `${IMPORT}class Jobs(threading.Thread):\n    def run(self):\n        q = queue.LightQueue()\n        q.put(1)\n\n\nJobs().start()\n`,
    ],
    ['a program before its patch', `${MAKE}\n\nif __name__ == '__main__':\n    make()\n    eventlet.monkey_patch()\n`],
    ['a program without a patch', `${MAKE}\n\nif __name__ == '__main__':\n    make()\n`],
    ['a program with half a patch', `eventlet.monkey_patch(thread=False)\n${MAKE}\n\nmake()\n`],
    ['a program with a patch under a condition', `if x:\n    eventlet.monkey_patch()\n${MAKE}\n\nmake()\n`],
    ['a patch in another function', `${MAKE}\n\ndef patch():\n    eventlet.monkey_patch()\n\n\nmake()\n`],
    [
      'too many callers to look at',
      `${MAKE}\n${Array.from({ length: 80 }, (_, index) => `\n\ndef f${index}():\n    return ${index === 0 ? 'make' : `f${index - 1}`}()\n`).join('')}`,
    ],
  ])('%s', (_, text) => {
    expect(classFor(text)).toBe('queue.Queue');
  });
});

describe('not at import', () => {
  it.each([
    ['a class that nobody makes', JOBS],
    ['a function that nobody calls', MAKE],
    ['calls in functions', `${MAKE}\n\ndef a():\n    make()\n\n\ndef b():\n    a()\n`],
    ['calls that go round', `${MAKE}\n\ndef a():\n    b()\n\n\ndef b():\n    a()\n    make()\n`],
    ['a subclass that nobody makes', `${JOBS}\n\nclass More(Jobs):\n    def twin(self):\n        return More()\n`],
    [
      'a type test and an annotation',
      `${JOBS}\n\nOLD = isinstance(x, Jobs)\nJOBS: 'Jobs' = None\n\n\ndef f(jobs: Jobs) -> Jobs:\n    return jobs\n`,
    ],
    ['a method that nobody calls', started('\n\nJOBS = Jobs()\n')],
    ['an attribute of the class', `${JOBS}\n\nNAME = Jobs.__name__\n`],
    [
      'a decorator that wraps',
      `${IMPORT}def wrap(f):\n    def inner(*args):\n        return f(*args)\n    return inner\n\n\n@wrap\n${MAKE.slice(IMPORT.length)}`,
    ],
    ['a decorator of others', `${IMPORT}import functools\n\n\n@functools.cache\n${MAKE.slice(IMPORT.length)}`],
    ['after a patch', `import eventlet\neventlet.monkey_patch()\n${JOBS}\n\nJOBS = Jobs()\n`],
    ['a program after its patch', `${MAKE}\n\nif __name__ == '__main__':\n    eventlet.monkey_patch()\n    make()\n`],
    [
      'a function after its patch',
      `${MAKE}\n\ndef main():\n    eventlet.monkey_patch()\n    make()\n\n\nif __name__ == '__main__':\n    main()\n`,
    ],
    ['another name', `${MAKE}\n\ndef f(make):\n    return make\n\n\nf(1)\n`],
    [
      'an attribute of another class',
      `${method('\n\nclass Other:\n    def start(self):\n        pass\n\n\nOther().start()\n')}`,
    ],
  ])('%s', (_, text) => {
    expect(classFor(text)).toBe('queue.SimpleQueue');
  });
});

describe('in other files', () => {
  it.each([
    ['an instance', JOBS, { 'pkg/main.py': 'from pkg import jobs\n\nJOBS = jobs.Jobs()\n' }],
    ['by a relative import', JOBS, { 'pkg/main.py': 'from .jobs import Jobs as J\n\nJOBS = J()\n' }],
    [
      'through a module that hands it on',
      JOBS,
      { 'pkg/api.py': 'from pkg.jobs import Jobs\n', 'main.py': 'from pkg.api import Jobs\n\nJOBS = Jobs()\n' },
    ],
    ['by a star', JOBS, { 'pkg/main.py': 'from pkg.jobs import *\n\nJOBS = Jobs()\n' }],
    [
      'of a subclass',
      JOBS,
      {
        'pkg/more.py': 'from pkg import jobs\n\n\nclass More(jobs.Jobs):\n    pass\n',
        'main.py': 'import pkg.more\n\npkg.more.More()\n',
      },
    ],
    ['a function', MAKE, { 'pkg/main.py': 'import pkg.jobs\n\nQ = pkg.jobs.make()\n' }],
    [
      'a function of a function',
      MAKE,
      {
        'pkg/a.py': 'from pkg.jobs import make\n\n\ndef a():\n    return make()\n',
        'pkg/b.py': 'from pkg import a\n\nB = a.a()\n',
      },
    ],
    ['a method', started('\n\nJOBS = Jobs()\n'), { 'main.py': 'from pkg.jobs import JOBS\n\nJOBS.start()\n' }],
    [
      'a decorator that makes it',
      JOBS.replace('class Jobs', 'from pkg.deco import single\n\n\n@single\nclass Jobs'),
      { 'pkg/deco.py': 'def single(cls):\n    return cls()\n' },
    ],
  ])('at import: %s', (_, text, others) => {
    expect(classFor(text, others)).toBe('queue.Queue');
  });

  it.each([
    ['in a function', JOBS, { 'pkg/main.py': 'from pkg import jobs\n\n\ndef main():\n    return jobs.Jobs()\n' }],
    [
      'another class of that name',
      JOBS,
      { 'pkg/other.py': 'class Jobs:\n    pass\n', 'main.py': 'from pkg.other import Jobs\n\nJOBS = Jobs()\n' },
    ],
    ['a class of another package', JOBS, { 'main.py': 'from elsewhere import Jobs\n\nJOBS = Jobs()\n' }],
    ['a parameter of that name', MAKE, { 'main.py': 'def f(make):\n    return make()\n\n\nf(1)\n' }],
  ])('not at import: %s', (_, text, others) => {
    expect(classFor(text, others)).toBe('queue.SimpleQueue');
  });
});

describe('an event that carries a value', () => {
  const CALL =
    'from eventlet import event\n\n\nclass Call:\n    def __init__(self):\n        self._e = event.Event()\n\n    def end(self):\n        self._e.send(3)\n\n    def get(self):\n        return self._e.wait()\n';

  it('becomes no Future that is made before the patch', () => {
    const hunks = (text: string) => planOf({ 'a.py': text }).hunks.map(({ title }) => title);
    expect(hunks(CALL)).toEqual(['Event with a value → concurrent.futures.Future']);
    expect(hunks(`${CALL}\n\nCALL = Call()\n`)).toEqual([]);
  });
});

describe('a test that replaces a method of the class', () => {
  it.each([
    "mock.patch('pkg.jobs.queue.LightQueue.get')",
    "mock.patch('eventlet.queue.LightQueue.get', return_value=1)",
    "mock.patch.object(queue.LightQueue, 'put')",
    "mock.patch.object(LQ, 'put')",
    "monkeypatch.setattr(queue.LightQueue, 'put', None)",
    'mock.patch.multiple(queue.LightQueue, put=None)',
  ])('%s', (line) => {
    const test = `from unittest import mock\nfrom eventlet import queue\nfrom eventlet.queue import LightQueue as LQ\n\n\ndef test(monkeypatch):\n    with ${line}:\n        pass\n`;
    expect(classFor(JOBS, { 'pkg/tests/test_jobs.py': test })).toBe('queue.Queue');
  });

  it.each([
    "mock.patch('pkg.jobs.queue.LightQueue')",
    "mock.patch('pkg.jobs.Jobs.get')",
    "mock.patch.object(jobs.Jobs, 'put')",
  ])('but not %s', (line) => {
    const test = `from unittest import mock\n\n\ndef test(monkeypatch):\n    with ${line}:\n        pass\n`;
    expect(classFor(JOBS, { 'pkg/tests/test_jobs.py': test })).toBe('queue.SimpleQueue');
  });
});
