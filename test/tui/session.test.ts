// The review session as a value: what each key does, and laws that hold for any keys.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hunk } from '../../src/plan/hunks/hunk.ts';
import { type Decisions, resolveRequirements } from '../../src/rewrite/decisions.ts';
import { patchKeys } from '../../src/rewrite/patch-series.ts';
import { render } from '../../src/rewrite/render.ts';
import { formatSaved, parseSaved, resume } from '../../src/rewrite/saved-decisions.ts';
import { acceptedOf, countMarks } from '../../src/tui/accept-skip.ts';
import { takeTexts, textFor } from '../../src/tui/edit-buffer.ts';
import { frameOf } from '../../src/tui/frame.ts';
import { COMMANDS, keymapTrouble, press, validNow } from '../../src/tui/key-bindings.ts';
import { rowWidth } from '../../src/tui/rows.ts';
import {
  currentHunk,
  openSession,
  type Request,
  type Session,
  transformRows,
  visibleFiles,
  visibleHunks,
} from '../../src/tui/session.ts';
import { planOf } from '../support/plan.ts';
import {
  NO_KEYMAP,
  NOTHING,
  sampleFiles,
  screenOf,
  sessionOf,
  settingOf,
  type,
  USUAL,
} from '../support/review-session.ts';

const MOD = `import eventlet
from eventlet import semaphore


def one():
    eventlet.sleep(1)


def two():
    eventlet.sleep(2)
    lock = semaphore.Semaphore()
    with lock:
        pass
`;
const OTHER = 'import eventlet\n\n\ndef three():\n    eventlet.sleep(3)\n';
const TEST =
  "from unittest import mock\n\n\n@mock.patch('pkg.other.eventlet.sleep')\ndef test_three(sleep):\n    pass\n";
const FILES = {
  'main.py': 'import eventlet\neventlet.monkey_patch()\n',
  'pkg/__init__.py': '',
  'pkg/mod.py': MOD,
  'pkg/other.py': OTHER,
  'pkg/test_other.py': TEST,
};
const start = sessionOf(FILES);
const { keeps } = start.setting;
const ONE = 'sleep:pkg/mod.py:one:1';
const TWO = 'sleep:pkg/mod.py:two:1';
const LOCK = 'semaphore:pkg/mod.py:two:1';
const THREE = 'sleep:pkg/other.py:three:1';
const FOLLOWER = start.outline.hunks.find(({ follows }) => follows)?.id ?? '';

/** The marks of a session in short. */
function marksOf({ decisions }: Session): Record<string, string> {
  return Object.fromEntries(decisions.marks);
}

describe('the project of these tests', () => {
  it('has four hunks and one that follows', () => {
    expect(start.outline.hunks.map(({ id }) => id)).toEqual([ONE, TWO, LOCK, THREE, FOLLOWER]);
  });
});

describe('the first screen', () => {
  it('lists all, then each transform, those with only advice last', () => {
    expect(transformRows(start).map(({ id, hunks, advice }) => [id, hunks.length, advice])).toEqual([
      [undefined, 5, 3],
      ['semaphore', 1, 0],
      ['sleep', 4, 0],
      ['unsupported', 0, 3],
    ]);
  });

  it.each([
    [['enter'], 'hunk', ONE, undefined],
    [['down', 'enter'], 'hunk', LOCK, 'semaphore'],
    [['j', 'j', 'enter'], 'hunk', ONE, 'sleep'],
    [['j', 'k', 'enter'], 'hunk', ONE, undefined],
    [['down', 'down', 'down', 'down', 'down', 'enter'], 'start', undefined, undefined],
    [['f'], 'end', undefined, undefined],
  ] as const)('%j goes to the %s screen', (keys, screen, current, transform) => {
    expect(type(start, keys)).toMatchObject({ screen, current, transform });
  });

  it('takes a whole transform', () => {
    const taken = type(start, ['j', 'j', 'A']);
    expect(marksOf(taken)).toEqual({ [ONE]: 'accept', [TWO]: 'accept', [THREE]: 'accept', [FOLLOWER]: 'accept' });
    expect(taken.screen).toBe('start');
    expect(marksOf(type(taken, ['u']))).toEqual({});
  });

  it('shows only what a filter holds', () => {
    const filtered = type(start, ['/', ...'other', 'enter']);
    expect(transformRows(filtered).map(({ hunks }) => hunks.length)).toEqual([2, 2]);
    expect(visibleHunks(filtered).map(({ id }) => id)).toEqual([THREE, FOLLOWER]);
    expect(type(filtered, ['escape']).filter).toBe('');
    const none = type(start, ['/', ...'nowhere', 'enter']);
    expect(none).toMatchObject({ filter: '', said: 'no hunk holds `nowhere`' });
  });
});

describe('deciding', () => {
  const inside = type(start, ['enter']);

  it.each([
    [['y'], { [ONE]: 'accept' }, TWO],
    [['n'], { [ONE]: 'skip' }, TWO],
    [['a'], { [ONE]: 'accept', [TWO]: 'accept', [LOCK]: 'accept' }, THREE],
    [['d'], { [ONE]: 'skip', [TWO]: 'skip', [LOCK]: 'skip' }, THREE],
    [['n', 'a'], { [ONE]: 'skip', [TWO]: 'accept', [LOCK]: 'accept' }, THREE],
    [['A'], { [ONE]: 'accept', [TWO]: 'accept', [THREE]: 'accept', [FOLLOWER]: 'accept' }, LOCK],
    [['D'], { [ONE]: 'skip', [TWO]: 'skip', [THREE]: 'skip', [FOLLOWER]: 'skip' }, LOCK],
    // A leader takes its follower along, and a skipped one leaves it behind.
    [['K', 'J', 'J', 'J', 'y'], { [THREE]: 'accept', [FOLLOWER]: 'accept' }, ONE],
    [['J', 'J', 'J', 'n'], { [THREE]: 'skip', [FOLLOWER]: 'skip' }, ONE],
    // A follower takes its leader along.
    [['J', 'J', 'J', 'J', 'y'], { [THREE]: 'accept', [FOLLOWER]: 'accept' }, ONE],
    // Skipping only the follower leaves the leader as it is.
    [['J', 'J', 'J', 'y', 'g', '5', 'enter', 'n'], { [THREE]: 'accept', [FOLLOWER]: 'skip' }, ONE],
    // Skipping the leader of what was accepted takes the follower back.
    [['J', 'J', 'J', 'y', 'g', '4', 'enter', 'n'], { [THREE]: 'skip', [FOLLOWER]: 'skip' }, ONE],
    [['y', 'u'], {}, ONE],
    [['y', 'n', 'u', 'u'], {}, ONE],
    [['y', 'u', 'ctrl-r'], { [ONE]: 'accept' }, TWO],
    [['y', 'K', 'backspace'], {}, ONE],
  ] as const)('%j', (keys, marks, current) => {
    const session = type(inside, keys);
    expect(marksOf(session)).toEqual(marks);
    expect(session.current).toBe(current);
  });

  it('says what came along', () => {
    const { said } = type(inside, ['J', 'J', 'J', 'y']);
    expect(said).toBe('accepted pkg/other.py:5, and with it pkg/test_other.py:4');
  });

  it('leaves a follower skipped that was skipped before its leader was taken', () => {
    const session = type(inside, ['g', '5', 'enter', 'n', 'g', '4', 'enter', 'y']);
    expect(marksOf(session)).toEqual({ [THREE]: 'accept', [FOLLOWER]: 'skip' });
    expect(screenOf(type(session, ['f'])).join('\n')).toContain('still patches');
  });

  it('ends at the end screen when all is decided, and comes back from there', () => {
    const end = type(inside, ['a', 'y']);
    expect(end.screen).toBe('end');
    expect(countMarks(end.outline.hunks, end.decisions)).toEqual({ all: 5, accepted: 5, skipped: 0, open: 0 });
    expect(type(end, ['u'])).toMatchObject({ screen: 'hunk', current: THREE });
    expect(type(end, ['escape'])).toMatchObject({ screen: 'hunk', current: THREE });
  });

  it('goes back to the first screen when only elsewhere something is undecided', () => {
    const session = type(start, ['j', 'enter', 'y']);
    expect(session).toMatchObject({ screen: 'start', row: 1 });
    expect(session.said).toContain('4 elsewhere are not');
  });

  it('keeps a mock in the patch of its call', () => {
    const follower = type(inside, ['g', '5', 'enter', 'p', 'x', 'enter']);
    expect(follower.said).toBe('it is decided with the hunk that it mocks: pkg/other.py:5');
    expect(follower.decisions.assigned.size).toBe(0);
    const leader = type(inside, ['g', '4', 'enter', 'p', 'x', 'enter']);
    expect(leader.said).toBe('pkg/other.py:5 goes into the patch x, and with it pkg/test_other.py:4');
    // Not even a file of decisions tears them apart.
    const { plan, hunks } = start.outline;
    const options = { keeps, apart: new Set<string>(), split: undefined, assigned: new Map([[FOLLOWER, 'semaphore']]) };
    const keys = patchKeys(plan, new Set(hunks), options);
    expect([...keys].map(([key, own]) => [key, own.length])).toEqual([
      ['sleep', 4],
      ['semaphore', 1],
    ]);
  });

  it('comes back from the end to the hunk', () => {
    expect(type(inside, ['J', 'f', 'escape'])).toMatchObject({ screen: 'hunk', current: TWO });
    expect(type(start, ['f', 'escape']).screen).toBe('start');
  });

  it('puts a hunk into another patch', () => {
    const named = type(inside, ['p', ...'first', 'enter']);
    expect(named.decisions.assigned).toEqual(new Map([[ONE, 'first']]));
    expect(screenOf(named).join('\n')).toContain('→ patch first');
    expect(type(named, ['u']).decisions.assigned.size).toBe(0);
    expect(type(named, ['p', 'ctrl-u', 'enter']).decisions.assigned.size).toBe(0);
    const bad = type(inside, ['p', ...'a b', 'enter']);
    expect(bad.decisions.assigned.size).toBe(0);
    expect(bad.said).toContain('a patch is named by');
    const end = type(named, ['y', 'a', 'f']);
    expect(screenOf(end).join('\n')).toContain('As patches: sleep (1), first (1), semaphore (1).');
  });
});

describe('moving', () => {
  const inside = type(start, ['enter']);

  it.each([
    [['j'], TWO],
    [['k'], FOLLOWER],
    [['J'], TWO],
    [['K'], ONE],
    [['y', 'K', 'j'], TWO],
    [['g', '4', 'enter'], THREE],
    [['g', ...'other', 'enter'], THREE],
    [['g', ...'mod.py:10', 'enter'], TWO],
    [['g', ...'99', 'enter'], ONE],
    [['g', '4', 'escape'], ONE],
    [['tab', 'down', 'enter'], THREE],
    [['tab', 'j', 'j', 'j', 'j', 'enter'], FOLLOWER],
    [['/', ...'lock', 'enter'], ONE],
    [['/', ...'semaphore', 'enter'], LOCK],
  ] as const)('%j', (keys, current) => {
    expect(type(inside, keys).current).toBe(current);
  });

  it('shows more and less around a change', () => {
    const contexts = ['{', '{', '}', '}', '}', '}', '}', '}'].map((_, index, all) => {
      return type(inside, all.slice(0, index + 1)).context;
    });
    expect(contexts).toEqual([0, 0, 1, 2, 3, 4, 4, 4]);
  });

  it('scrolls no further than there are rows', () => {
    const small = { columns: 60, rows: 12 };
    const down = type(inside, Array(50).fill('down'), [], small);
    const { limit } = frameOf(down, NO_KEYMAP, small);
    expect(limit).toBeGreaterThan(0);
    expect(down.scroll).toBe(limit);
    expect(type(down, ['up'], [], small).scroll).toBe(limit - 1);
  });
});

describe('what is asked of the world', () => {
  it.each([
    [['q'], { kind: 'leave', outcome: { kind: 'keep' } }],
    [['ctrl-c'], { kind: 'leave', outcome: { kind: 'keep' } }],
    [['ctrl-z'], { kind: 'suspend' }],
    [['f', 'w'], undefined],
    [['A', 'f', 'w', 'x'], undefined],
    [['A', 'f', 'w', 'escape'], undefined],
    [['A', 'f', 'w', 'enter'], { kind: 'check', outcome: { kind: 'apply' } }],
    [['A', 'f', 'p', 'enter'], { kind: 'check', outcome: { kind: 'patches', folder: '../patches' } }],
    [['A', 'f', 'p', 'ctrl-u', 'x', 'enter'], { kind: 'check', outcome: { kind: 'patches', folder: 'x' } }],
    [['A', 'f', 'b', 'ctrl-u', ...'fix', 'enter'], { kind: 'check', outcome: { kind: 'branch', name: 'fix' } }],
    [['A', 's', 'enter'], { kind: 'export', file: 'decisions.json' }],
  ] as const)('%j', (keys, request) => {
    const asked: Request[] = [];
    type(start, keys, asked);
    expect(asked).toEqual(request === undefined ? [] : [request]);
  });
});

describe('a text of the person', () => {
  const inside = type(start, ['enter']);
  const hunk = currentHunk(inside);
  if (!hunk) throw new Error('no hunk');
  const file = textFor(inside, hunk);

  it('begins with what degreen writes, under what was there', () => {
    expect(file.split('\n').slice(-4)).toEqual([
      '# --- 1 of 1, line 6; it was',
      '#         eventlet.sleep(1)',
      '    time.sleep(1)',
      '',
    ]);
  });

  it('is kept, accepted, shown, and can be undone', () => {
    const edited = takeTexts(inside, hunk, file.replace('time.sleep(1)\n', 'time.sleep(random.random())\n'));
    expect(edited.decisions.edits.get(ONE)).toEqual(['    time.sleep(random.random())']);
    expect(marksOf(edited)).toEqual({ [ONE]: 'accept' });
    const screen = screenOf(edited).join('\n');
    expect(screen).toContain('+     time.sleep(random.random())');
    expect(screen).toContain('+ import random');
    const later = type(edited, ['j', 'y', 'j', 'n']);
    expect(later.decisions.edits.size).toBe(1);
    expect(type(edited, ['u']).decisions.edits.size).toBe(0);
    expect(textFor(edited, hunk)).toContain('\n    time.sleep(random.random())\n');
    expect(takeTexts(edited, hunk, file).decisions.edits.size).toBe(0);
    const back = type(edited, ['E']);
    expect(back.decisions.edits.size).toBe(0);
    expect(marksOf(back)).toEqual({ [ONE]: 'accept' });
    expect(edited.outline.byId.get(ONE)).toMatchObject({
      title: 'eventlet.sleep(1) → time.sleep(random.random())',
      notes: [expect.objectContaining({ kind: 'edited', text: 'The text of line 6 was written by hand.' })],
    });
  });

  it('that is refused is kept for the next try', () => {
    const broken = file.replace('time.sleep(1)\n', 'time.sleep((1)\n');
    const refused = takeTexts(inside, hunk, broken);
    expect(refused.decisions).toBe(inside.decisions);
    expect(refused.said).toContain('not taken: line 1, column');
    expect(takeTexts(refused, hunk, 'x').said).toContain('must stay');
    expect(textFor(refused, hunk)).toBe(broken);
  });

  it.each([
    ['', 'nothing was changed'],
    [file, 'nothing was changed'],
  ])('that is empty or the same does nothing', (text, said) => {
    const same = takeTexts(inside, hunk, text);
    expect(same).toMatchObject({ decisions: inside.decisions, said });
  });
});

describe('a session that was kept', () => {
  const { base } = start.setting;
  const decided = type(start, ['enter', 'y', 'p', 'x', 'enter', 'n', 'J', 'J', 'y']);
  const context = { base: null, current: decided.current, rest: {} };
  const kept = parseSaved(formatSaved(base, decided.decisions, context));
  if (!kept) throw new Error('not kept');

  it('goes on with all of its decisions', () => {
    expect(resume(base, keeps, kept)).toEqual({
      decisions: decided.decisions,
      current: decided.current,
      lost: [],
      drafts: new Map(),
      rest: {},
    });
  });

  const marksIn = ({ decisions }: { decisions: Decisions }) => Object.fromEntries(decisions.marks);
  const lostIn = ({ lost }: { lost: readonly Hunk[] }) => lost.map(({ id }) => id);

  it('keeps what still says the same when lines move, and names what does not', () => {
    const moved = MOD.replace('def one', '# A comment.\n\n\ndef one').replace('    lock =', '\n\n    lock =');
    const same = resume(planOf({ ...FILES, 'pkg/mod.py': moved }), keeps, kept);
    expect(lostIn(same)).toEqual([]);
    expect(marksIn(same)).toEqual(marksOf(decided));
    const changed = resume(planOf({ ...FILES, 'pkg/mod.py': MOD.replace('sleep(2)', 'sleep(22)') }), keeps, kept);
    // The line above the lock is another one as well.
    expect(lostIn(changed)).toEqual([TWO, LOCK].filter((id) => decided.decisions.marks.has(id)));
    const { [TWO]: _two, [LOCK]: _lock, ...others } = marksOf(decided);
    expect(marksIn(changed)).toEqual(others);
  });

  it('follows a hunk whose number in its function is another one', () => {
    const line = (text: string) => `    ${text}()\n    eventlet.sleep(1)\n`;
    const source = (names: readonly string[]) => `import eventlet\n\n\ndef f():\n${names.map(line).join('')}`;
    const ids = [1, 2, 3].map((number) => `sleep:pkg/mod.py:f:${number}`);
    const before = type(sessionOf({ 'pkg/__init__.py': '', 'pkg/mod.py': source(['a', 'b', 'c']) }), [
      ...['enter', 'n', 'y', 'n'],
    ]);
    expect(Object.values(marksOf(before))).toEqual(['skip', 'accept', 'skip']);
    const text = parseSaved(formatSaved(before.setting.base, before.decisions, context));
    if (!text) throw new Error('not kept');
    const after = (names: readonly string[]) =>
      resume(planOf({ 'pkg/__init__.py': '', 'pkg/mod.py': source(names) }), keeps, text);
    // The line before the second names what stands before the first no longer, and so on: only the last is the same.
    expect(marksIn(after(['b', 'c']))).toEqual({ [ids[0] ?? '']: 'accept', [ids[1] ?? '']: 'skip' });
    expect(marksIn(after(['x', 'a', 'b', 'c']))).toEqual({
      [ids[1] ?? '']: 'skip',
      [ids[2] ?? '']: 'accept',
      'sleep:pkg/mod.py:f:4': 'skip',
    });
  });

  it('does not guess among hunks that say the same', () => {
    const source = (count: number) => `import eventlet\n\n\ndef f():\n${'    eventlet.sleep(1)\n'.repeat(count)}`;
    const before = type(sessionOf({ 'pkg/mod.py': source(4) }), ['enter', 'n', 'y', 'n', 'y']);
    const text = parseSaved(formatSaved(before.setting.base, before.decisions, context));
    const again = (count: number) => text && resume(planOf({ 'pkg/mod.py': source(count) }), keeps, text);
    expect(again(4)?.decisions).toEqual(before.decisions);
    // The first and the last have other lines around them.
    expect([...(again(3)?.decisions.marks.values() ?? [])]).toEqual(['skip', 'accept']);
    expect(again(3)?.lost.length).toBe(1);
  });

  it('gives a text back as a draft when what it replaces has changed', () => {
    const inside = type(start, ['enter']);
    const hunk = currentHunk(inside);
    if (!hunk) throw new Error('no hunk');
    const edited = takeTexts(inside, hunk, textFor(inside, hunk).replace('time.sleep(1)', 'time.sleep(1 + 1)'));
    const text = parseSaved(formatSaved(base, edited.decisions, context));
    if (!text) throw new Error('not kept');
    for (const source of [
      MOD.replace('sleep(1)', 'sleep(11)'),
      MOD.replace('    eventlet.sleep(1)', '    if two:\n        eventlet.sleep(1)'),
    ]) {
      const plan = planOf({ ...FILES, 'pkg/mod.py': source });
      const { decisions, lost, drafts } = resume(plan, keeps, text);
      expect(lost.map(({ id }) => id)).toEqual([ONE]);
      expect(decisions.edits.size + decisions.marks.size).toBe(0);
      const again = { ...openSession(settingOf(plan), decisions), drafts };
      const fresh = again.outline.byId.get(ONE);
      expect(fresh && textFor(again, fresh)).toContain('\n    time.sleep(1 + 1)\n');
    }
  });

  it('keeps what it does not see, and knows it again', () => {
    const gone = planOf({ ...FILES, 'pkg/mod.py': 'x = 1\n' });
    const { decisions, lost, rest } = resume(gone, keeps, kept);
    expect(lost).toEqual([]);
    const other = type(openSession(settingOf(gone), decisions), ['A']);
    const text = parseSaved(formatSaved(gone, other.decisions, { ...context, rest }));
    expect(text && marksIn(resume(base, keeps, text))).toEqual({
      ...marksOf(decided),
      [THREE]: 'accept',
      [FOLLOWER]: 'accept',
    });
  });

  it('does not know a hunk again whose note is another', () => {
    const unpatched = planOf({ ...FILES, 'main.py': 'import eventlet\neventlet.monkey_patch(time=False)\n' });
    expect(lostIn(resume(unpatched, keeps, kept))).toContain(ONE);
  });

  it('takes a follower back whose leader is not the same', () => {
    const all = type(start, ['A']);
    const text = formatSaved(base, all.decisions, context);
    const again = parseSaved(text);
    const changed = planOf({ ...FILES, 'pkg/other.py': OTHER.replace('sleep(3)', 'sleep(seconds=3)') });
    const { decisions, lost } = again ? resume(changed, keeps, again) : { decisions: NOTHING, lost: [] };
    expect(lost.map(({ id }) => id)).toEqual([THREE, FOLLOWER]);
    expect(resolveRequirements(changed, new Set(decisions.marks.keys())).dropped).toEqual([]);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"version":2,"base":null,"hunks":{}}',
    '{"version":1,"base":null,"hunks":{"a":1}}',
  ])('is not read from %j', (text) => {
    expect(parseSaved(text)).toBeUndefined();
  });
});

describe('the keys', () => {
  it('mean one thing at a time', () => {
    const screens = [start, type(start, ['enter']), type(start, ['enter', 'A', 'f']), type(start, ['enter', '?'])];
    for (const session of [...screens, type(start, ['enter', 'tab']), type(start, ['enter', 'y', 'u'])]) {
      const valid = COMMANDS.filter((command) => command.valid(session)).flatMap(({ keys }) => keys);
      expect(valid.filter((key, index) => valid.indexOf(key) !== index)).toEqual([]);
    }
  });

  it('are all in the footer that have a label, and each that is there is valid', () => {
    for (const session of [start, type(start, ['enter']), type(start, ['enter', 'A', 'f'])]) {
      const { main, always } = validNow(session);
      expect([...main, ...always].every((command) => command.valid(session))).toBe(true);
      const labelled = COMMANDS.filter((command) => command.valid(session) && command.label !== '');
      expect(new Set([...main, ...always])).toEqual(new Set(labelled));
    }
  });

  it('can be changed', () => {
    const keymap = new Map([['accept', ['x']]]);
    const inside = type(start, ['enter']);
    const frame = frameOf(inside, keymap, USUAL);
    expect(press(inside, 'y', keymap, frame)).toBe(inside);
    expect(marksOf(press(inside, 'x', keymap, frame))).toEqual({ [ONE]: 'accept' });
  });

  it.each([
    [{ nosuch: ['x'] }, 'there is no command `nosuch`'],
    [{ accept: ['n'] }, '`accept` and `skip` have one key'],
    [{ quit: [] }, '`quit` must have a key'],
    [{ accept: ['n'], skip: ['y'] }, undefined],
  ])('%j is checked', (keys, trouble) => {
    const found = keymapTrouble(new Map(Object.entries(keys)));
    if (trouble === undefined) expect(found).toBeUndefined();
    else expect(found?.message).toContain(trouble);
  });
});

describe('any keys', () => {
  const sample = openSession(settingOf(planOf(sampleFiles())), NOTHING);
  const keys = fc.array(
    fc.constantFrom(
      ...new Set(COMMANDS.flatMap((command) => command.keys)),
      'e',
      'x',
      '1',
      '2',
      'enter',
      'y',
      'y',
      'n',
    ),
    { maxLength: 60 },
  );
  const sizes = fc.record({ columns: fc.integer({ min: 1, max: 160 }), rows: fc.integer({ min: 1, max: 50 }) });

  it('leave the session in order', () => {
    fc.assert(
      fc.property(keys, sizes, (pressed, size) => {
        const session = type(sample, pressed, [], size);
        const { outline, decisions } = session;
        const { all, accepted, skipped, open } = countMarks(outline.hunks, decisions);
        expect(accepted + skipped + open).toBe(all);
        expect(all).toBe(sample.outline.hunks.length);
        const rows = session.overlay === 'files' ? visibleFiles(session) : transformRows(session);
        if (session.screen === 'start' || session.overlay === 'files') expect(rows[session.row]).toBeDefined();
        if (session.screen === 'hunk') expect(visibleHunks(session)).toContain(currentHunk(session));
        // What is accepted needs nothing that is not.
        const ids = new Set([...acceptedOf(outline, decisions)].map(({ id }) => id));
        expect(resolveRequirements(outline.plan, ids).dropped).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('make frames that fit', () => {
    fc.assert(
      fc.property(keys, sizes, (pressed, size) => {
        const session = type(sample, pressed, [], size);
        const { rows } = frameOf(session, NO_KEYMAP, size);
        expect(rows.length).toBeLessThanOrEqual(Math.max(1, size.rows - 1));
        for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(size.columns);
        if (size.columns >= 40 && size.rows >= 10) expect(rows.length).toBe(size.rows - 1);
      }),
      { numRuns: 200 },
    );
  });

  it('can be undone, and done again', () => {
    fc.assert(
      fc.property(keys, (pressed) => {
        const session = type(sample, pressed);
        let back = { ...session, overlay: undefined, prompt: undefined };
        while (back.past.length > 0) back = { ...type(back, ['u']), overlay: undefined, prompt: undefined };
        expect(back.decisions).toEqual(sample.decisions);
        let again = back;
        while (again.future.length > session.future.length)
          again = { ...type(again, ['ctrl-r']), overlay: undefined, prompt: undefined };
        expect(again.decisions).toEqual(session.decisions);
      }),
      { numRuns: 100 },
    );
  });

  it('give valid files, and a session that can be kept', () => {
    fc.assert(
      fc.property(keys, (pressed) => {
        const { outline, decisions, setting } = type(sample, pressed);
        expect(() => render(outline.plan, acceptedOf(outline, decisions), setting.keeps)).not.toThrow();
        const kept = parseSaved(formatSaved(setting.base, decisions, { base: null, current: undefined, rest: {} }));
        expect(kept && resume(setting.base, setting.keeps, kept)).toMatchObject({ decisions, lost: [], rest: {} });
      }),
      { numRuns: 60 },
    );
  });
});
