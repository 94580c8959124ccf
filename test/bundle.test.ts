// The program that ships: what is in its folder, what a run loads of it, and that it has what the source had when it was built.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { CLI, cleanUp, folderOf, runProgram } from './support/cli.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = dirname(CLI);

afterAll(cleanUp);

/** What a file of the bundle imports as it is loaded. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(program, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\b(?:[^'";\n]*?\bfrom\b)?\s*"([^"]+)";/gm)].map(
    (found) => found[1] ?? '',
  );
}

/** All that is loaded with a file, packages included. */
function loadedWith(file: string): string[] {
  const loaded = new Set([file]);
  for (const each of loaded)
    if (each.endsWith('.js')) for (const other of importsOf(each)) loaded.add(other.replace(/^\.\//, ''));
  return [...loaded].filter((each) => !each.startsWith('node:'));
}

describe('the bundle', () => {
  it('needs no package but the parser', () => {
    const packages = readdirSync(program)
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => importsOf(file).filter((module) => !/^(?:\.|node:)/.test(module)));
    expect([...new Set(packages)].sort()).toEqual(['tree-sitter', 'tree-sitter-python']);
  });

  it('loads the parser only where something may be parsed, and React only for the review', () => {
    const react = readdirSync(program).filter((file) =>
      readFileSync(join(program, file), 'utf8').includes('// node_modules/react/'),
    );
    const heavy = ['tree-sitter', 'tree-sitter-python', ...react];
    const loads = (file: string) => loadedWith(file).filter((each) => heavy.includes(each));
    expect(react).toEqual(['run-session.js']);
    for (const file of ['degreen.js', 'explain.js', 'diff.js', 'scan.js']) expect(loads(file)).toEqual([]);
    for (const file of ['print-diff.js', 'print-ledger.js', 'apply.js', 'patch.js', 'check.js', 'review.js'])
      expect(loads(file)).not.toContain('run-session.js');
    expect(loads('print-diff.js')).toEqual(['tree-sitter', 'tree-sitter-python']);
  });

  // A second run in one process begins at the entry anew; were it imported, there would be two.
  it('has nothing that imports its entry', () => {
    const importers = readdirSync(program).filter(
      (file) => file.endsWith('.js') && importsOf(file).includes('./degreen.js'),
    );
    expect(importers).toEqual([]);
  });

  it('has the licences of what is in it', () => {
    const text = readFileSync(join(program, 'LICENSES.txt'), 'utf8');
    const heads = text.split(`\n${'-'.repeat(80)}\n\n`).slice(1);
    const modules = readdirSync(program).flatMap((file) => [
      ...readFileSync(join(program, file), 'utf8').matchAll(/^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm),
    ]);
    const names = new Set(modules.map((found) => found[1]));
    expect(names.size).toBeGreaterThan(20);
    // Not every module has a line that says where it comes from.
    const licensed = heads.map((each) => each.slice(0, each.indexOf(' ')));
    expect([...names].filter((name) => !licensed.includes(name ?? ''))).toEqual([]);
    expect(heads.filter((each) => !/Permission|Redistribution/.test(each))).toEqual([]);
  });

  it('is what is packed, without the modules that only tests import', () => {
    const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
    const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(said.toString());
    const code = files.map(({ path }) => path).filter((path) => path.startsWith('dist/'));
    expect(code.sort()).toEqual(
      readdirSync(program)
        .sort()
        .map((file) => `dist/bin/${file}`),
    );
  });

  it('finds a new file of transforms/ with nothing else changed', () => {
    const copy = folderOf({});
    for (const part of ['src', 'transforms', 'package.json', 'tsconfig.json'])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'transforms/turnstile.ts'), TURNSTILE);
    const built = runProgram(process.execPath, [join(root, 'scripts/bundle.mjs'), join(copy, 'dist/bin'), copy], copy);
    expect(built).toMatchObject({ code: 0, stderr: '' });
    const run = runProgram(process.execPath, [join(copy, 'dist/bin/degreen.js'), 'explain'], copy);
    expect(run.stdout).toMatch(/^ *turnstile +A turnstile/m);
    const { stdout } = runProgram(process.execPath, [CLI, 'explain'], copy);
    expect(stdout).not.toContain('turnstile');
  });
});

const TURNSTILE = `// A primitive that nobody has.
import { advise, type Transform } from '../src/transform.ts';

export const transform: Transform = {
  id: 'turnstile',
  title: 'A turnstile',
  position: 99,
  owns: [{ name: 'eventlet.turnstile.Turnstile' }],
  propose: () => advise('It turns.', 'it turns'),
  explain: () => {
    throw new Error('has no page');
  },
};
`;
