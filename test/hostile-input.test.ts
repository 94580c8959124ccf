// Names, values and texts of strangers in every input of every command: nothing hidden gets to standard error, or to a
// terminal, and none of it begins a line of degreen's own. Needs a build: `npm test` makes one first.
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { visible, visibleJson, visibleLines } from '../src/text/printable.ts';
import {
  type Contents,
  cleanUp,
  degreen,
  degreenInTerminal,
  degreenShown,
  folderOf,
  git,
  type Run,
  repositoryOf,
  write,
} from './support/cli.ts';
import { screenOf, sessionOf, type } from './support/review-session.ts';

afterAll(cleanUp);

/** One of each kind: control (of ASCII and C1), colour that degreen has too, direction, no width, ends of lines, tags. */
const HIDDEN =
  '\u001b[2J\u001b[31m\u0007\b\u009b1m\u202e\u2066\u200e\u061c\u200b\u200d\u2060\ufeff\u00ad\u2028\u{e0041}';
/** A line of its own, if an end of a line gets through. */
const FORGED = '\r\n::error::FORGED\n##[error]FORGED';
const EVIL = `${HIDDEN}${FORGED}`;
/** What git's own files and TOML keys take. */
const ONE_LINE = HIDDEN.replaceAll('\u001b', '').replace('\u0007\b', '');

const RAW =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

/** What may be there: the ends of lines of a terminal, and degreen's own colours around degreen's own words. */
function ownRemoved(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/\u001b\[(?:1|2|22|31|32|33|39)m(?!\\x07)/g, '');
}

function expectHarmless(text: string, where: string): void {
  const found = RAW.exec(ownRemoved(text));
  expect(found && JSON.stringify(ownRemoved(text).slice(Math.max(0, found.index - 60), found.index + 30)), where).toBe(
    null,
  );
  expect(/^\s*(?:::error::|##\[error\])FORGED.*/m.exec(text)?.[0], where).toBe(undefined);
}

/** A source that has hidden characters wherever Python takes some, and hunks, advice, mocks and a broken neighbour. */
const SOURCE = `import eventlet
from eventlet import event, semaphore

NAME = 'a${HIDDEN.replaceAll('\u001b', '\\x1b')}'


class Wörk:
    def run(self, limit):
        # ${ONE_LINE} eventlet
        eventlet.sleep(1)  # ${ONE_LINE}
        eventlet.sleep(limit, '${ONE_LINE}')
        eventlet.spawn(self.run, '${ONE_LINE}')
        with eventlet.Timeout(1, '${ONE_LINE}'):
            pass
        self.done = event.Event('${ONE_LINE}')
        other(self.done, '${ONE_LINE}')
        self.slots = semaphore.Semaphore(1)
        kept['${ONE_LINE}'] = self.slots
`;

const TEST = `from unittest import mock


def test():
    with mock.patch('eventlet.sleep', '${ONE_LINE}'):
        pass
`;

const FOLDER = `p${EVIL}`;
const MAIN = 'import eventlet\neventlet.monkey_patch()\n';

function project(more: Contents = {}): string {
  return repositoryOf({
    'main.py': MAIN,
    [`${FOLDER}/w${EVIL}.py`]: SOURCE,
    [`::error file=x::${EVIL}.py`]: SOURCE,
    [`tests/test_${EVIL}.py`]: TEST,
    [`broken${EVIL}.py`]: 'import eventlet\ndef (:\n',
    [`plain${EVIL}.txt`]: `eventlet ${EVIL}\n`,
    ...more,
  });
}

/** Into a pipe, where standard error is looked at. */
function piped(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const run = degreen(folder, args, { env });
  expect(run.code, `${args.join(' ')}: ${run.stderr}`).not.toBe(70);
  expectHarmless(run.stderr, `${args.join(' ')} (standard error)`);
  return run;
}

/** And on a terminal as well, where all is. */
function both(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const run = piped(folder, args, env);
  expectHarmless(degreenShown(folder, args, { env }).stdout, `${args.join(' ')} (terminal)`);
  return run;
}

describe('what is hidden in names and sources', () => {
  const folder = project();
  const commands: readonly (readonly string[])[] = [
    ['scan'],
    ['scan', '--format', 'json'],
    ['scan', '--format', 'sarif'],
    ['scan', '--format', 'markdown'],
    ['diff', '--level', 'review'],
    ['diff', '--stat', '--level', 'review'],
    ['check'],
    ['check', '--format', 'github'],
    ['check', '--format', 'json'],
    ['check', '--format', 'sarif'],
    ['guard'],
    ['burndown'],
    ['burndown', '--format', 'json'],
    ['burndown', '--format', 'mermaid'],
    ['burndown', '--format', 'svg'],
    ['burndown', '--format', 'html'],
    ['burndown', FOLDER],
  ];

  it.each(commands.map((args) => [args.map(visible).join(' '), args] as const))('%s', (_, args) => {
    const run = both(folder, args);
    if (!args.includes('diff') || args.includes('--stat')) expectHarmless(run.stdout, args.join(' '));
    if (args.includes('github')) expect(run.stderr).not.toContain('##[');
  });

  it.each([
    [['scan']],
    [['diff', '--level', 'review']],
    [['check']],
    [['nowhere']],
  ])('%s on a real terminal', (args) => {
    const { code, stdout } = degreenInTerminal(folder, args);
    expectHarmless(stdout, `${args.join(' ')} (real terminal)`);
    expect(degreenShown(folder, args)).toMatchObject({ code, stdout: stdout.replaceAll('\r\n', '\n') });
  });

  it('stays byte for byte in a diff that a program reads', () => {
    const copy = folderOf({});
    git(copy, 'clone', '--quiet', folder, '.');
    const diff = degreen(folder, ['diff', '--level', 'review']);
    expect(diff.stdout).toContain('\u202e');
    git(copy, 'apply', join(folderOf({ diff: diff.bytes }), 'diff'));
    expect(git(copy, 'status', '--porcelain').split('\n').length).toBeGreaterThan(2);
  });
});

describe('what is hidden elsewhere', () => {
  it('the names of files with changes that are not committed', () => {
    const folder = project();
    write(folder, { [`${FOLDER}/w${EVIL}.py`]: `${SOURCE}# more\n` });
    for (const args of [['apply'], ['apply', '--commit'], ['patch', '-o', '../out']])
      expect(both(folder, args).stderr).toContain('uncommitted changes in ');
  });

  it.each([
    ['a key', `[tool.degreen]\n"k${visibleJson(JSON.stringify(EVIL)).slice(1, -1)}" = 1\n`],
    ['a key of patch', `[tool.degreen.patch]\n"${visibleJson(JSON.stringify(EVIL)).slice(1, -1)}" = 1\n`],
    ['a level', `[tool.degreen.levels]\n"${visibleJson(JSON.stringify(EVIL)).slice(1, -1)}" = "safe"\n`],
    ['a transform', `[tool.degreen]\nonly = [${visibleJson(JSON.stringify(EVIL))}]\n`],
    ['a name to keep', `[tool.degreen]\nkeep = [${visibleJson(JSON.stringify(`${EVIL}:x`))}]\n`],
    ['a symbol', `[tool.degreen]\nyield = ${visibleJson(JSON.stringify(EVIL))}\n`],
    ['a module', `[tool.degreen]\nhelpers = ${visibleJson(JSON.stringify(EVIL))}\n`],
    ['a class', `[tool.degreen]\nevent-with-result = ${visibleJson(JSON.stringify(EVIL))}\n`],
    ['a placeholder', `[tool.degreen.patch]\nsubject = "{${ONE_LINE}}"\n`],
    ['a subject', `[tool.degreen.patch]\nsubject = ${visibleJson(JSON.stringify(`x ${HIDDEN}`))}\n`],
    ['bad TOML', `[tool.degreen]\n${EVIL}`],
  ])('the configuration: %s', (_, text) => {
    const folder = project({ 'pyproject.toml': text });
    expect(piped(folder, ['diff']).code).toBe(2);
  });

  it('the keymap of a person', () => {
    const home = folderOf({ 'degreen/config.toml': `[keys]\n${visibleJson(JSON.stringify(EVIL))} = "x"\n` });
    both(project(), ['review'], { XDG_CONFIG_HOME: home });
  });

  it('decisions: ids, base, texts, and what is no decisions file', () => {
    const folder = project();
    const files = {
      'a.json': JSON.stringify({ version: 1, base: EVIL.padEnd(60), decisions: { [`sleep:${EVIL}:1`]: 'accept' } }),
      'b.json': JSON.stringify({ version: 1, base: null, decisions: { [EVIL]: EVIL } }),
      'c.json': JSON.stringify({ version: EVIL }),
      'd.json': EVIL,
    };
    const place = folderOf(files);
    for (const name of Object.keys(files)) piped(folder, ['diff', '--decisions', join(place, name)]);
    for (const command of [['apply'], ['patch', '-o', '../none'], ['scan']])
      piped(folder, [...command, '--decisions', join(place, 'a.json')]);
  });

  it('the baseline', () => {
    const rows = [{ path: EVIL, within: EVIL, name: EVIL, ordinal: 1 }];
    for (const text of [JSON.stringify({ version: EVIL }), JSON.stringify({ version: 1, references: rows }), EVIL]) {
      const folder = project({ '.degreen-baseline.json': text });
      piped(folder, ['check']);
      piped(folder, ['check', '--format', 'github']);
    }
  });

  it('the lock of a session', () => {
    const folder = project();
    write(folder, { [`.git/degreen/session.lock-${EVIL}`]: 'held\n' });
    const shown = degreenInTerminal(folder, ['review']);
    expectHarmless(shown.stdout, 'the lock');
    expect([shown.code, shown.stdout]).toEqual([
      2,
      expect.stringContaining('another review of this work tree is open'),
    ]);
  });

  it.each([
    [['explain', EVIL]],
    [['explain', `eventlet.${EVIL}`]],
    [['scan', EVIL]],
    [['diff', '--only', EVIL]],
    [['diff', '--config', EVIL]],
    [['diff', '--decisions', EVIL]],
    [['diff', '--exclude', EVIL]],
    [['scan', '--format', EVIL]],
    [['scan', `--${EVIL}`]],
    [[EVIL]],
    [['check', '--baseline', EVIL]],
    [['guard', '--only', EVIL]],
    [['patch', '-o', `${EVIL}/x`]],
    [['patch', '--branch', EVIL]],
    [['patch', '-o', '../none', '--topic', EVIL]],
    [['patch', '-o', '../none', '--exec', `printf '%s' '${EVIL}'; false`]],
    [['apply', '--commit', '--bug', EVIL]],
    [['burndown', '--since', EVIL]],
    [['burndown', '--every', EVIL]],
    [['burndown', '--tags', EVIL]],
    [['burndown', EVIL]],
  ])('arguments: %j', (args) => {
    piped(project(), args);
  });

  it('the history: subjects, tags, branches, authors', () => {
    const folder = project();
    git(folder, 'commit', '--quiet', '--allow-empty', '-m', `x ${HIDDEN}`);
    git(folder, 'tag', `v1${ONE_LINE.replace(/[\u009b[]/g, '')}`);
    write(folder, { 'main.py': 'x = 1\n' });
    git(folder, 'commit', '--quiet', '-am', `drop ${HIDDEN}`);
    for (const args of [
      ['burndown', '--every', '1'],
      ['burndown', '--tags'],
      ['burndown', '--tags', 'nothing'],
    ])
      expectHarmless(both(folder, args).stdout, args.join(' '));
    const env = { GIT_AUTHOR_NAME: `A ${HIDDEN}`, GIT_COMMITTER_NAME: `A ${HIDDEN}` };
    both(folder, ['patch', '-o', join(folderOf({}), 'out'), '--signoff'], env);
    both(folder, ['patch', '--branch', `topic${ONE_LINE.replace(/[\u009b[]/g, '')}`], env);
    both(folder, ['apply', '--commit'], env);
  });

  it('what git says', () => {
    const folder = project();
    write(folder, { '.git/config': `[core]\n\trepositoryformatversion = 99\n[extensions]\n\t${'x'} = ${ONE_LINE}\n` });
    both(folder, ['scan']);
    write(folder, { '.git/config': `[core\n${EVIL}` });
    both(folder, ['scan']);
  });

  it('a folder without git, and files that cannot be written', () => {
    const folder = folderOf({ [`a${EVIL}.py`]: SOURCE });
    both(folder, ['apply']);
  });
});

describe('the screens of a review', () => {
  const files = { [`${FOLDER}/w${EVIL}.py`]: SOURCE, [`tests/test_${EVIL}.py`]: TEST, 'main.py': MAIN };
  const started = sessionOf(files);
  const walks: readonly (readonly string[])[] = [
    [],
    ['enter'],
    ['enter', 'i'],
    ['enter', 'tab'],
    ['enter', '}', '}'],
    ['enter', 'y', 'y', 'n'],
    ['enter', 'A', 'f'],
    ['enter', '/', 'w', 'enter'],
    ['enter', 'A', 'f', 'd'],
  ];

  it.each(walks.map((keys) => [keys.join(' '), keys] as const))('%s', (_, keys) => {
    for (const said of ['', EVIL]) {
      const session = { ...type(started, keys), said };
      for (const size of [
        { columns: 80, rows: 24 },
        { columns: 140, rows: 40 },
      ])
        for (const line of screenOf(session, size)) expect(RAW.exec(line)?.[0].codePointAt(0), line).toBe(undefined);
    }
  });
});

describe('the one function', () => {
  it('knows every character without a picture of its own', () => {
    const missed: string[] = [];
    for (let code = 0; code < 0x110000; code++) {
      const sign = String.fromCodePoint(code);
      if (RAW.test(sign) && visible(sign) === sign) missed.push(code.toString(16));
    }
    expect(missed).toEqual([]);
    expect(visible('größe 日本 ❤\ufe0f é →')).toBe('größe 日本 ❤\ufe0f é →');
  });

  it('lets no line of ours be a command of a CI service', () => {
    expect(visibleLines('::error::x\n  ::set-env::\n##[error]y\n##vso[task]z\nstd::vector\n## [x]', '\0mark')).toBe(
      '\\x3a:error::x\n  \\x3a:set-env::\n\\x23#[error]y\n\\x23#vso[task]z\nstd::vector\n## [x]',
    );
  });

  it('has colours where the mark is, which no text of others can hold', () => {
    expect(visibleLines('\0mark[1ma\u001b[31mb\0mark[22m\0mark\u001b[31m', '\0mark')).toBe(
      '\u001b[1ma\\x1b[31mb\u001b[22m\\x1b[31m',
    );
  });

  it('leaves JSON the same value', () => {
    const value = { [EVIL]: [EVIL] };
    const text = visibleJson(JSON.stringify(value, null, 2));
    expect(JSON.parse(text)).toEqual(value);
    expect(RAW.test(text)).toBe(false);
  });
});
