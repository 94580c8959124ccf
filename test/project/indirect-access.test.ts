// Objects that are reached without their names being written, and objects whose holders are copied: review, with the place.
// What reads alike and cannot reach them stays safe; what CPython says of copies is asked of CPython.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { notesText } from '../../src/plan/hunks/note.ts';
import { planOf } from '../support/plan.ts';

const MAIN = 'import eventlet\neventlet.monkey_patch()\n';
const HOLDER = `from eventlet import event, semaphore


class W:
    def __init__(self):
        self.stopper = event.Event()
        self.__slots = semaphore.Semaphore(2)

    def end(self):
        with self.__slots:
            self.stopper.send()
`;

/** The hunks of the holder's event and semaphore, with others of its methods and of other files. */
function hunksOf(method: string, others: Readonly<Record<string, string>> = {}) {
  const body = method === '' ? '' : `\n    def other(self, x):\n        ${method.replaceAll('\n', '\n        ')}\n`;
  const plan = planOf({ 'main.py': MAIN, 'a.py': HOLDER + body, ...others });
  const levelOf = (transform: string) =>
    plan.files
      .flatMap(({ outcomes }) => outcomes)
      .filter(({ owner, reference }) => owner.transform.id === transform && reference.role === 'call')
      .map(({ hunk, message }) => ({
        level: hunk?.level ?? 'manual',
        said: hunk ? notesText(hunk.notes) : (message ?? ''),
      }))[0];
  return { event: levelOf('event'), semaphore: levelOf('semaphore') };
}

describe('reached without a name', () => {
  it.each([
    ["self.__getattribute__('stopper')", 14],
    ["object.__setattr__(self, 'stopper', x)", 14],
    ["hasattr(self, 'stopper')", 14],
    ["operator.attrgetter('one.stopper')(x)", 14],
    ["self.__dict__['stopper']", 14],
    ["x = 'stop'\nreturn getattr(self, x + 'per')", 15],
    ["return getattr(self, 'stop%s' % x)", 14],
    ["return getattr(self, f'{x}pper')", 14],
    ["return getattr(self, 'sto{}'.format(x))", 14],
    ['return getattr(self, x)', 14],
    ["for name in ('starter', 'stopper'):\n    getattr(self, name)", 14],
    ['setattr(self, x, None)', 14],
    ['for one in vars(self).values():\n    print(one)', 14],
    ['self.__dict__.update(x)', 14],
    ['return inspect.getmembers(self)', 14],
    ['w = W()\nreturn getattr(w, x)', 15],
    ['match x:\n    case W(stopper=e):\n        pass', 15],
  ])('in its own file: %s', (method, line) => {
    const { event } = hunksOf(method);
    expect(event?.level).not.toBe('safe');
    expect(event?.said).toMatch(new RegExp(`(?:\\.py:|line )${line}\\b`));
  });

  it.each([
    "x.__dict__['starter']",
    "getattr(self, 'starter')",
    "getattr(self, 'start%s' % x)",
    "getattr(self, f'{x}er_')",
    'getattr(self, x)()',
    "for name in ('starter', 'other'):\n    getattr(self, name)",
    'hasattr(self, x)',
    'return vars(x)',
    'return vars()',
    'return x.__dict__',
    'return getattr(x, x)',
    'match x:\n    case W(starter=e):\n        pass',
    '"""Of the stopper."""',
    'print("the stopper ends")',
  ])('and not by %s', (method) => {
    expect(hunksOf(method)).toEqual({ event: { level: 'safe', said: '' }, semaphore: { level: 'safe', said: '' } });
  });

  it.each([
    'import a\n\ndef f(w):\n    match w:\n        case a.W(stopper=e):\n            return e\n',
    "def f(w):\n    return w.__getattribute__('stopper')\n",
    "def f(w):\n    return getattr(w, 'stopper')\n",
    "import operator\nget = operator.attrgetter('w.stopper')\n",
    'from a import W\n\ndef f(n):\n    return getattr(W(), n)\n',
    "def f(w, n):\n    'Of W.'\n    return getattr(w, 'stop%s' % n)\n",
    'from a import W\nw = W()\nfor each in vars(w).values():\n    print(each)\n',
    'import a\n\nclass Sub(a.W):\n    def f(self):\n        return self.__dict__\n',
    "from unittest import mock\n\ndef test(w):\n    mock.patch.object(w, 'stopper')\n",
  ])('in another file: %s', (text) => {
    const { event } = hunksOf('', { 'b.py': text });
    expect(event?.level).not.toBe('safe');
    expect(event?.said).toMatch(/\bb\.py:\d+/);
  });

  it.each([
    'def f(w):\n    return vars(w)\n',
    'def f(w, n):\n    return getattr(w, n)\n',
    "def f(w):\n    return getattr(w, 'starter')\n",
    "NAMES = ['stopper']\n",
    'class W2:\n    pass\n\ndef f():\n    return W2().__dict__\n',
    'class Y:\n    pass\n\ndef f(w):\n    match w:\n        case Y(stopper=e):\n            return e\n',
  ])('and not by %s there', (text) => {
    expect(hunksOf('', { 'b.py': text }).event?.level).toBe('safe');
  });

  it('by the mangled name', () => {
    expect(hunksOf("getattr(x, '_W__slots')").semaphore?.level).toBe('review');
    expect(hunksOf('', { 'b.py': "def f(w):\n    return getattr(w, '_W__slots')\n" }).semaphore?.said).toContain(
      'b.py:2',
    );
    expect(hunksOf('', { 'b.py': "def f(w):\n    return getattr(w, '_%s__slots' % 'W')\n" }).semaphore?.level).toBe(
      'review',
    );
  });

  it('a global by its module', () => {
    const text = 'from eventlet import event\nDONE = event.Event()\n\ndef end():\n    DONE.send()\n';
    const levels = (more: string, other = '') =>
      planOf({ 'main.py': MAIN, 'a.py': text + more, 'b.py': other })
        .hunks.filter(({ transform }) => transform === 'event')
        .map(({ level }) => level);
    expect(levels('')).toEqual(['safe']);
    expect(levels("\ndef f():\n    return globals()['DONE']\n")).toEqual(['review']);
    expect(levels('', "import a\n\ndef f():\n    return getattr(a, 'DONE')\n")).toEqual(['review']);
    expect(levels('', 'import a\n\ndef f(n):\n    return getattr(a, n)\n')).toEqual(['review']);
  });
});

/** Ways to copy an instance; the flag says whether one that holds a lock of threading lets it happen. */
const COPIES: readonly (readonly [string, boolean])[] = [
  ['copy.deepcopy(W())', false],
  ['copy.deepcopy([W()])', false],
  ['dataclasses.asdict(D())', false],
  ['dataclasses.astuple(D())', false],
  ['pickle.dumps(W())', false],
  ["pickle.dump(W(), open('/dev/null', 'wb'))", false],
  ['multiprocessing.Pool(1).map(len, [W()])', false],
  ['copy.copy(W())', true],
  ['dataclasses.replace(D())', true],
];

describe('copied with its holder', () => {
  it('is what CPython refuses', () => {
    const program = `
import copy, dataclasses, multiprocessing, pickle, threading
class W:
    def __init__(self):
        self.stopper = threading.Event()
@dataclasses.dataclass
class D:
    stopper: object = dataclasses.field(default_factory=threading.Event)
for line in ${JSON.stringify(COPIES.map(([line]) => line))}:
    try:
        eval(line)
        print('True')
    except TypeError as error:
        print('lock' not in str(error))
`;
    const said = execFileSync('python3', ['-c', program], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
      .split('\n');
    expect(said).toEqual(COPIES.map(([, works]) => (works ? 'True' : 'False')));
  });

  it.each(COPIES)('%s: safe is %s', (line, works) => {
    const other = `import copy, dataclasses, multiprocessing, pickle\nfrom a import W\nfrom a import W as D\n\n\ndef f():\n    return ${line.replaceAll('D()', 'W()')}\n`;
    const { event, semaphore } = hunksOf('', { 'b.py': other });
    const level = works ? 'safe' : 'review';
    expect([event?.level, semaphore?.level]).toEqual([level, level]);
    if (!works) expect(event?.said).toContain('b.py:7');
    const own = hunksOf(`return ${line.replaceAll(/[WD]\(\)/g, 'self')}`);
    expect(own.event?.level).toBe(level);
  });

  it.each([
    'from a import W\nfrom copy import deepcopy as dc\nfrom copy import deepcopy\nw = W()\ndeepcopy(w)\n',
    'import a, pickle\n\ndef f(w: a.W):\n    return pickle.dumps(w)\n',
    'import a, copy\n\nclass Boss:\n    def __init__(self):\n        self.w = a.W()\n\n    def twin(self):\n        return copy.deepcopy(self.w)\n',
    'import a, multiprocessing\nmultiprocessing.Process(target=print, args=(a.W(),)).start()\n',
    'import a\nfrom concurrent.futures import ProcessPoolExecutor\n\nwith ProcessPoolExecutor() as pool:\n    pool.submit(print, a.W())\n',
  ])('by what is visible: %s', (text) => {
    expect(hunksOf('', { 'b.py': text }).semaphore?.level).toBe('review');
  });

  it.each([
    'import json, a\njson.dumps(a.W())\n',
    'import copy, a\ncopy.deepcopy(a.X())\n',
    'import copy\n\ndef f(w):\n    return copy.deepcopy(w)\n',
    'import a\nfrom concurrent.futures import ThreadPoolExecutor\n\nwith ThreadPoolExecutor() as pool:\n    pool.submit(print, a.W())\n',
    '"""copy.deepcopy(W())"""\n',
  ])('and not by %s', (text) => {
    expect(hunksOf('', { 'b.py': text }).semaphore?.level).toBe('safe');
  });

  it('is the business of a class that says how', () => {
    const text = `${HOLDER}\n    def __getstate__(self):\n        return {}\n`;
    const plan = planOf({ 'main.py': MAIN, 'a.py': text, 'b.py': 'import pickle, a\npickle.dumps(a.W())\n' });
    expect(plan.hunks.map(({ level }) => level)).toEqual(['safe', 'safe']);
  });
});
