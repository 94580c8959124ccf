// Real sessions in a real terminal: what the screen shows, what the program leaves behind, and how it leaves the terminal.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { pidOf } from '../../src/io/disk/process-identity.ts';
import {
  CLI,
  cleanUp,
  commit,
  degreen,
  folderOf,
  git,
  repositoryOf,
  runProgram,
  stateOf,
  write,
} from '../support/cli.ts';
import { sampleFiles } from '../support/review-session.ts';
import { openTerminal, type Terminal } from './tmux.ts';

const terminals: Terminal[] = [];
afterEach(() => {
  for (const each of terminals.splice(0)) each.close();
  cleanUp();
});

const COMMAND = `'${process.execPath}' '${CLI}'`;

async function open(folder: string, options: Parameters<typeof openTerminal>[1] = {}): Promise<Terminal> {
  const terminal = await openTerminal(folder, options);
  terminals.push(terminal);
  return terminal;
}

/** The shell asks. */
const PROMPT = /\$\s*$/;

/** Types a command line of degreen, and what it exits with after it, once the shell asks: what is typed earlier may be lost. */
async function start(terminal: Terminal, args: string, before = ''): Promise<void> {
  await terminal.until(PROMPT);
  terminal.type(`${before} ${COMMAND} ${args}; echo "exit $?"`);
  terminal.press('Enter');
}

/** Begins a review and goes to its first hunk. */
async function goIn(terminal: Terminal): Promise<void> {
  await start(terminal, 'review');
  await terminal.until('What to take out');
  terminal.press('Enter');
  await terminal.until('(1/22)');
}

/** The terminal is as it was: the screen before, echo, whole lines, a cursor. */
async function expectRestored(terminal: Terminal): Promise<void> {
  await terminal.until(PROMPT);
  terminal.type('stty -a | grep -o "[-]*\\b\\(icanon\\|echo\\|isig\\)\\b" | tr "\\n" " "; echo done');
  terminal.press('Enter');
  const screen = await terminal.until(/^isig icanon echo done$/m);
  expect(screen).toContain('before');
  expect(screen).not.toContain('undecided at');
}

const sample = () => repositoryOf(sampleFiles());
const sessionFile = (folder: string) => join(folder, '.git/degreen/session.json');
/** The processes that have the session, by the names of their locks. */
const holders = (folder: string) =>
  readdirSync(join(folder, '.git/degreen')).flatMap((name) =>
    name.startsWith('session.lock-') ? [pidOf(name.slice(13))] : [],
  );

function kept(folder: string): Record<string, { mark?: string; edit?: string[]; patch?: string }> {
  return JSON.parse(readFileSync(sessionFile(folder), 'utf8')).hunks;
}

describe('a review', () => {
  it('is what degreen does on a terminal, and q leaves with the marks', async () => {
    const folder = sample();
    const before = stateOf(folder);
    const terminal = await open(folder);
    await start(terminal, '');
    await terminal.until('What to take out');
    terminal.press('Enter');
    await terminal.until('(1/22) conveyor/backend.py:15');
    terminal.type('y');
    await terminal.until('accepted conveyor/backend.py:15');
    terminal.type('n');
    await terminal.until('skipped conveyor/job.py');
    expect(Object.values(kept(folder)).map(({ mark }) => mark)).toEqual(['accept', 'skip']);
    terminal.type('u');
    await terminal.until('undone: skipped');
    expect(Object.values(kept(folder)).map(({ mark }) => mark)).toEqual(['accept']);
    terminal.type('q');
    const screen = await terminal.until('exit 0');
    expect(screen).toContain('review: 1 accepted, 0 skipped, 21 undecided');
    await expectRestored(terminal);
    expect(stateOf(folder)).toEqual(before);
    expect(holders(folder)).toEqual([]);
  });

  it('goes on where it stopped, also when lines have moved and one hunk has changed', async () => {
    const folder = sample();
    const terminal = await open(folder);
    await goIn(terminal);
    terminal.type('yy');
    await terminal.until('accepted conveyor/job.py');
    terminal.press('C-c');
    await terminal.until('exit 0');
    const backend = readFileSync(join(folder, 'conveyor/backend.py'), 'utf8');
    const job = readFileSync(join(folder, 'conveyor/job.py'), 'utf8');
    write(folder, {
      'conveyor/backend.py': `# A new line.\n${backend}`,
      'conveyor/job.py': job.replace(/^( *)(self\._\w+ = event\.Event\(\))/m, '$1# Nobody waits yet.\n$1$2'),
    });
    commit(folder);
    terminal.type('clear');
    terminal.press('Enter');
    await start(terminal, 'review');
    const screen = await terminal.until('going on with 1 decision');
    expect(screen).toMatch(/undecided again, as they changed:\s+conveyor\/job\.py:\d+\s+\(event\)/);
    terminal.type('q');
    await terminal.until('exit 0');
    // What was not there for a while is not forgotten.
    git(folder, 'checkout', '-q', 'HEAD~1');
    terminal.type('clear');
    terminal.press('Enter');
    await start(terminal, 'review');
    await terminal.until('going on with 2 decisions');
    terminal.type('q');
    await terminal.until('review: 2 accepted');
    await start(terminal, 'review --fresh');
    await terminal.until('What to take out');
    terminal.type('q');
    await terminal.until('0 accepted, 0 skipped');
  });

  it('shows its first screen again while the project is read, and keeps the keys for it', async () => {
    const folder = sample();
    const terminal = await open(folder);
    await new Promise((resolve) => setTimeout(resolve, 80));
    await start(terminal, 'review');
    terminal.type('Aq');
    await terminal.until('review: 22 accepted');
    await terminal.until(PROMPT);
    // What it opened with, and what it would open with now.
    const answers = () => readdirSync(join(folder, '.git/degreen/answers')).sort();
    const kept = answers();
    expect(kept).toHaveLength(2);
    await start(terminal, 'review');
    await terminal.until('22/22 decided');
    terminal.type('q');
    await terminal.until('review: 22 accepted, 0 skipped, 0 undecided');
    await expectRestored(terminal);
    expect(answers()).toEqual(kept);
  });

  it('writes the files, and they are what the preview was', async () => {
    const folder = sample();
    const wanted = degreen(folder, ['diff', '--level', 'review']).stdout;
    const terminal = await open(folder);
    await start(terminal, 'review');
    await terminal.until('What to take out');
    terminal.type('A');
    await terminal.until('22/22 decided');
    terminal.type('f');
    await terminal.until('Nothing has been written yet');
    terminal.type('w');
    await terminal.until('write it into the work tree');
    terminal.press('Enter');
    const screen = await terminal.until('exit 0');
    expect(screen).toContain('22 accepted');
    expect(screen).toMatch(/\d+ files changed, 22 hunks/);
    const clean = sample();
    write(clean, Object.fromEntries(Object.entries(stateOf(folder)).filter(([, text]) => !text.startsWith('<'))));
    git(clean, 'checkout', '-q', '--', '.');
    writeFileSync(join(clean, 'wanted.diff'), wanted);
    git(clean, 'apply', 'wanted.diff');
    const { 'wanted.diff': _, ...applied } = stateOf(clean);
    expect(applied).toEqual(stateOf(folder));
    await expectRestored(terminal);
    // Whoever throws the files away finds the decisions again.
    git(folder, 'checkout', '-q', '--', '.');
    terminal.type('clear');
    terminal.press('Enter');
    await start(terminal, 'review');
    await terminal.until('going on with 22 decisions');
    terminal.type('q');
    await terminal.until('22 accepted');
  });

  it('writes a proved series, with the patch that a hunk was put into', async () => {
    const folder = sample();
    const terminal = await open(folder, { columns: 100, rows: 30 });
    await start(terminal, 'review --only sleep --level safe');
    await terminal.until('accepted without asking: 5 hunks');
    terminal.press('Enter');
    await terminal.until('undecided');
    terminal.type('K');
    terminal.type('g1');
    terminal.press('Enter');
    await terminal.until('(1/12)');
    terminal.type('pwaits');
    terminal.press('Enter');
    await terminal.until('→ patch waits');
    terminal.type('f');
    await terminal.until('As patches: sleep (4), waits (1).');
    terminal.type('p');
    await terminal.until('write the patches to the folder');
    terminal.press('C-u');
    // A place that cannot be is said while the person is still there.
    terminal.type('conveyor');
    terminal.press('Enter');
    await terminal.until('conveyor is not empty');
    terminal.type('p');
    terminal.press('C-u');
    const out = folderOf({});
    terminal.type(out);
    terminal.press('Enter');
    const screen = await terminal.until('exit 0');
    expect(screen).toContain('proved: 2 patches applied with git am -3');
    const series = readFileSync(join(out, 'series'), 'utf8').trim().split('\n');
    expect(series).toEqual([
      '0001-Replace-eventlet.sleep-with-time.sleep.patch',
      '0002-Replace-eventlet.sleep-with-time.sleep-waits.patch',
    ]);
    git(folder, 'am', '-3', '-q', ...series.map((name) => join(out, name)));
  });

  it('makes a branch', async () => {
    const folder = sample();
    const terminal = await open(folder);
    await start(terminal, 'review --only light-queue');
    await terminal.until('What to take out');
    terminal.type('Af');
    await terminal.until('As patches');
    terminal.type('b');
    await terminal.until('make the branch');
    terminal.press('Enter');
    await terminal.until('exit 0');
    expect(git(folder, 'log', '--oneline', '--format=%s', 'main..degreen').trim()).toBe(
      "Use queue.SimpleQueue or queue.Queue instead of eventlet's",
    );
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('keeps a text of the person through everything that follows', async () => {
    const folder = sample();
    const editor = join(folderOf({}), 'editor');
    writeFileSync(editor, '#!/bin/sh\nsed -i "s/^\\( *_time.sleep(\\)time)/\\1random.uniform(0, time))/" "$2"\n', {
      mode: 0o755,
    });
    const terminal = await open(folder, { columns: 100, env: { VISUAL: `${editor} --wait` } });
    await goIn(terminal);
    terminal.type('e');
    await terminal.until('has the text that you wrote');
    expect(await terminal.until('+ import random')).toContain('_time.sleep(random.uniform(0, time))');
    terminal.type('jynyn');
    await terminal.until(/skipped conveyor/);
    terminal.type('q');
    await terminal.until('exit 0');
    expect(kept(folder)['sleep:conveyor/backend.py:_travel:1']?.edit).toEqual([
      '    _time.sleep(random.uniform(0, time))',
    ]);
    await start(terminal, 'review');
    await terminal.until('going on with');
    terminal.type('s');
    terminal.press('Enter');
    await terminal.until('the decisions are in decisions.json');
    terminal.type('f');
    await terminal.until('Nothing has been written yet');
    terminal.type('w');
    await terminal.until('write it into the work tree');
    terminal.press('Enter');
    await terminal.until(/files changed[\s\S]*exit 0/);
    const written = readFileSync(join(folder, 'conveyor/backend.py'), 'utf8');
    expect(written).toContain('import random\nimport time as _time\n');
    expect(written).toContain('    _time.sleep(random.uniform(0, time))\n');
    // What was exported says the same to another command.
    const other = sample();
    write(other, { 'decisions.json': readFileSync(join(folder, 'decisions.json')) });
    expect(degreen(other, ['apply', '--decisions', 'decisions.json']).code).toBe(0);
    expect(readFileSync(join(other, 'conveyor/backend.py'), 'utf8')).toBe(written);
  });

  it('refuses a text that does not parse, with its place, and opens it again', async () => {
    const folder = sample();
    const editor = join(folderOf({}), 'editor');
    writeFileSync(
      editor,
      '#!/bin/sh\ngrep -c "sleep((" "$1" >>edits; sed -i "s/_time.sleep(time/_time.sleep((time/" "$1"\n',
      { mode: 0o755 },
    );
    const terminal = await open(folder, { columns: 110, env: { EDITOR: editor } });
    await goIn(terminal);
    terminal.type('e');
    await terminal.until('not taken: line 1, column');
    terminal.type('e');
    await terminal.until('not taken: line 1, column');
    terminal.type('q');
    await terminal.until('exit 0');
    expect(readFileSync(join(folder, 'edits'), 'utf8')).toBe('0\n1\n');
    expect(kept(folder)).toEqual({});
  });
});

describe('the terminal', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    // The shell takes an interrupt as its own, and says nothing more.
    ['SIGINT', undefined],
  ] as const)('is as it was after %s', async (signal, code) => {
    const folder = sample();
    const terminal = await open(folder);
    await goIn(terminal);
    terminal.type('y');
    await terminal.until('accepted conveyor');
    const pid = holders(folder)[0] ?? 0;
    process.kill(pid, signal);
    await terminal.until(code === undefined ? /review; echo "exit \$\?"\n\n?\$/ : `exit ${code}`);
    await expectRestored(terminal);
    expect(holders(folder)).toEqual([]);
    expect(Object.values(kept(folder)).map(({ mark }) => mark)).toEqual(['accept']);
  });

  it('is as it was after a crash, which is told with its exit code', async () => {
    const folder = sample();
    const crash = 'setTimeout(()=>{throw(new/**/Error(`boom`))},4000)';
    const terminal = await open(folder);
    await start(terminal, 'review', `NODE_OPTIONS='--import=data:text/javascript,${crash}'`);
    await terminal.until('What to take out');
    terminal.type('j');
    const screen = await terminal.until('exit 70');
    expect(screen).toContain('a bug of degreen: Error: boom');
    await expectRestored(terminal);
    expect(holders(folder)).toEqual([]);
  });

  it('is given back while the session is suspended, by the key and from outside', async () => {
    const folder = sample();
    const terminal = await open(folder);
    await goIn(terminal);
    terminal.press('C-z');
    await terminal.until('Stopped');
    await expectRestored(terminal);
    terminal.type('fg');
    terminal.press('Enter');
    await terminal.until('(1/22)');
    terminal.type('y');
    await terminal.until('accepted conveyor/backend.py');
    const pid = holders(folder)[0] ?? 0;
    process.kill(pid, 'SIGTSTP');
    await terminal.until(/Stopped/);
    terminal.type('clear; fg');
    terminal.press('Enter');
    await terminal.until('accepted conveyor/backend.py');
    // Whoever stops it without a word finds it drawn anew.
    process.kill(pid, 'SIGSTOP');
    await terminal.until(/Stopped/);
    terminal.type('clear; stty sane; fg');
    terminal.press('Enter');
    await terminal.until('(2/22)');
    terminal.type('n');
    await terminal.until('skipped conveyor/job.py');
    terminal.type('q');
    await terminal.until('review: 1 accepted');
  });

  it('may have any size, and another one at any time', async () => {
    const folder = sample();
    const terminal = await open(folder, { columns: 60, rows: 16 });
    await goIn(terminal);
    for (const [columns, rows] of [
      [150, 40],
      [80, 24],
      [61, 17],
      [200, 50],
      [60, 16],
    ] as const) {
      terminal.resize(columns, rows);
      const wide = columns >= 110;
      await terminal.until(wide ? '│ (1/22)' : /^\(1\/22\)/m);
      const lines = terminal.screen().split('\n');
      // Every row once, in its place.
      expect(lines.filter((line) => line.includes('(1/22)')).length).toBe(1);
      expect(lines[0]).toContain('(1/22)');
      expect(lines.findLastIndex((line) => line.includes('q leave'))).toBe(rows - 2);
    }
    terminal.resize(30, 8);
    await terminal.until('needs 40×10');
    terminal.resize(80, 24);
    await terminal.until(/^\(1\/22\)/m);
    terminal.type('q');
    await terminal.until('exit 0');
  });

  it.each([
    ['colours', {}, true],
    ['no colours where NO_COLOR is set', { NO_COLOR: '1' }, false],
  ] as const)('has %s', async (_, env, coloured) => {
    const terminal = await open(sample(), { env: { TERM: 'screen', ...env } });
    await goIn(terminal);
    const screen = terminal.coloured();
    if (coloured) expect(screen).toMatch(/\u001b\[[\d;]*3[1-6]m/);
    else expect(screen).not.toMatch(/\u001b\[[\d;]*\b(?:3[0-7]|9[0-7]|4[0-7])m/);
    // Only the palette of the terminal itself, which its owner chose.
    expect(screen).not.toMatch(/\u001b\[[\d;]*(?:38|48);/);
    terminal.type('q');
    await terminal.until('exit 0');
  });

  it('is not drawn on where it cannot be', async () => {
    const folder = sample();
    const terminal = await open(folder, { columns: 120 });
    await start(terminal, 'review', 'TERM=dumb');
    expect(await terminal.until('exit 2')).toContain('TERM is `dumb`');
    await start(terminal, 'review </dev/null');
    await terminal.until(/needs a terminal[\s\S]*exit 2/);
    await start(terminal, '>out', 'TERM=dumb');
    await terminal.until('exit 0');
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe(degreen(folder, ['diff']).stdout);
  });

  it('is drawn on where the environment is that of a CI', async () => {
    const terminal = await open(sample(), { env: { CI: 'true' } });
    await start(terminal, 'review');
    await terminal.until('What to take out');
    terminal.type('q');
    await terminal.until('exit 0');
  });

  it('shows ASCII where the locale has no more', async () => {
    const terminal = await open(sample(), { env: { LC_ALL: 'C' } });
    await start(terminal, 'review');
    await terminal.until('What to take out');
    terminal.press('Enter');
    expect(await terminal.until('(1/22)')).toMatch(/^[\n -~]*$/);
    terminal.type('q');
    await terminal.until('exit 0');
  });
});

describe('a session', () => {
  it('is one at a time', async () => {
    const folder = sample();
    const [first, second] = [await open(folder), await open(folder)];
    await start(first, 'review');
    await first.until('What to take out');
    await start(second, 'review');
    const screen = await second.until('exit 2');
    expect(screen).toContain('another review of this work tree is open, process');
    first.type('q');
    await first.until('exit 0');
    await start(second, 'review');
    await second.until('What to take out');
    const pid = holders(folder)[0] ?? 0;
    // One that was killed leaves its lock, and is known to be gone.
    process.kill(pid, 'SIGKILL');
    await second.until('exit 137');
    second.type('reset');
    second.press('Enter');
    await start(second, 'review');
    await second.until('What to take out');
    second.type('q');
    await second.until('exit 0');
  });

  it('begins with the decisions of a file', async () => {
    const folder = sample();
    const out = folderOf({});
    expect(degreen(folder, ['patch', '--only', 'sleep', '-o', join(out, 'p')]).code).toBe(0);
    const terminal = await open(folder, { columns: 120 });
    await start(terminal, `review --decisions '${join(out, 'p/decisions.json')}'`);
    await terminal.until('12 decisions from');
    terminal.type('f');
    await terminal.until(/sleep +5 +7 +0/);
    terminal.type('q');
    await terminal.until('review: 5 accepted, 7 skipped, 10 undecided');
  });

  it('has keys of the person, and tells of those that cannot be', async () => {
    const home = folderOf({ 'config/degreen/config.toml': '[keys]\naccept = ["space", "x"]\npage-down = "ctrl-f"\n' });
    const folder = sample();
    const terminal = await open(folder, { env: { XDG_CONFIG_HOME: join(home, 'config') } });
    await start(terminal, 'review');
    await terminal.until('What to take out');
    terminal.press('Enter');
    await terminal.until('space accept');
    terminal.press('Space');
    await terminal.until('accepted conveyor/backend.py');
    terminal.type('xq');
    await terminal.until('exit 0');
    write(home, { 'config/degreen/config.toml': '[keys]\naccept = "n"\n' });
    await start(terminal, 'review');
    expect((await terminal.until('exit 2')).replaceAll('\n', '')).toContain(
      'config.toml:2: `accept` and `skip` have one key',
    );
  });

  it('is shown outside of git, where it is not kept', async () => {
    const folder = folderOf(sampleFiles());
    mkdirSync(join(folder, 'empty'));
    const terminal = await open(folder);
    await start(terminal, 'review');
    await terminal.until('this is no git work tree');
    terminal.type('Af');
    const screen = await terminal.until('Nothing has been written yet');
    expect(screen).not.toContain('write patches');
    terminal.type('w');
    await terminal.until('write it into the work tree');
    terminal.press('Enter');
    await terminal.until('exit 0');
    expect(readFileSync(join(folder, 'conveyor/backend.py'), 'utf8')).toContain('_time.sleep(time)');
  });
});

it('looks as the pictures of docs/ show it', () => {
  const folder = folderOf({});
  const root = fileURLToPath(new URL('../..', import.meta.url));
  runProgram(process.execPath, [join(root, 'scripts/screens.mjs'), folder], folder);
  const pictures = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.svg'));
  expect(readdirSync(folder).sort()).toEqual(pictures.sort());
  // `node scripts/screens.mjs` draws them again.
  for (const name of pictures)
    expect(readFileSync(join(folder, name), 'utf8'), name).toBe(readFileSync(join(root, 'docs', name), 'utf8'));
});
