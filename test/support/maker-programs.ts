// Programs in which objects travel by names, attributes, parameters and functions over two files, to places where they are asked
// who they are: `x.tag(7)`. They run under made-programs.py, whose module `made` has the classes.
import fc from 'fast-check';

const SOURCES = [
  'made.Queue()',
  'made.Queue()',
  'Q()',
  'made.Event()',
  'None',
  'None',
  'Own()',
  'make()',
  'other.make()',
  'make_one()',
  'SHARED',
  'other.SHARED',
  'other.OWN',
  'made.pick()',
  '[1]',
  'other.Child().q',
] as const;
const INSIDE = ['self.q', 'self.p', 'Base.c', 'self.build()', 'arg', 'arg', 'x', 'y', 'self.c'] as const;

const value = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...names) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...names), fc.constantFrom(...names))
        .map(([a, b]) => `(${a} if flip() else ${b})`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)).map(([a, b]) => `(${a} or ${b})`),
    },
  );

const outer = value(SOURCES);
const inner = value([...SOURCES, ...INSIDE]);
const rarely = (line: string): fc.Arbitrary<string[]> => fc.nat(9).map((dice) => (dice === 0 ? [line] : []));

const statement: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom('x', 'y', 'self.q', 'self.p'), inner)
      .map(([name, given]) => `${name} = ${given}`),
  },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('x', 'y', 'self.q', 'self.p', 'arg', 'SHARED', 'self.c', 'other.SHARED')
      .map((name) => `${name}.tag(0)`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('work', 'again'), inner).map(([name, given]) => `self.${name}(${given})`),
  },
  { weight: 1, arbitrary: inner.map((given) => `free(arg=${given})`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'x += 1',
      'x, y = made.Queue(), [1]',
      'for x in [made.pick()]: pass',
      'with made.Queue() as y: pass',
      "setattr(self, 'p', made.pick())",
      'globals()["SHARED"] = made.pick()',
      'del self.q',
      'self.build = made.pick',
      'if (x := made.Event()): pass',
    ),
  },
);

/** What one statement raises must not end the others. */
const tried = (line: string, by: string): string[] => [`${by}try:`, `${by}    ${line}`, `${by}except Exception: pass`];

const method = (name: string, parameter: string): fc.Arbitrary<string[]> =>
  fc
    .array(statement, { minLength: 2, maxLength: 5 })
    .map((lines) => [`    def ${name}(self${parameter}):`, ...lines.map((line) => `        ${line}`)]);

/** Two files, `mod.py` and `other.py`; each `tag(0)` is numbered. */
export const makerProgram: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record({
    shared: outer,
    result: outer,
    build: inner,
    init: fc.tuple(outer, inner),
    work: method('work', ', arg=None'),
    again: method('again', ', arg'),
    called: fc.tuple(outer, outer),
    free: fc.array(fc.constantFrom('arg.tag(0)', 'x = arg', 'x = SHARED', 'x.tag(0)', 'x = made.Event()'), {
      minLength: 1,
      maxLength: 4,
    }),
    override: rarely('    def build(self): return made.pick()'),
    stored: rarely('mod.SHARED = made.pick()'),
    owned: rarely('        self.q = [1]'),
    below: rarely('    c = made.pick()'),
    global: rarely('    global SHARED; SHARED = made.pick()'),
    remade: rarely('make = made.pick'),
    decorated: rarely('@made.wrap'),
    hooked: rarely('    def __getattribute__(self, name): return made.pick()'),
  })
  .map((parts) => {
    const mod = [
      'import made',
      'import lib',
      'from made import Queue as Q, flip',
      'import other',
      'from other import make_one',
      `SHARED = ${parts.shared.replace(/\b(SHARED|make\(\))/g, 'made.Event()').replace(/\bOwn\(\)/, 'Q()')}`,
      ...parts.decorated,
      'def make():',
      `    return ${parts.result.replace(/\bmake\(\)/g, 'Q()')}`,
      ...parts.remade,
      'def free(arg):',
      ...parts.global,
      ...parts.free.flatMap((line) => tried(line, '    ')),
      'class Own:',
      '    def tag(self, place): made.record(place, self)',
      'class Base:',
      '    c = made.Queue()',
      ...parts.hooked,
      `    def __init__(self, arg=${parts.init[0].replace(/\bmake\(\)|\bOwn\(\)/, 'None')}):`,
      '        self.p = arg',
      `        self.q = ${parts.init[1].replace(/\b(x|y)\b/g, 'None')}`,
      `    def build(self): return ${parts.build.replace(/\b(x|y|arg)\b/g, 'None').replace('self.build()', 'self.q')}`,
      ...parts.work,
      ...parts.again,
      'class Leaf(Base):',
      ...parts.override,
      '    pass',
      'def run():',
      `    for each in [lambda: Base(${parts.called[0]}).work(${parts.called[1]}), lambda: Base().work(), lambda: Leaf().again(made.Event()), lambda: other.Child().work(), lambda: free(Q())]:`,
      '        made.safely(each)',
      'lib.look()',
    ];
    const other = [
      'import made',
      'import mod',
      'SHARED = made.Queue()',
      'OWN = None',
      'def make(): return made.Event()',
      'def make_one(kind=None):',
      '    if kind: return None',
      '    one = kind or made.Queue()',
      '    return one',
      'class Child(mod.Base):',
      ...parts.below,
      '    def more(self):',
      ...parts.owned,
      '        return self.q',
      'def late():',
      ...parts.stored.map((line) => `    ${line}`),
      '    return mod.Leaf()',
      'def run():',
      '    made.safely(lambda: late().work()); made.safely(lambda: Child().more()); made.safely(lambda: Child().work())',
    ];
    let place = 0;
    const number = (lines: readonly string[]) => `${lines.join('\n')}\n`.replace(/tag\(0\)/g, () => `tag(${++place})`);
    return { 'mod.py': number(mod), 'other.py': other.join('\n').concat('\n') };
  });
