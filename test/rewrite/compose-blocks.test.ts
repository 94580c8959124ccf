// Blocks that move out of their statements and branches that go, with whatever else is rewritten in them: each set of hunks
// comes to what CPython's tree, rewritten by other means, comes to.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequirements } from '../../src/rewrite/decisions.ts';
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

describe('a handler', () => {
  const body = (clauses: string) => `import lib\n\ntry:\n    x()\n${clauses}y()\n`;

  it.each([
    ['that catches others too', 'except (lib.Late, A):\n    pass\n'],
    ['alone between an else and a finally', 'except lib.Late:\n    pass\nelse:\n    z()\nfinally:\n    w()\n'],
  ])('stays: %s', (_, clauses) => {
    expect(rewritten(body(clauses))).toBe(body(clauses));
  });

  it.each([
    ['alone, and its try is unwrapped', 'except lib.Late:\n    pass\n', 'x()\ny()\n'],
    [
      'before an else with a comment',
      'except lib.Late:\n    pass\nelse:  # why\n\tz(\n# kept\n)\n',
      'x()\n# why\nz(\n# kept\n)\ny()\n',
    ],
    ['before an else', 'except lib.Late:\n    pass\nelse:\n    z()\n', 'x()\nz()\ny()\n'],
    ['before a finally', 'except lib.Late: pass\nfinally:\n    z()\n', 'try:\n    x()\nfinally:\n    z()\ny()\n'],
    [
      'among others',
      'except A:\n    pass\nexcept lib.Late as e:\n    z(e)\nexcept B:\n    pass\n',
      'try:\n    x()\nexcept A:\n    pass\nexcept B:\n    pass\ny()\n',
    ],
  ])('goes: %s', (_, clauses, after) => {
    expect(rewritten(body(clauses))).toBe(after);
  });

  it('goes alone of two, so that never none is left', () => {
    const text = body('except lib.Late:\n    pass\nexcept lib.Late as e:\n    z(e)\n');
    expect(left(text)).toEqual(['lib.Late: Another hunk rewrites the same text.']);
    expect(rewritten(text)).toBe('import lib\n\ntry:\n    x()\nexcept lib.Late as e:\n    z(e)\ny()\n');
  });
});

describe('lines before and after a statement', () => {
  it('are not written where it shares its lines', () => {
    expect(left('import lib\nx = 1; lib.clock(1)\nif x: lib.clock(2)\ny = lib.clock(3)\n')).toHaveLength(3);
  });

  it('have the indentation that it will have, each with a name of its own', () => {
    const text =
      'import lib\n\ndef f():\n    with lib.limit(1):\n        lib.clock(lib.nap(2))  # why\n        lib.clock(3)\n';
    const lines = (by: string, first: string) =>
      `${by}announce()\n${by}timer = threading.Timer(${first})  # why\n${by}if timer:\n${by}    timer.start()\n${by}announce()\n${by}timer_1 = threading.Timer(3)\n${by}if timer_1:\n${by}    timer_1.start()\n`;
    expect(rewritten(text)).toBe(`import threading\nimport time\n\ndef f():\n${lines('    ', 'time.sleep(2)')}`);
    expect(rewritten(text, ['lib.clock'])).toBe(
      `import threading\n\nimport lib\n\ndef f():\n    with lib.limit(1):\n${lines('        ', 'lib.nap(2)')}`,
    );
  });
});

describe('a statement', () => {
  it('goes with the comment right above it, and leaves pass only in an empty block', () => {
    const text =
      'import lib\n\nif a:\n    x()\n    # not this\n\n    # this\n    # and this\n    lib.drop()\nelse:\n    # said\n    lib.drop()  # more\n';
    expect(rewritten(text)).toBe('if a:\n    x()\n    # not this\n\nelse:\n    # said\n    pass  # more\n');
    expect(left('import lib\nx = lib.drop()\n')).toHaveLength(1);
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
      const accepted = new Set(resolveRequirements(plan, ids).accepted);
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
