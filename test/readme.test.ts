// The README shows real output: each block or table below `<!-- $ degreen … -->` is what the command prints in a copy of
// sample/. UPDATE_README=1 writes it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const BLOCK = /<!-- \$ degreen (.*?) -->\n(?:```(\w*)\n[\s\S]*?```\n|(?:\|.*\n)+)/g;

it('shows what the commands print', () => {
  const text = readFileSync(`${root}/README.md`, 'utf8');
  const sample = mkdtempSync(join(tmpdir(), 'degreen-readme-'));
  cpSync(join(root, 'sample'), sample, { recursive: true });
  execFileSync('git', ['init', '--quiet'], { cwd: sample });
  let blocks = 0;
  const actual = text.replace(BLOCK, (_, command: string, language: string | undefined) => {
    blocks++;
    const output = execFileSync('node', [join(root, 'dist/src/cli.js'), ...command.split(' ')], {
      cwd: sample,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    const shown = language === undefined ? output : `\`\`\`${language}\n${output}\`\`\`\n`;
    return `<!-- $ degreen ${command} -->\n${shown}`;
  });
  rmSync(sample, { recursive: true });
  expect(blocks).toBeGreaterThan(1);
  if (process.env.UPDATE_README === '1') writeFileSync(`${root}/README.md`, actual);
  else expect(text).toBe(actual);
});

it('has the table of the primitives from their own pages', () => {
  const text = readFileSync(`${root}/README.md`, 'utf8');
  expect(text).toMatch(/^<!-- \$ degreen explain --format markdown -->\n\| primitive \|/m);
});
