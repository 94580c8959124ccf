// The first screen of a review is shown from what was kept only where it is what the review would open with.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFirstScreen } from '../../src/commands/first-screen.ts';
import { openSessionFile, type SessionFile } from '../../src/io/session-file.ts';
import { frameOf } from '../../src/tui/frame.ts';
import { repositoryOf, write } from '../support/cli.ts';
import { NO_KEYMAP, sampleFiles, sessionOf, textOf, USUAL } from '../support/review-session.ts';
import { worldOf } from '../support/world.ts';

/** Longer than any tick of the clock of a file system. */
const TICK = 80;
const ASKED = { command: 'review', paths: [], options: {} };
const SESSION = sessionOf(sampleFiles());

let folder = '';
let file: SessionFile;

beforeEach(async () => {
  folder = repositoryOf(sampleFiles());
  file = await openSessionFile(join(folder, '.git'));
  await new Promise((resolve) => setTimeout(resolve, TICK));
});
afterEach(() => file.release());

function find(setting: Partial<Parameters<typeof findFirstScreen>[3]> = {}, now?: number) {
  const { world } = worldOf(folder, undefined);
  const location = { root: folder, inGit: true, wanted: [] };
  return findFirstScreen(world, location, ASKED, { file, keymap: NO_KEYMAP, size: USUAL, ...setting }, now);
}

/** Keeps the screen, and says whether the next review finds it. */
async function kept(): Promise<void> {
  expect((await find()).frame).toBeUndefined();
  await (await find()).keep(SESSION);
  expect((await find()).frame).toBeDefined();
}

describe('the first screen that was kept', () => {
  it('is that of the session, with a last row that says that nothing answers yet', async () => {
    await kept();
    const shown = textOf((await find()).frame?.rows ?? []);
    const real = textOf(frameOf(SESSION, NO_KEYMAP, USUAL).rows);
    expect(shown.slice(0, -1)).toEqual(real.slice(0, -1));
    expect(shown.at(-1)).toMatch(/^reading the project/);
  });

  it.each<[string, () => Parameters<typeof find>[0] | undefined]>([
    ['a file has changed', () => void write(folder, { 'conveyor/job.py': 'import eventlet\n' })],
    ['a file was added', () => void write(folder, { 'conveyor/more.py': 'import eventlet\n' })],
    ['the configuration has changed', () => void write(folder, { 'degreen.toml': 'mode = "native"\n' })],
    ['something was decided', () => void file.write('{}')],
    ['the terminal has another size', () => ({ size: { columns: 81, rows: 24 } })],
    ['the keys are others', () => ({ keymap: new Map([['accept', ['x']]]) })],
    [
      'what was kept is damaged',
      () => {
        const answers = join(folder, '.git/degreen/answers');
        for (const name of readdirSync(answers)) {
          const text = readFileSync(join(answers, name), 'utf8');
          writeFileSync(join(answers, name), text.replace('"page"', '"pane"'));
        }
      },
    ],
  ])('is not shown where %s', async (_, change) => {
    await kept();
    expect((await find(change())).frame).toBeUndefined();
  });

  it('is not kept where a file changes while it is read, or changed just before', async () => {
    const before = await find();
    write(folder, { 'conveyor/job.py': 'import eventlet\n' });
    await before.keep(SESSION);
    expect((await find()).frame).toBeUndefined();
    const hasty = await find({}, 0);
    await hasty.keep(SESSION);
    expect((await find()).frame).toBeUndefined();
  });
});
