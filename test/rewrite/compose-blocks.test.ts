// Blocks that move out of their statements and branches that go, with whatever else is rewritten in them: each set of hunks
// comes to what CPython's tree, rewritten by other means, comes to.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../src/rewrite/decisions.ts';
import { blockProgram } from '../support/block-programs.ts';
import { planOfLib } from '../support/contract-transforms.ts';
import { accept, idsAt, ledgerOf } from '../support/plan.ts';
import { compileErrors, judgeRewrites } from '../support/python.ts';
import '../support/random-seed.ts';

function rewritten(text: string, names?: readonly string[]): string {
  const plan = planOfLib({ 'mod.py': text });
  const ids = plan.hunks.filter(({ name }) => !names || names.includes(name)).map(({ id }) => id);
  return String(accept(plan, new Set(ids))['mod.py']);
}

function left(text: string): string[] {
  return ledgerOf(planOfLib({ 'mod.py': text })).flatMap(({ verdict, role, name, message }) =>
    verdict === 'manual' && role !== 'import' ? [`${name}: ${message}`] : [],
  );
}

describe('a block stays', () => {
  it.each([
    ['where its statement has other items', 'import lib\nwith a, lib.limit(1):\n    x()\n'],
    ['where tabs and spaces are mixed', 'import lib\nif a:\n    with lib.limit(1):\n\tx = 1\n'],
    ['where a comment stands in the header', 'import lib\nwith lib.limit(  # why\n    1):\n    x()\n'],
    ['where the call is not an item', 'import lib\nwith open(lib.limit(1)):\n    x()\n'],
  ])('%s', (_, text) => {
    expect(left(text).map((line) => line.replace(/: .*/, ''))).toEqual(['lib.limit']);
    expect(rewritten(text)).toBe(text);
  });
});

describe('hunks in each other', () => {
  it('move out together, and with what is rewritten in them', () => {
    const text =
      'import lib\n\ndef f():\n    with lib.limit(1):\n        a = """\n  b"""\n        with lib.limit(2):\n            lib.nap(3)\n        if lib.flag():\n            lib.nap(4)\n        else:\n            with lib.limit(5): x()\n';
    expect(rewritten(text)).toBe('import time\n\ndef f():\n    a = """\n  b"""\n    time.sleep(3)\n    x()\n');
    expect(rewritten(text, ['lib.nap', 'lib.flag'])).toBe(
      'import time\n\nimport lib\n\ndef f():\n    with lib.limit(1):\n        a = """\n  b"""\n        with lib.limit(2):\n            time.sleep(3)\n        with lib.limit(5): x()\n',
    );
  });

  it('fall away with a branch, and their imports too', () => {
    expect(rewritten('import lib\n\nif lib.flag():\n    lib.nap(4)\nelse:\n    x()\n')).toBe('x()\n');
  });
});

describe('random programs', () => {
  const programs = fc.sample(fc.tuple(blockProgram, fc.infiniteStream(fc.nat(2))), 70).map(([text, dice]) => ({
    text: `import lib\n\n${text}`
      .replaceAll('C()', 'lib.limit(1)')
      .replaceAll('FLAG', 'lib.flag()')
      .replaceAll(/\ba\(\)/g, 'lib.nap(1)')
      .replaceAll(/\bx = 1$/gm, 'lib.tick()')
      .replaceAll('last()', 'lib.boxed(lib.nap(1))'),
    dice,
  }));

  it('are what CPython makes of them, with each set of hunks', () => {
    const valid = compileErrors(programs.map(({ text }) => Buffer.from(text)));
    const trials = programs.flatMap(({ text, dice }, index) => {
      if (valid[index] !== null) return [];
      const plan = planOfLib({ 'mod.py': text });
      const all = idsAt(plan, 'review');
      return [all, new Set([...all].filter(() => dice.next().value !== 0))].map((ids) => ({ plan, text, ids }));
    });
    expect(trials.flatMap(({ plan }) => plan.bugs)).toEqual([]);
    const requests = trials.map(({ plan, text, ids }) => {
      const [file] = plan.files;
      const accepted = new Set(settle(plan, ids).accepted);
      const taken = (file?.outcomes ?? []).flatMap(({ hunk, reference }) => {
        if (!hunk || !accepted.has(hunk) || !file) return [];
        const { line, column } = file.model.source.lines.at(reference.span.start);
        return [[hunk.transform, line, column - 1] as const];
      });
      return { before: Buffer.from(text), after: accept(plan, ids)['mod.py'] ?? Buffer.alloc(0), taken };
    });
    const wrong = judgeRewrites(requests).flatMap((problem, index) =>
      problem === null ? [] : [`${requests[index]?.before}\n----\n${requests[index]?.after}\n----\n${problem}`],
    );
    expect(wrong.sort((a, b) => a.length - b.length).slice(0, 1)).toEqual([]);
    const taken = requests.flatMap((each) => each.taken.map(([transform]) => transform));
    for (const id of ['limit', 'flag', 'nap', 'tick'])
      expect(taken.filter((each) => each === id).length).toBeGreaterThan(40);
  });
});
