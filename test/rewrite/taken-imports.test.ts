// Imports of other modules whose last use goes with taken text: those that must stay first, then those that go.
import { describe, expect, it } from 'vitest';
import { findStaleNames } from '../../src/rewrite/stale-names.ts';
import { planOfLib } from '../support/contract-transforms.ts';
import { accept } from '../support/plan.ts';
import { allSubsets, breaches } from '../support/plan-laws.ts';

type Files = Readonly<Record<string, string>>;

const all = (files: Files) => {
  const plan = planOfLib(files);
  return String(accept(plan, new Set(plan.hunks.map(({ id }) => id)))['mod.py']);
};
const TAKES = 'def f(x):\n    return lib.forget(random.random())\n';

describe('an import of another module stays', () => {
  it.each<[string, string, Files?]>([
    ['that is used elsewhere', `import random\nimport lib\n${TAKES}random.seed()\n`],
    ['that was unused before', `import os\nimport random\nimport lib\n${TAKES}random.seed()\n`],
    ['that `__all__` names', `import random\nimport lib\n__all__ = ["random"]\n${TAKES}`],
    ['that is marked', `import random  # noqa: F401\nimport lib\n${TAKES}`],
    ['that may be missing', `try:\n    import random\nexcept ImportError:\n    random = None\nimport lib\n${TAKES}`],
    ['that stands under a condition', `import lib\nif x:\n    import random\n${TAKES}`],
    ['that an annotation in a string names', `import random\nimport lib\n${TAKES}y: "random.Random" = 1\n`],
    [
      'that another file takes from here',
      `import random\nimport lib\n${TAKES}`,
      { 'b.py': 'from mod import random\n' },
    ],
    ['that another file reaches', `import random\nimport lib\n${TAKES}`, { 'b.py': 'import mod\nmod.random.seed()\n' }],
    ['that is used in what is copied', 'import random\nimport lib\nlib.swap(random.random(), 1)\n'],
    ['that the new text uses', 'import random\nimport lib\ndef f(x):\n    lib.pick(lib.nap, random.random())\n'],
    ['whose use no change takes', 'import random\nimport lib\nlib.swallow(random.random())\n'],
  ])('%s', (_, text, others = {}) => {
    expect(all({ 'mod.py': text, ...others })).toContain(text.includes('import os') ? 'import os' : 'import random');
  });
});

describe('an import of another module goes with its last use', () => {
  it.each([
    ['in an argument', `import random\nimport lib\n\n\n${TAKES}`],
    ['by one of its names', `from secrets import choice, random\nimport lib\nlib.forget(random())\nchoice(x)\n`],
    ['by another name', `import random as r\nimport lib\nlib.forget(r.random())\n`],
    ['in a function', 'import lib\n\n\ndef f(x):\n    import random\n    return lib.forget(random.random())\n'],
    ['in the header of a block', 'import random\nimport lib\nwith lib.limit(random.random()):\n    pass\n'],
    ['in a statement', 'import random\nimport lib\nlib.drop(random.random())\nx = 1\n'],
    [
      'that a type checker sees',
      'import typing\nimport lib\nif typing.TYPE_CHECKING:\n    import random\nlib.forget(random.x)\n',
    ],
  ])('%s', (_, text) => {
    const plan = planOfLib({ 'mod.py': text });
    expect(String(accept(plan, new Set(plan.hunks.map(({ id }) => id)))['mod.py'])).not.toMatch(/\brandom\b/);
    expect(breaches([plan], allSubsets)).toEqual([]);
  });

  it('only where all of those that use it are taken', () => {
    const text = 'import random\nimport lib\nlib.forget(random.random())\nlib.forget(random.seed())\n';
    const plan = planOfLib({ 'mod.py': text });
    const [one] = plan.hunks;
    expect(String(accept(plan, new Set([one?.id ?? '']))['mod.py'])).toBe(
      'import random\nimport lib\nNone\nlib.forget(random.seed())\n',
    );
    expect(breaches([plan], allSubsets)).toEqual([]);
  });

  it('and a mock that reaches it by the module is told of', () => {
    const test =
      "from unittest import mock\nimport mod\n\n\n@mock.patch('mod.random.random')\ndef test(r):\n    mod.f(1)\n";
    const plan = planOfLib({ 'mod.py': `import random\nimport lib\n${TAKES}`, 'test_mod.py': test });
    expect(String(accept(plan, new Set(plan.hunks.map(({ id }) => id)))['mod.py'])).not.toContain('import random');
    const stale = findStaleNames(plan, new Set(plan.hunks), () => false);
    expect(stale.map(({ path, line, how, from }) => `${path}:${line} ${how} ${from}`)).toEqual([
      'test_mod.py:5 names mod.py',
    ]);
    expect(findStaleNames(plan, new Set(), () => false)).toEqual([]);
  });
});
