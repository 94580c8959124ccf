// The program on real trees, all but the largest, which corpus-nova.test.ts has; and the judge of them.
import { describe, expect, test } from 'vitest';
import { absent, type Corpus, testTrees } from './corpus.ts';
import type { Pair } from './tree.ts';
import * as tree from './tree.ts';

/** Together more than WANTED, as a tree may have no hunk. */
const TREES: readonly Corpus[] = [
  { name: 'swift', subsets: 80 },
  { name: 'heat', subsets: 50 },
  { name: 'glance', subsets: 20 },
  { name: 'oslo.service', subsets: 20 },
  { name: 'engineio', subsets: 5 },
  { name: 'socketio', subsets: 5 },
];
/** With the 30 of the largest tree 200. */
const WANTED = 170;

describe('the judge', () => {
  test.skipIf(absent)('finds each kind of damage, and no fault in what was there before', async () => {
    const names = 'import os\nimport sys\nfrom re import I, M';
    const before = `${names}\n\n\ndef f(a):\n    print(os, sys, I, M, a, unknown)\n`;
    const cases: Readonly<Record<string, string>> = {
      same: before,
      moved: before.replace('\n\n\n', '\n\n\n# a comment\n'),
      syntax: before.replace('def f(a):', 'def f(a:'),
      compiler: before.replace('a, unknown', 'unknown, nonlocal_()').replace('(a):', '(a):\n    nonlocal x'),
      undefined: before.replace('import os\n', ''),
      unused: `import abc\n${before}`,
      order: before.replace('import os\nimport sys', 'import sys\nimport os'),
      // The order rule passes over a line of two names; what it sees now was no better before.
      seen: before.replace('I, M', 'I').replace('I, M, ', 'I, '),
      new: before.replace('from re', 'import ast\nfrom re').replace('I, M, ', 'I, M, ast, '),
      late: `${before}from __future__ import annotations\n`,
    };
    const both = await tree.inFolder(async (folder) => {
      const original = await tree.keep(Buffer.from(before), folder);
      const pairs: Pair[] = [];
      for (const [name, text] of Object.entries(cases)) {
        pairs.push({ name, before: original, after: await tree.keep(Buffer.from(text), folder) });
      }
      return Promise.all([tree.judge(pairs, 'whole'), tree.judge(pairs, 'reduced')]);
    });
    for (const { judged, problems } of both) {
      expect(judged).toBe(Object.keys(cases).length);
      expect(problems.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
        'syntax: syntax',
        'compiler: syntax',
        'undefined: pyflakes',
        'unused: pyflakes',
        'order: imports',
        'new: imports',
        'late: syntax',
      ]);
    }
  });
});

await testTrees(TREES, WANTED);
