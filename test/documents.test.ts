// The README and the pages of docs/ show real output: their commands run in a copy of sample/, page by page from top to
// bottom, and what is printed is compared. UPDATE_DOCS=1 writes it. CONTRIBUTING.md says how a page names its commands.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { loadRegistry } from '../src/registry.ts';
import { COMMANDS } from '../src/tui/key-bindings.ts';
import { CLI, cleanUp, commit, degreen, ENVIRONMENT, folderOf, git, runProgram } from './support/cli.ts';
import { harbour } from './support/history-repository.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
const read = (page: string) => readFileSync(join(root, page), 'utf8');

/** The projects that a page may name with `<!-- project NAME -->`; without it, the sample. */
const PROJECTS: Readonly<Record<string, () => string>> = {
  sample: () => {
    const folder = join(folderOf({}), 'sample');
    cpSync(join(root, 'sample'), folder, { recursive: true });
    git(folder, 'init', '--quiet', '--initial-branch=main');
    commit(folder);
    return folder;
  },
  harbour,
};

/** A comment that says something to this test, then the fence or table after it; or a fence that shows a terminal. */
const STEP =
  /^<!-- (\$|run|file|project) (.*?) -->\n(?:```(\w*)\n([\s\S]*?)```\n|((?:\|.*\n)+))?|^```console\n([\s\S]*?)```\n/gm;

afterAll(cleanUp);

describe.each(PAGES)('%s', (page) => {
  const text = read(page);

  it('shows what the commands print', { timeout: 120_000 }, () => {
    const actual = printed(text);
    if (process.env.UPDATE_DOCS === '1') writeFileSync(join(root, page), actual);
    else expect(actual).toBe(text);
  });

  it('names files that are there', () => {
    const paths = [...text.matchAll(/`((?:src|transforms|test|scripts|docs)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    );
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names functions where they are', () => {
    const named = [...text.matchAll(/`(\w+)` in\s+`((?:src|transforms)\/[\w./-]+\.ts)`/g)];
    const gone = named.filter(([, name, path = '']) => !new RegExp(`^export .*\\b${name}\\b`, 'm').test(read(path)));
    expect(gone.map(([whole]) => whole)).toEqual([]);
  });

  it('links to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    const dead = links.flatMap(([whole, path = '', anchor]) => {
      const target = path === '' ? page : relative(root, join(root, dirname(page), path));
      if (!existsSync(join(root, target))) return [whole];
      return anchor === undefined || anchorsOf(read(target)).includes(anchor) ? [] : [whole];
    });
    expect(dead).toEqual([]);
  });
});

it('names every command and flag', () => {
  const all = PAGES.map(read).join('\n');
  const folder = folderOf({});
  const helpOf = (...words: string[]) => degreen(folder, [...words, '--help']).stdout;
  const commands = [...helpOf().matchAll(/^ {2}([a-z]+) (?:\[|<)/gm)].map(([, name = '']) => name);
  expect(commands).toContain('scan');
  const readme = read('README.md');
  for (const command of commands) expect(readme).toContain(`| \`degreen ${command}`);
  const flags = commands.flatMap((command) => helpOf(command).match(/--[a-z-]+/g) ?? []);
  const missing = [...new Set(flags)].filter((flag) => flag !== '--help' && !new RegExp(`${flag}(?![a-z-])`).test(all));
  expect(missing).toEqual([]);
});

it('names every key of the configuration and of the review', async () => {
  const configuration = read('docs/configuration.md');
  const knownIn = (toml: string) => {
    const { code, stderr } = degreen(folderOf({ 'degreen.toml': toml }), ['diff']);
    expect(code).toBe(2);
    return /known are (.*)/.exec(stderr)?.[1]?.split(', ') ?? [];
  };
  const keys = knownIn('nonsense = 1\n').map((key) => `\`${key}\``);
  const placeholders = knownIn('patch.body = "{nonsense}"\n').map((name) => `\`{${name}}\``);
  expect(keys).toContain('`helpers`');
  expect(placeholders).toContain('`{mapping}`');
  expect([...keys, ...placeholders].filter((text) => !configuration.includes(text))).toEqual([]);
  const declared = (await loadRegistry()).transforms.flatMap((transform) => transform.keys ?? []);
  const rows = declared.map(({ id, help }) => `| \`${id}\` | ${help} |`);
  expect(rows.filter((row) => !configuration.includes(row))).toEqual([]);
  const review = read('docs/review.md');
  expect(COMMANDS.filter(({ id }) => !new RegExp(`[|,(] ?${id}[,) ]`).test(review)).map(({ id }) => id)).toEqual([]);
});

it('describes every folder of src in the page on the architecture', () => {
  const page = read('docs/architecture.md');
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => `| \`src/${name}/\` |`).filter((row) => !page.includes(row))).toEqual([]);
});

/** The page as its commands print it now. */
function printed(text: string): string {
  let folder: string | undefined;
  const here = () => {
    folder ??= PROJECTS.sample?.() ?? '';
    return folder;
  };
  return text.replaceAll(STEP, (step: string, ...groups: (string | undefined)[]) => {
    const [kind, value = '', language, body = '', table, session] = groups;
    if (session !== undefined) return `\`\`\`console\n${sessionOf(here(), session)}\`\`\`\n`;
    if (kind === 'project') folder = PROJECTS[value]?.();
    if (kind === 'run') output(here(), value);
    if (kind === 'file') {
      mkdirSync(dirname(join(here(), value)), { recursive: true });
      writeFileSync(join(here(), value), body);
    }
    if (kind !== '$') return step;
    const head = `<!-- $ ${value} -->\n`;
    const now = output(here(), value);
    return head + (table === undefined ? `\`\`\`${language}\n${same(body, now) ? body : now}\`\`\`\n` : now);
  });
}

/** What a terminal shows: each line that begins with `$ ` is a command, the lines below it are its output. */
function sessionOf(folder: string, session: string): string {
  return session.replaceAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm, (shown, command: string, body: string) => {
    const now = shell(folder, `{ ${command}\n} 2>&1`).stdout;
    return same(body, now) ? shown : `$ ${command}\n${now}`;
  });
}

/** Whether a page shows an output: a line `…` stands for any lines, and what depends on the machine is not compared. */
function same(shown: string, now: string): boolean {
  const escaped = plain(shown).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll(/^…\n/gm, '(?:.*\\n)*?')}$`).test(plain(now));
}

function plain(text: string): string {
  return text.replaceAll(/\b\d+\.\d s\b/g, '0.0 s').replaceAll(/\bpython3 3\.\d+/g, 'python3 3');
}

/** What a command prints that must succeed. */
function output(folder: string, command: string): string {
  const { code, stdout, stderr } = shell(folder, command);
  if (code !== 0) throw new Error(`${command}: exit ${code}\n${stderr}`);
  return stdout;
}

function shell(folder: string, command: string) {
  const path = `${binaries()}:${ENVIRONMENT.PATH}`;
  return runProgram('sh', ['-c', command], folder, { env: { PATH: path, NO_COLOR: '1' } });
}

let made: string | undefined;

/** A folder with the program under its name. */
function binaries(): string {
  if (made !== undefined) return made;
  made = folderOf({ degreen: `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n` });
  chmodSync(join(made, 'degreen'), 0o755);
  return made;
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
