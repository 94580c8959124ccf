// Who made the object whose method is called: where that cannot be said first, then each way on which an object comes, then
// random programs that say when they run what it really was.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { register } from '../../src/project/symbol-owners.ts';
import { advise } from '../../src/transform.ts';
import { planOfLib } from '../support/contract-transforms.ts';
import { made } from '../support/made-transform.ts';
import { makerProgram } from '../support/maker-programs.ts';
import { planWith } from '../support/plan.ts';
import { typesAt } from '../support/python.ts';
import '../support/random-seed.ts';

type Files = Readonly<Record<string, string>>;

/** The makers of the receivers of all calls of `mod.py`, by the first argument of the call. */
function makersIn(files: Files): Map<string, readonly string[] | undefined> {
  const found = new Map<string, readonly string[] | undefined>();
  const looking = made({
    id: 'looking',
    owns: [],
    roots: ['lib'],
    propose(reference) {
      if (reference.role !== 'call') return advise('Seen.');
      const asked = reference.call?.arguments[0]?.value;
      const calls = asked
        ? (reference.body(asked)?.statements.flatMap((each) => each.calls) ?? [])
        : reference.statement().calls;
      for (const { call, receiver } of calls) {
        const [first] = call.arguments;
        if (call.calleeText.endsWith('.tag') && first)
          found.set(
            first.value.text,
            receiver()?.map(({ name }) => name),
          );
      }
      return advise('Seen.');
    },
  });
  const plan = planWith(register([looking]), files);
  expect([...plan.bugs, ...plan.skipped]).toEqual([]);
  return found;
}

/** Those of the place `q.tag(1)` of a program; `look` stands for `lib.look(…)`, which asks about its function. */
function makers(text: string, others: Files = {}): readonly string[] | undefined {
  const found = makersIn({ 'mod.py': `import lib, made\nfrom made import Queue\n${text}\n`, ...others });
  expect([...found.keys()]).toEqual(['1']);
  return found.get('1')?.toSorted();
}

const ASK = 'def asked():\n    q.tag(1)\nlib.look(asked)\n';
const METHOD = '    def asked(self):\n        self.q.tag(1)\n    def look(self): lib.look(self.asked)\n';
const CLASS = `class C:\n    def __init__(self):\n        self.q = Queue()\n${METHOD}`;

describe('nobody knows who made', () => {
  it.each<[string, string, Files?]>([
    ['what is given by an unknown call', `q = f()()\n${ASK}`],
    ['what is None alone', `q = None\n${ASK}`],
    [
      'self',
      'class C:\n    def asked(self):\n        self.tag(1)\n    def look(self): lib.look(self.asked)\n    def f(self): self.asked()\n',
    ],
    [
      'a default of a function that nobody is seen to call',
      `def f(q=Queue()):\n    global r\n    r = q\ndef asked():\n    r.tag(1)\nlib.look(asked)\n`,
    ],
    ['what a name is rebound to', `q = Queue()\nq = f[0]\n${ASK}`],
    ['what a global is rebound to in a function', `q = Queue()\ndef f():\n    global q\n    q = [1]\n${ASK}`],
    ['what another file rebinds', `q = Queue()\n${ASK}`, { 'other.py': 'import mod\nmod.q = 1\n' }],
    ['what another file sets by its name', `q = Queue()\n${ASK}`, { 'other.py': "import mod\nsetattr(mod, 'q', 1)\n" }],
    ['what globals() may set', `q = Queue()\nglobals()['q'] = 1\n${ASK}`],
    ['what a del leaves', `q = Queue()\ndel q\n${ASK}`],
    ['what a loop gives', `for q in x:\n    pass\n${ASK}`],
    ['what a with gives', `with Queue() as q:\n    pass\n${ASK}`],
    ['what is unpacked', `q, p = Queue(), 1\n${ASK}`],
    ['what is added to', `q = Queue()\nq += 1\n${ASK}`],
    ['what is awaited', `async def f():\n    global q\n    q = await Queue()\n${ASK}`],
    ['a parameter without a default that nobody is seen to give', 'def asked(q):\n    q.tag(1)\nlib.look(asked)\n'],
    ['what a function with two returns gives', `def f():\n    if x: return Queue()\n    return [1]\nq = f()\n${ASK}`],
    ['what a generator gives', `def f():\n    yield\n    return Queue()\nq = f()\n${ASK}`],
    ['what an async function gives', `async def f():\n    return Queue()\nq = f()\n${ASK}`],
    ['what a decorated function gives', `@d\ndef f():\n    return Queue()\nq = f()\n${ASK}`],
    ['what a function gives that is bound twice', `def f():\n    return Queue()\nf = g\nq = f()\n${ASK}`],
    [
      'what a function gives that another file replaces',
      `def f():\n    return Queue()\nq = f()\n${ASK}`,
      { 'other.py': 'import mod\nmod.f = 1\n' },
    ],
    [
      'what a name with two imports makes',
      `try:\n    from other import Q\nexcept ImportError:\n    from made import Q\nq = Q()\n${ASK}`,
    ],
    ['what a class with __new__ gives', `class K:\n    def __new__(cls): return 1\nq = K()\n${ASK}`],
    ['what a class with a metaclass gives', `class K(metaclass=M): pass\nq = K()\n${ASK}`],
    ['an attribute that is assigned something else', `${CLASS}    def f(self): self.q = x\n`],
    ['an attribute that a subclass assigns', `${CLASS}class D(C):\n    def f(self): self.q = x\n`],
    [
      'one that a subclass in another file assigns',
      CLASS,
      { 'other.py': 'from mod import C\nclass D(C):\n    def f(self): self.q = x\n' },
    ],
    [
      'one that a grandchild in a third file assigns',
      CLASS,
      {
        'other.py': 'from mod import C\nclass D(C): pass\n',
        'third.py': 'from other import D\nclass E(D):\n    def f(self): self.q = x\n',
      },
    ],
    [
      'one that a base in another file assigns',
      `from other import B\n${CLASS.replace('class C', 'class C(B)')}`,
      { 'other.py': 'class B:\n    def f(self): self.q = x\n' },
    ],
    [
      'one that a base in another file has in its body',
      `from other import B\n${CLASS.replace('class C', 'class C(B)')}`,
      { 'other.py': 'class B:\n    q = x\n' },
    ],
    ['one that is assigned from outside', CLASS, { 'other.py': 'def f(c): c.q = 1\n' }],
    ['one that is set by its name', `${CLASS}    def f(self): setattr(self, 'q', 1)\n`],
    ['one that is set by a computed name', `${CLASS}    def f(self, n): self.__dict__['q'] = 1\n`],
    ['a property', `class C:\n    @property\n    def q(self): return Queue()\n${METHOD}`],
    ['one of a class that decides by itself', `${CLASS}    def __getattribute__(self, n): return 1\n`],
    ['a field of a dataclass', `@dataclass\nclass C:\n    q: Queue = Queue()\n${METHOD}`],
    [
      'what a method gives that a subclass overrides',
      `class C:\n    def f(self): return Queue()\n    def asked(self):\n        self.f().tag(1)\n    def look(self): lib.look(self.asked)\nclass D(C):\n    def f(self): return 1\n`,
    ],
    [
      'what one gives that another file overrides',
      `class C:\n    def f(self): return Queue()\n    def asked(self):\n        self.f().tag(1)\n    def look(self): lib.look(self.asked)\n`,
      { 'other.py': 'import mod\nclass D(mod.C):\n    def f(self): return 1\n' },
    ],
    [
      'a parameter that another file gives something else',
      `def f(q=Queue()):\n    global r\n    r = q\ndef asked():\n    r.tag(1)\nlib.look(asked)\n`,
      { 'other.py': 'import mod\nmod.f(1)\n' },
    ],
    [
      'a parameter of a function that is handed on',
      `def f(q=Queue()):\n    global r\n    r = q\ng(f)\ndef asked():\n    r.tag(1)\nlib.look(asked)\n`,
    ],
    [
      'a parameter that stars give',
      `def f(q=Queue()):\n    global r\n    r = q\nf(*x)\ndef asked():\n    r.tag(1)\nlib.look(asked)\n`,
    ],
    [
      'one of a class that is a base',
      `class K:\n    def __init__(self, q=None):\n        self.q = q or Queue()\n    def asked(self):\n        self.q.tag(1)\n    def look(self): lib.look(self.asked)\nclass L(K): pass\nL(1)\n`,
    ],
  ])('%s', (_, text, others) => {
    expect(makers(text, others)).toBeUndefined();
  });
});

describe('it is known who made', () => {
  it.each<[string, string, readonly string[], Files?]>([
    ['a global', `q = Queue()\n${ASK}`, ['made.Queue']],
    ['a local', 'def asked():\n    q = p = made.Queue()\n    q.tag(1)\nlib.look(asked)\n', ['made.Queue']],
    [
      'one of several',
      `q = None\nif x:\n    q = Queue()\nelse:\n    q = (made.Event() if y else None)\n${ASK}`,
      ['made.Event', 'made.Queue'],
    ],
    ['one that stands for another', `q = None\nq = q or Queue()\n${ASK}`, ['made.Queue']],
    ['an object of the library', `q = lib.Queue()\n${ASK}`, ['lib.Queue']],
    ['an object of a project class', `class K:\n    class L: pass\nq = K()\n${ASK}`, ['mod.K']],
    [
      'an object of an import',
      `from other import q\n${ASK}`,
      ['made.Queue'],
      { 'other.py': 'import made\nq = made.Queue()\n' },
    ],
    [
      'one through its module',
      'import other\ndef asked():\n    other.q.tag(1)\nlib.look(asked)\n',
      ['other.K'],
      { 'other.py': 'class K: pass\nq = K()\n' },
    ],
    [
      'what a function of another file gives',
      `import other\nq = other.f()\n${ASK}`,
      ['made.Queue'],
      { 'other.py': 'import made\ndef f():\n    if x: return\n    r = made.Queue()\n    return r\n' },
    ],
    [
      'a class that another file hands on',
      `from other import Queue as K\nq = K()\n${ASK}`,
      ['made.Queue'],
      { 'other.py': 'from made import Queue\n' },
    ],
    ['an attribute', CLASS, ['made.Queue']],
    ['an attribute of the class', `class C:\n    q = Queue()\n${METHOD}`, ['made.Queue']],
    [
      'an attribute of a base',
      `class B:\n    def f(self): self.q = None\n${CLASS.replace('class C', 'class C(B)')}`,
      ['made.Queue'],
    ],
    [
      'an attribute that others read',
      CLASS,
      ['made.Queue'],
      { 'other.py': 'def f(c): return c.q\nclass Z:\n    def f(self): self.q = 1\n' },
    ],
    [
      'what a method gives',
      'class C:\n    def f(self): return Queue()\n    def asked(self):\n        self.f().tag(1)\n    def look(self): lib.look(self.asked)\n',
      ['made.Queue'],
    ],
    [
      'a parameter with all that is given for it',
      'def f(q=Queue()):\n    global r\n    r = q\nf(made.Event())\ndef asked():\n    r.tag(1)\nlib.look(asked)\n',
      ['made.Event', 'made.Lock', 'made.Queue'],
      { 'other.py': 'from mod import f\nimport made\nf(q=made.Lock())\n' },
    ],
    [
      'a parameter of __init__',
      'class K:\n    def __init__(self, q=None):\n        self.q = q or Queue()\n    def asked(self):\n        self.q.tag(1)\n    def look(self): lib.look(self.asked)\n',
      ['made.Event', 'made.Queue'],
      { 'other.py': 'import mod, made\nx: mod.K = mod.K(made.Event())\nisinstance(x, mod.K)\n' },
    ],
  ])('%s', (_, text, names, others) => {
    expect(makers(text, others)).toEqual(names);
  });
});

describe('what is required of makers', () => {
  const user = (make: string) =>
    `import lib\n\nclass C:\n    def __init__(self):\n        self.g = ${make}\n    def f(self):\n        with lib.watch():\n            self.g.pass_through()\n`;
  const watchIn = (text: string, others: Files = {}) => {
    const plan = planOfLib({ 'mod.py': text, ...others });
    const hunk = plan.hunks.find(({ transform }) => transform === 'watch');
    const outcome = plan.files.flatMap(({ outcomes }) => outcomes).find(({ owner }) => owner.name === 'lib.watch');
    return hunk ? hunk.requires : outcome?.message;
  };

  it('is that they are known', () => {
    expect(watchIn(user('lib.Gate() if x else y'))).toBe('It may hold something else.');
  });

  it('is that they are rewritten', () => {
    expect(watchIn(user('lib.Gate()').concat('    def h(self): return self.g\n'))).toBe(
      'It belongs to the object created at line 5, which is not rewritten.',
    );
  });

  it('is that they are taken too', () => {
    expect(watchIn(user('lib.Gate()'))).toEqual(['gate:mod.py:C.__init__:1']);
  });
});

describe('random programs', () => {
  it('never hold what nobody is said to have made', () => {
    const programs = fc.sample(makerProgram, 200);
    const types = typesAt(programs);
    const wrong: string[] = [];
    let known = 0;
    let ran = 0;
    for (const [index, files] of programs.entries()) {
      const text = (files['mod.py'] ?? '').replaceAll(/\.tag\((\d+)\)/g, '.tag($1, lib.look())');
      for (const [place, names] of makersIn({ ...files, 'mod.py': text })) {
        const real = types[index]?.[place] ?? [];
        if (real.length > 0) ran++;
        if (!names || real.length === 0) continue;
        known++;
        const said = names.map((name) => name.replace('made.pick', 'made.Picked'));
        const strange = real.filter((type) => !said.includes(type));
        if (strange.length > 0)
          wrong.push(`${files['mod.py']}\n---\n${files['other.py']}\n${place} is ${strange}, not ${said}`);
      }
    }
    expect(wrong.sort((a, b) => a.length - b.length).slice(0, 1)).toEqual([]);
    expect([known > 120, ran > 200]).toEqual([true, true]);
  });
});
