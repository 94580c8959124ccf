// The order of the folders as a table, and the rules of style that a machine can see. What stands here is not written twice.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadRegistry } from '../src/registry.ts';

/** A folder or file of the source, and what its files may import besides each other. */
interface Row {
  readonly at: string;
  /** The rows that it may import, by the last word of their paths. */
  readonly imports: string;
  /** The order inside a folder, lowest first, `.` for its own files: each may import itself and those before it. */
  readonly inside?: string;
  /** The parts whose files may not import each other. */
  readonly apart?: string;
  readonly packages?: string;
  readonly node?: true | 'node:crypto';
}

/** From the bottom up: a row imports only rows above it in this table. */
const ROWS: readonly Row[] = [
  { at: 'src/text/', imports: '', packages: 'magic-string diff' },
  { at: 'src/errors.ts', imports: '' },
  {
    at: 'src/python/',
    imports: 'text',
    inside: '. imports dataflow dataflow/intervals',
    packages: 'tree-sitter tree-sitter-python',
  },
  { at: 'src/contract/', imports: 'python text' },
  { at: 'src/transform.ts', imports: 'contract python text' },
  { at: 'transforms/', imports: 'transform.ts', inside: 'shared advice .', apart: 'advice .' },
  { at: 'src/project/', imports: 'transform.ts python text', inside: '. mocks' },
  { at: 'src/transform-modules.ts', imports: '', node: true },
  { at: 'src/registry.ts', imports: 'transform-modules.ts project transform.ts' },
  { at: 'src/plan/', imports: 'project transform.ts python text', inside: 'hunks mocks .' },
  { at: 'src/rewrite/', imports: 'plan project transform.ts python text' },
  { at: 'src/ledger/', imports: 'plan project python text' },
  { at: 'src/metrics/', imports: 'ledger plan project text' },
  { at: 'src/guard/', imports: 'ledger project transform.ts python text' },
  {
    at: 'src/reporters/',
    imports: 'guard metrics ledger rewrite plan project transform.ts text',
    inside: 'markup explain scan check burndown patch',
    node: 'node:crypto',
  },
  // What is shown has the colours of Python, and its columns are counted by a package that Ink has as well.
  { at: 'src/tui/', imports: 'rewrite plan project python text', packages: 'react ink string-width' },
  {
    at: 'src/io/',
    imports: 'errors.ts text',
    inside: 'disk process terminal git . apply',
    packages: 'smol-toml',
    node: true,
  },
  { at: 'src/history/', imports: 'io metrics project errors.ts text' },
  {
    at: 'src/commands/',
    imports: 'history io tui reporters guard metrics ledger rewrite plan registry.ts project python errors.ts text',
    node: true,
  },
  { at: 'src/cli.ts', imports: 'commands io errors.ts text', packages: 'commander', node: true },
];

const MOST_LINES = 300;

/** Tables of sentences may be as long as there is something to say. */
const TABLES = 'transforms/advice/';

const root = fileURLToPath(new URL('..', import.meta.url));

interface SourceText {
  readonly path: string;
  readonly text: string;
}

const files: readonly SourceText[] = ['src', 'transforms'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);

/** Where a file stands: its row, and the part of its folder as the row names it. */
interface Place {
  readonly row: Row;
  readonly part: string;
}

function placeOf(path: string): Place | undefined {
  const row = ROWS.find(({ at }) => (at.endsWith('/') ? path.startsWith(at) : path === at));
  if (!row) return undefined;
  const part = row.at.endsWith('/') ? posix.dirname(path.slice(row.at.length)) : '.';
  return words(row.inside ?? '.').includes(part) ? { row, part } : undefined;
}

const nameOf = ({ at }: Row): string => posix.basename(at);

function words(list: string): string[] {
  return list.split(' ').filter((word) => word !== '');
}

/** The modules that a file imports or re-exports, as written. */
function importsOf(text: string): string[] {
  const statements = /^(?:import|export)\b(?:[^'";]*?\bfrom\b)?\s*(['"])([^'"]+)\1/gm;
  const dynamic = /\bimport\(\s*(['"])([^'"]+)\1/g;
  return [...text.matchAll(statements), ...text.matchAll(dynamic)].map((match) => match[2] ?? '');
}

/** Why a file may not import a module; undefined where it may. */
function objection(path: string, module: string): string | undefined {
  const place = placeOf(path);
  if (!place) return `${path} is in no row`;
  if (!module.startsWith('.')) {
    const { node, packages = '' } = place.row;
    const allowed = module.startsWith('node:') ? node === true || node === module : words(packages).includes(module);
    return allowed ? undefined : `${path} imports ${module}`;
  }
  const target = posix.join(dirname(path), module);
  const other = placeOf(target);
  if (!other) return `${path} imports ${target}, which is in no row`;
  return mayImport(place, other) ? undefined : `${path} imports ${target}`;
}

function mayImport({ row, part }: Place, other: Place): boolean {
  if (row !== other.row) return words(row.imports).includes(nameOf(other.row));
  if (part === other.part) return !words(row.apart ?? '').includes(part);
  const order = words(row.inside ?? '.');
  return order.indexOf(other.part) < order.indexOf(part);
}

describe('folders', () => {
  it('have every file', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(files.map(({ path }) => path).filter((path) => !placeOf(path))).toEqual([]);
  });

  it('are all there, and import only rows above them in the table', () => {
    const parts = ROWS.flatMap((row) => words(row.inside ?? '.').map((part) => ({ row, part })));
    const there = files.map(({ path }) => placeOf(path));
    expect(parts.filter(({ row, part }) => !there.some((each) => each?.row === row && each.part === part))).toEqual([]);
    const upward = ROWS.flatMap((row, index) => {
      const above = ROWS.slice(0, index).map(nameOf);
      return words(row.imports).flatMap((name) => (above.includes(name) ? [] : [`${row.at} imports ${name}`]));
    });
    expect(upward).toEqual([]);
  });

  it('import only what the table lets them', () => {
    const wrong = files.flatMap(({ path, text }) =>
      importsOf(text)
        .map((module) => objection(path, module))
        .filter((each) => each !== undefined),
    );
    expect(wrong).toEqual([]);
  });

  it('stand in this order in the document on the architecture', () => {
    const document = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const rows = [...document.matchAll(/^\| `((?:src|transforms)\/[^`]*)` \|/gm)].map(([, at]) => at);
    expect(rows).toEqual(ROWS.map(({ at }) => at));
  });

  it('allow no import that no file has', () => {
    const used = new Set(
      files.flatMap(({ path, text }) =>
        importsOf(text).map((module) => {
          const [from, to] = [placeOf(path), placeOf(posix.join(dirname(path), module))];
          return from && to ? `${from.row.at} ${nameOf(to.row)}` : '';
        }),
      ),
    );
    const unused = ROWS.flatMap(({ at, imports }) => words(imports).map((name) => `${at} ${name}`));
    expect(unused.filter((each) => !used.has(each))).toEqual([]);
  });

  it.each([
    ['upwards', 'src/text/edits.ts', '../python/source.ts'],
    ['upwards over a file', 'src/transform.ts', './registry.ts'],
    ['upwards inside a folder', 'src/python/source.ts', './dataflow/value.ts'],
    ['upwards from a part', 'src/plan/hunks/hunk.ts', '../mocks/mock-hunks.ts'],
    ['to one that does not know it', 'src/tui/app.tsx', '../io/config.ts'],
    ['between primitives', 'transforms/sleep.ts', './event.ts'],
    ['to a row that is not there', 'src/text/edits.ts', '../engine/plan.ts'],
    ['to a part that is not there', 'src/text/edits.ts', './deep/plan.ts'],
    ['to a package of another', 'src/plan/plan.ts', 'tree-sitter'],
    ['to Node where they are pure', 'src/plan/plan.ts', 'node:fs'],
  ])('refuse an arrow %s', (_, path, module) => {
    expect(objection(path, module)).toContain(path);
  });

  it('have no circle of files', () => {
    const open = new Map(
      files.map(({ path, text }) => {
        const modules = importsOf(text).filter((module) => module.startsWith('.'));
        return [path, new Set(modules.map((module) => posix.join(dirname(path), module)))];
      }),
    );
    for (let before = -1; before !== open.size; ) {
      before = open.size;
      for (const [path, targets] of open) {
        const imported = [...open.values()].some((each) => each.has(path));
        if (!imported || ![...targets].some((target) => open.has(target))) open.delete(path);
      }
    }
    expect([...open.keys()]).toEqual([]);
  });

  it('use nothing of Node but the global Buffer where they are pure', () => {
    const pure = files.filter(({ path }) => placeOf(path)?.row.node !== true && !path.startsWith(TABLES));
    const uses = pure.flatMap(({ path, text }) => {
      const found =
        /\b(process\.(?:env|cwd|argv|std\w+|exit|platform|pid|nextTick|on)\b|require\(|__dirname|import\.meta|setTimeout\(|Date\.now|new Date\b|console\.)/.exec(
          text,
        );
      return found ? [`${path}: ${found[0]}`] : [];
    });
    expect(uses).toEqual([]);
  });

  it('each have a package to themselves', () => {
    const all = ROWS.flatMap(({ packages = '' }) => words(packages));
    expect(all.filter((each, index) => all.indexOf(each) !== index)).toEqual([]);
  });
});

describe('src', () => {
  const src = files.filter(({ path }) => path.startsWith('src/'));

  it('does not know the library by name', () => {
    const hits = src.flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) => (/eventlet/i.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
    expect(hits).toEqual([]);
  });

  it('does not know what transforms declare, by name', async () => {
    const { transforms } = await loadRegistry();
    const declared = transforms.flatMap(({ id, variants = [], keys = [], runs = [], patching }) => [
      id,
      ...[...variants, ...keys, ...(patching?.groups ?? [])].map((each) => each.id),
      ...runs.map(({ name }) => name),
    ]);
    const quoted = new RegExp(`['"\`](?:${[...new Set(declared)].join('|')})['"\`]`);
    // The words of Python itself and of the disk are there.
    const engine = src.filter(({ path }) => !/^src\/(?:python|io\/(?:apply|disk))\//.test(path));
    const isCode = (line: string) => !/^\s*(?:\/\*\*|\*|\/\/)/.test(line);
    const hits = engine.flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) => (isCode(line) && quoted.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
    expect(hits).toEqual([]);
  });

  it('reads nothing out of a title, a note, a reason or a message', () => {
    const prose = String.raw`\b(?:titles?|notes?|reasons?|messages?|noteText\([^)]*\)|notesText\([^)]*\))(?!\w)\??`;
    const asked =
      '(?:match|matchAll|test|exec|replace|replaceAll|split|includes|search|startsWith|endsWith|slice|indexOf)';
    const reading = new RegExp(String.raw`\.?${prose}\.${asked}\(|\.(?:test|exec)\([^)]*${prose}`);
    const hits = src.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => (reading.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
    expect(hits).toEqual([]);
  });

  it('starts git where its configuration cannot run anything, or in a scratch folder without one', () => {
    const starting = src.filter(({ text }) => /\b(?:spawn|spawnSync|execFile|execFileSync)\(\s*'git'/.test(text));
    expect(starting.map(({ path }) => path)).toEqual(['src/io/git/git.ts', 'src/io/git/objects.ts']);
    expect(starting.filter(({ text }) => !text.includes('carefully(')).map(({ path }) => path)).toEqual([]);
    const bare = src.filter(({ text }) => /env: process\.env\b/.test(text)).map(({ path }) => path);
    expect(bare).toEqual([]);
  });

  it('writes to the terminal through its streams alone', () => {
    const direct = src.filter(({ text }) => /process\.std(?:out|err)\.write|console\./.test(text));
    expect(direct.map(({ path }) => path)).toEqual([]);
  });

  it('says of every exported function, interface and type what it is', () => {
    const bare = src.flatMap(({ path, text }) => {
      const lines = text.split('\n');
      return lines.flatMap((line, index) => {
        const name = /^export (?:async )?(?:function|interface|type|class) (\w+)/.exec(line)?.[1];
        return name && !lines[index - 1]?.trimEnd().endsWith('*/') ? [`${path}:${index + 1} ${name}`] : [];
      });
    });
    expect(bare).toEqual([]);
  });
});

describe('every file', () => {
  it('opens with a sentence on what it knows', () => {
    const silent = files.filter(({ text }) => !/^(#!.*\n)?\/\/ \S/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it(`has at most ${MOST_LINES} lines`, () => {
    const long = files
      .filter(({ path }) => !path.startsWith(TABLES))
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });

  it('does more than to hand on what others export', () => {
    const barrels = files.filter(({ text }) => {
      const code = text
        .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
        .replace(/^(?:import|export)\b[^'";]*\bfrom\s*['"][^'"]+['"];?/gm, '')
        .trim();
      return code === '';
    });
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });
});
