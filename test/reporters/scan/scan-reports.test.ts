// What `scan` prints of the sample project, as text and as Markdown, and what may not happen to a page by what files hold.
// Needs a build: `npm test` makes one first. UPDATE_SNAPSHOTS=1 writes test/golden/reports, which is to be read like code.

import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { codeBlock, escapeProse, inCode, tableRow } from '../../../src/reporters/markup/markdown-escape.ts';
import { cleanUp, commit, degreen, folderOf, git, repositoryOf } from '../../support/cli.ts';
import { expectGolden } from '../../support/golden.ts';

const golden = (name: string) => fileURLToPath(new URL(`../../golden/reports/${name}`, import.meta.url));

afterAll(cleanUp);

describe('the reports of the sample project', () => {
  const folder = folderOf({});
  cpSync(fileURLToPath(new URL('../../../sample', import.meta.url)), folder, { recursive: true });
  git(folder, 'init', '--quiet');
  commit(folder);

  it.each([
    ['text', 'scan.txt'],
    ['markdown', 'scan.md'],
  ])('%s', (format, file) => {
    const { stdout, code } = degreen(folder, ['scan', '--format', format]);
    expect(code).toBe(0);
    expectGolden(golden(file), stdout.replace(/`[0-9a-f]{12}`/, '`<base>`'));
  });
});

describe('scan as text', () => {
  const many = Array.from({ length: 30 }, (_, index) => [
    `m${index + 10}.py`,
    'import eventlet\n\neventlet.listen(1)\n',
  ]);
  const folder = repositoryOf({
    ...Object.fromEntries(many),
    'one.py': `import eventlet\n${'eventlet.spawn_after(1, f)\n'.repeat(25)}`,
  });

  it('shows of long groups what they are about, and ends with the summary', () => {
    const { stdout } = degreen(folder, ['scan']);
    const section = stdout.slice(stdout.indexOf('left to do by hand: 55 places in 2 groups'));
    expect(section).toMatch(/^ {4}m10\.py:3$/m);
    expect(section).toContain('\n    and 23 more (--format markdown lists all)\n');
    expect(section).toContain('\n    one.py:2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 15 more\n');
    expect(section.split('\n').length).toBeLessThan(60);
    expect(section).toMatch(/\n\ntransform +hunks .*\nunsupported +0 +0 +0 +\d+\n$/s);
  });

  it('says nothing of work where none is left', () => {
    const done = repositoryOf({ 'mod.py': 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n' });
    expect(degreen(done, ['scan']).stdout).not.toContain('by hand');
    expect(degreen(done, ['scan', '--format', 'markdown']).stdout).not.toContain('By hand');
  });
});

describe('scan as Markdown', () => {
  it('folds long lists and has a box to tick for each place', () => {
    const folder = repositoryOf({ 'mod.py': `import eventlet\n${'eventlet.listen(1)\n'.repeat(12)}` });
    const { stdout } = degreen(folder, ['scan', '--format', 'markdown']);
    expect(stdout).toContain(
      '\n<details><summary>12 places</summary>\n\n- [ ] `mod.py:2` `eventlet.convenience.listen`\n',
    );
    expect(stdout.match(/^- \[ \] /gm)?.length).toBe(12);
    expect(stdout).toContain('\n\n</details>\n');
  });

  it('keeps names of files and code in their place', () => {
    const folder = repositoryOf({
      'a|b `c` <d>.py':
        'import eventlet\n\n\ndef f(_x):\n    with eventlet.Timeout(1, Late[_x]):\n        _x.__y__()\n',
      'bad`.py': 'import eventlet\ndef (:\n',
    });
    const { stdout } = degreen(folder, ['scan', '--format', 'markdown']);
    expect(stdout).toContain(
      '- [ ] ``a|b `c` <d>.py:5`` `eventlet.timeout.Timeout`: around \\_x.\\_\\_y\\_\\_(); raises Late\\[\\_x\\]\n',
    );
    expect(stdout).toContain('- [ ] ``bad`.py``: syntax error at line 2, column 1\n');
  });
});

describe('prose', () => {
  it.each([
    ['plain words stay, snake_case and dots too.', 'plain words stay, snake_case and dots too.'],
    [
      '`code` stays, *stars*, __dunder__ and [links](x) do not.',
      '`code` stays, \\*stars\\*, \\_\\_dunder\\_\\_ and \\[links\\](x) do not.',
    ],
    ['<details> & &lt; ~~x~~', '\\<details\\> & \\&lt; \\~\\~x\\~\\~'],
    ['a lone ` opens nothing', 'a lone \\` opens nothing'],
    ['`a` and ` b', '`a` and \\` b'],
    ['ask @mock.patch about #12', 'ask `@mock.patch` about `#12`'],
    ['# no heading', '\\# no heading'],
    ['- no list', '\\- no list'],
    ['1. no list', '1\\. no list'],
    ['a\nb', 'a\\\\x0ab'],
  ])('%j', (text, markdown) => {
    expect(escapeProse(text)).toBe(markdown);
  });

  it('chooses fences that the text does not hold', () => {
    expect(inCode('a')).toBe('`a`');
    expect(inCode('`a``')).toBe('``` `a`` ```');
    expect(codeBlock('x = """```"""\n')).toBe('````python\nx = """```"""\n````');
  });

  it('keeps bars inside the cells of a table', () => {
    expect(tableRow(['a|b', inCode('c|d'), 'e\\|f', 1])).toBe('| a\\|b | `c\\|d` | e\\|f | 1 |');
  });
});
