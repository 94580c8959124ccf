// What is read from a text alone before it is parsed, against what the tree says: it may say yes too often, never no too often.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayHoldOneOf } from '../../../src/python/dataflow/class-mentions.ts';
import { readClasses } from '../../../src/python/dataflow/classes.ts';
import { deepCopies } from '../../../src/python/dataflow/deep-copies.ts';
import { reachedByName } from '../../../src/python/dataflow/reflection.ts';
import { mayReachWritten, REFLECTS_UNNAMED, readBuiltNames } from '../../../src/python/dataflow/reflection-text.ts';
import { quotedParts } from '../../../src/python/quoted-text.ts';
import { readNames } from '../../../src/python/scopes.ts';
import { parse } from '../../../src/python/source.ts';
import { ancestor } from '../../../src/python/syntax.ts';

const RUNS = Number(process.env.LAWS_RUNS ?? 1000);
const SEED = Number(process.env.LAWS_SEED ?? 1);

const STRINGS = new Set(['string']);
const FAMILY = new Set(['Holder']);

const names = [
  `'a.stopper'`,
  `"stopper.b"`,
  `f'{x}.stopper'`,
  `'_C__stopper'`,
  `'__stopper'`,
  `"""stopper"""`,
  `'not stopper'`,
  `'stopper'`,
  `"stopper"`,
  `f'{p}per'`,
  `f'stop{p}'`,
  `f"{p['a']}stopper"`,
  `f'{x}stopper{y}'`,
  `'stop%s' % p`,
  `'%s_per' % p`,
  `'%sper' % p`,
  `'%(a)spper' % p`,
  `'sto{}'.format(p)`,
  `'{}per'.format(p)`,
  `'{0:>3}opper'.format(p)`,
  `'stop' + p`,
  `p + 'pper'`,
  `p +\\\n    'per'`,
  `p + 'stop' + p`,
  `('stop' + p)`,
  `'st' 'op' + p`,
  `'s' + 'top' + p`,
  `'stop%s' % p + p`,
  `'top' + p`,
  `p`,
  `self.p`,
  `p()`,
  `p[0]`,
  `# what\n    'stop' + p`,
  `\\\n    'sto%s' % (p,)`,
  `r'stop%s' % p`,
  `b'stop' + p`,
] as const;
const objects = [
  'self',
  'x',
  'Holder',
  'm.Holder',
  'Holder()',
  'm.Holder(1)',
  'h',
  'x.y',
  '[Holder(), 2]',
  'a(b, c)[1]',
  `t['x']`,
];
const OBJECT = fc.constantFrom(...objects);
const NAME = fc.constantFrom(...names);
const reached = fc
  .tuple(
    fc.constantFrom(
      (o: string, n: string) => `getattr(${o}, ${n})`,
      (o: string, n: string) => `setattr(${o},${n}, 1)`,
      (o: string, n: string) => `getattr (\n    ${o},\n    ${n}\n)`,
      (o: string, n: string) => `delattr(${o}, ${n})`,
      (o: string, n: string) => `hasattr(${o}, ${n})`,
      (o: string, n: string) => `(getattr\n    (${o}, ${n}))`,
      (_: string, n: string) => `attrgetter(${n})(x)`,
      (o: string, n: string) => `${o}.__getattribute__(${n})`,
      (o: string, n: string) => `object.__setattr__(${o}, ${n}, 2)`,
      (o: string, n: string) => `${o}.__dict__[${n}]`,
      (o: string, n: string) => `${o}.__dict__\\\n    [${n}]`,
      (o: string) => `vars(${o})`,
      (o: string) => `${o}.__dict__.update(x)`,
      (o: string) => `inspect.getmembers(${o})`,
      (o: string) => `copy.deepcopy(${o})`,
      (o: string) => `pickle.dumps(obj=${o})`,
      (o: string) => `Process(target=f, args=(1, ${o}))`,
      (o: string) => `Pool(2).map(f, [${o}])`,
      (o: string) => `mock.patch.object(${o}, 'wait', x)`,
    ),
    OBJECT,
    NAME,
  )
  .map(([write, object, name]) => write(object, name));
const bound = fc
  .tuple(
    fc.constantFrom('p = {}', 'p: str = {}', 'p = \\\n    {}', 'for p in ({}, "b"):\n    pass', 'p, q = {}, 1'),
    NAME,
  )
  .map(([form, name]) => form.replace('{}', name));
const made = fc
  .tuple(
    fc.constantFrom(
      'h = {}',
      'with {} as h:\n    pass',
      'def one(h: {}):\n    return vars(h)',
      'class B({}):\n    pass',
      'self.y = {}',
    ),
    OBJECT,
  )
  .map(([form, object]) => form.replace('{}', object));
const quiet = fc.constantFrom(
  '# Holder',
  '    # a Holder is one',
  `'m.Holder'`,
  '"""A Holder.\n\nIt # holds "Holder".\n"""',
  `x = 'it is # no comment', Holder`,
  `f'''\n# {vars(Holder())}\n'''`,
  `f'{m.Holder}'`,
  `f"{x["Holder"]} # {vars(Holder())}"`,
  `'\\'' # Holder'`,
  `m.Holder.start(1)`,
  'from m import Holder',
  'class Other(Holder):\n    def f(self):\n        return vars(self)',
  'class Holder:\n    def f(self):\n        return vars(self)',
  `match x:\n    case Holder(stopper=e):\n        pass`,
  `r'\\' # ' + Holder`,
);
const program = fc
  .array(fc.oneof(reached, bound, made, quiet), { minLength: 1, maxLength: 5 })
  .map((lines) => `${lines.join('\n')}\n`);

describe('what a text shows before it is parsed', () => {
  it('says no only where the tree finds nothing', () => {
    let found = 0;
    let parsed = 0;
    fc.assert(
      fc.property(program, (text) => {
        const source = parse('a.py', text);
        if ('reason' in source) return;
        parsed++;
        const file = { source, names: readNames(source), classes: readClasses(source) };
        for (const attribute of ['stopper', '__stopper']) {
          const wanted = { attribute, family: FAMILY, own: false };
          const named = text.includes(attribute) && mayReachWritten(text, attribute);
          const holds = mayHoldOneOf(text, FAMILY);
          const all = [...reachedByName(file, wanted), ...deepCopies(file, FAMILY)];
          found += all.length;
          if (all.length === 0 || named || holds) continue;
          expect(REFLECTS_UNNAMED.test(text) && readBuiltNames(text).mayBe(attribute), text).toBe(true);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
    // A test that finds nothing shows nothing.
    expect(parsed).toBeGreaterThan(RUNS / 2);
    expect(found).toBeGreaterThan(RUNS / 4);
  });

  it('takes for strings and comments what the tree does', () => {
    fc.assert(
      fc.property(program, (text) => {
        const source = parse('a.py', text);
        const parts = quotedParts(text);
        if ('reason' in source || !parts) return;
        const tree = source.root
          .descendantsOfType(['string', 'comment'])
          .filter((node) => !ancestor(node, STRINGS) && (node.type === 'comment' || !/^\w*[fF]/.test(node.text)))
          .map((node) => [
            node.type === 'comment' ? node.startIndex : node.startIndex + node.text.search(/['"]/),
            node.endIndex,
          ]);
        expect(parts.map(({ start, end }) => [start, end])).toEqual(tree);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});

describe('what needs no parse', () => {
  it.each([
    '# the Holder',
    'm.Holder.start()',
    `mock.patch('m.Holder.start')`,
    `mock.patch.object(m.Holder, 'start')`,
    '"""The Holder starts."""',
    `x = ['Holder']`,
  ])('a class in %s', (text) => {
    expect(mayHoldOneOf(text, FAMILY)).toBe(false);
  });

  it.each([
    'getattr(x, name)',
    'getattr(x.y(a)[0], self.name)',
    `getattr(x, 'start')`,
    `getattr(x, 'start%s' % a)`,
    `getattr(x, a + '_started')`,
    `getattr(x, f'start{a}')`,
    'from operator import attrgetter\n\nx = 1',
    'x.__dict__[name]',
    'def __getattr__(self, name):\n    pass',
  ])('a name in %s', (text) => {
    expect(readBuiltNames(text).mayBe('stopper')).toBe(false);
  });
});
