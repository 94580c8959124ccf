// Values in lists and dicts: what is no longer followed first, then what is.
import { describe, expect, it } from 'vitest';
import { register } from '../../src/project/symbol-owners.ts';
import { advise, type Value } from '../../src/transform.ts';
import { made } from '../support/made-transform.ts';
import { planWith } from '../support/plan.ts';

/** What is known of the first `lib.Task()` of `mod.py`. */
function followed(text: string, collections = true, others: Readonly<Record<string, string>> = {}): Value {
  const found: Value[] = [];
  const looking = made({
    id: 'looking',
    owns: [{ name: 'lib.Task' }],
    roots: ['lib'],
    propose(reference) {
      if (reference.role === 'call') found.push(reference.follow({ collections }));
      return advise('Seen.');
    },
  });
  const plan = planWith(register([looking]), { 'mod.py': `import lib\n${text}`, ...others });
  expect([...plan.bugs, ...plan.skipped]).toEqual([]);
  const [value] = found;
  if (!value) throw new Error('no value');
  return value;
}

const usesOf = ({ uses }: Value) =>
  uses.map(({ kind, name, line, through }) => [line, kind, name, through].filter(Boolean).join(' '));

const inFunction = (...lines: readonly string[]) => `def f(x):\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe('a collection is not followed', () => {
  it.each([
    ['unless that is asked for', inFunction('l = [lib.Task()]', 'l[0].wait()'), false],
    ['under another name', inFunction('l = [lib.Task()]', 'm = l', 'm[0].kill()')],
    ['inside of another', inFunction('l = [[lib.Task()]]')],
    ['that another is added to', inFunction('l = []', 'l.append(lib.Task())', 'l += x')],
    ['that others give', 'def f(l=[]):\n    l.append(lib.Task())\n'],
    ['that is given to a function', inFunction('l = [lib.Task()]', 'g(l)')],
    ['that is returned', inFunction('l = [lib.Task()]', 'return l')],
    ['that is yielded from a lambda', inFunction('l = [lib.Task()]', 'return lambda: l')],
    ['that is stored', inFunction('l = [lib.Task()]', 'x.l = l')],
    ['that is sliced', inFunction('l = [lib.Task()]', 'm = l[1:]')],
    ['that a slice is put into', inFunction('l = [None]', 'l[0:1] = [lib.Task()]')],
    ['that is sorted', inFunction('l = [lib.Task()]', 'for t in sorted(l): t.wait()')],
    ['whose elements are taken apart', inFunction('l = [lib.Task()]', 'for a, b in l: pass')],
    ['whose method is handed on', inFunction('l = []', 'l.append(lib.Task())', 'g(l.pop)')],
    ['that is made by something else', inFunction('l = g()', 'l.append(lib.Task())')],
    ['that is one of a star', inFunction('l = [*x, lib.Task()]')],
    ['that is updated', inFunction('d = {}', 'd[1] = lib.Task()', 'd.update(x)')],
    ['whose items stay together', inFunction('d = {1: lib.Task()}', 'for i in d.items(): pass')],
    ['that is merged', inFunction('l = [lib.Task()]', 'm = l + x')],
    ['that is copied', inFunction('l = [lib.Task()]', 'm = l.copy()')],
    ['that is one of two targets', inFunction('d = {}', 'd[x] = t = lib.Task()')],
    ['that another object holds', 'def f(x):\n    x.l.append(lib.Task())\n'],
  ])('%s', (_, text, collections = true) => {
    expect(followed(text, collections).escapes.length).toBeGreaterThan(0);
  });

  it('where another file reaches it', () => {
    const value = followed('l = []\nl.append(lib.Task())\n', true, { 'other.py': 'import mod\nmod.l[0].kill()\n' });
    expect(value.escapes.length).toBeGreaterThan(0);
  });
});

describe('a collection is followed', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'that takes values in and is gone through',
      inFunction('l = []', 'for i in x:', '    l.append(lib.Task())', 'for t in l:', '    t.wait()'),
      ['7 method wait list'],
    ],
    [
      'of a display',
      inFunction('l = [lib.Task(), None]', 'l[0].wait()', 'if l and len(l): l.pop().kill()'),
      ['4 method wait list', '5 method kill list'],
    ],
    [
      'of a comprehension',
      inFunction('l = [lib.Task() for i in x]', '[t.wait() for t in l]', 'return {t.dead for t in l if t.link}'),
      ['4 method wait list', '5 attribute dead list', '5 attribute link list'],
    ],
    [
      'of a dict',
      inFunction(
        'd = {x: lib.Task()}',
        'for k in d: print(k)',
        'for t in d.values(): t.wait()',
        'for k, t in d.items(): t.link(k)',
        'u = d.get(x)',
        'if u is not None: u.kill()',
        'del d[x]',
        'd.pop(x).dead',
      ),
      ['5 method wait dict', '6 method link dict', '8 identity dict', '8 method kill dict', '10 attribute dead dict'],
    ],
    ['by key', inFunction('d = dict()', 'd[x] = lib.Task()', 'd[x].wait()'), ['5 method wait dict']],
    [
      'beside a name of its own',
      inFunction(
        'l = []',
        't = lib.Task()',
        't.link(x)',
        'l.append(t)',
        'if t in l: l.remove(t)',
        'l.extend([t])',
        'l[-1].wait()',
      ),
      ['5 method link', '7 identity', '7 identity', '9 method wait list'],
    ],
    [
      'in an attribute',
      'class C:\n    def __init__(self):\n        self.l = []\n    def f(self):\n        self.l.append(lib.Task())\n    def g(self):\n        for t in self.l:\n            t.wait()\n        self.l.clear()\n',
      ['9 method wait list'],
    ],
  ])('%s', (_, text, uses) => {
    const value = followed(text);
    expect(value.escapes).toEqual([]);
    expect(usesOf(value)).toEqual(uses);
  });

  it('and says what else is in it', () => {
    const value = followed(
      inFunction('l = [lib.Task(), lib.Task()]', 'l.append(x)', 'l.insert(0, lib.Task())', 'l[0].wait()'),
    );
    expect(value.constructions).toHaveLength(3);
    expect(value.others.map(({ how }) => how)).toEqual(['`l.append(x)` puts another value into its collection']);
  });

  it('and says where it is used', () => {
    const { collections, holder } = followed(
      inFunction('l = []', 't = lib.Task()', 'l.append(t)', '[u.kill() for u in l]', 'del l[0]'),
    );
    expect(collections.map(({ uses, ...each }) => ({ ...each, lines: uses.map(({ line }) => line) }))).toEqual([
      { kind: 'list', holder: 'l', lines: [5, 6, 7] },
    ]);
    expect(holder).toBe('t');
  });
});
