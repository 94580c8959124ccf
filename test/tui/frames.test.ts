// What is drawn: whole screens at two sizes as goldens, and text that would command a terminal. UPDATE_SNAPSHOTS=1 writes them.

import { fileURLToPath } from 'node:url';
import { render } from 'ink-testing-library';
import { createElement } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '../../src/tui/app.tsx';
import { frameOf, type Size } from '../../src/tui/frame.ts';
import { press } from '../../src/tui/key-bindings.ts';
import { breakRow, fit, row, rowWidth, widthOf } from '../../src/tui/rows.ts';
import type { Session } from '../../src/tui/session.ts';
import { expectGolden } from '../support/golden.ts';
import { NO_KEYMAP, sampleFiles, screenOf, sessionOf, textOf } from '../support/review-session.ts';

const folder = fileURLToPath(new URL('../../snapshots/review/', import.meta.url));
const sample = sessionOf(sampleFiles());
const open: { unmount(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.unmount();
});

/** A session that Ink draws, and the keys that it gets. */
function show(first: Session, size: Size, { colour = false, unicode = true } = {}) {
  const listeners = new Set<() => void>();
  let session = first;
  let frame = frameOf(session, NO_KEYMAP, size);
  const frames = {
    read: () => frame,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const onKey = (key: string): void => {
    session = press(session, key, NO_KEYMAP, frame);
    frame = frameOf(session, NO_KEYMAP, size);
    for (const listener of listeners) listener();
  };
  const shown = render(createElement(App, { frames, colour, unicode, onKey, onShown: () => undefined }));
  open.push(shown);
  return {
    async keys(...sent: readonly string[]): Promise<void> {
      for (const each of sent) {
        // Ink begins to listen after its first frame, and waits a while to see whether an escape is a key.
        await new Promise((resolve) => setTimeout(resolve, 30));
        shown.stdin.write(each);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    },
    screen: () => shown.lastFrame() ?? '',
    session: () => session,
  };
}

function sameAsGolden(name: string, text: string): void {
  const lines = text.split('\n').map((line) => line.trimEnd());
  expectGolden(`${folder}${name}.txt`, `${lines.join('\n')}\n`);
}

const SCREENS: readonly (readonly [string, readonly string[]])[] = [
  ['start', []],
  ['hunk', ['\r']],
  ['hunk-decided', ['\r', 'y', 'y', 'n']],
  ['follower', ['/', ...'mock of', '\r', '\r']],
  ['function', ['\r', '}', '}', '}']],
  ['why', ['\r', 'i']],
  ['files', ['\r', 'y', '\t']],
  ['help', ['\r', '?']],
  ['end', ['A', 'f']],
  ['diff', ['A', 'f', 'v']],
  ['prompt', ['A', 'f', 'p']],
];

describe.each([
  { columns: 80, rows: 24 },
  { columns: 60, rows: 16 },
])('at $columns×$rows', (size) => {
  it.each(SCREENS)('%s', async (name, keys) => {
    const shown = show(sample, size);
    await shown.keys(...keys);
    const screen = shown.screen();
    expect(screen.split('\n').length).toBe(size.rows - 1);
    for (const line of screen.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(size.columns);
    sameAsGolden(`${name}-${size.columns}x${size.rows}`, screen);
  });
});

describe('a note with several places', () => {
  const user = (...body: readonly string[]) => ['def test(w):', ...body.map((line) => `    ${line}`), ''].join('\n');
  const files = {
    'pkg/mod.py': [
      'from eventlet import semaphore',
      '',
      '',
      'class Worker:',
      '    def __init__(self):',
      '        self._slots = semaphore.Semaphore(2)',
      '        registry.register(self._slots)',
      '        self.names = ["_slots"]',
      '',
      '    def slots(self):',
      '        return self._slots',
      '',
    ].join('\n'),
    'pkg/tests/test_mod.py': user("held = getattr(w, '_slots')", 'assert w._slots.balance == 2'),
  };

  it('names few on the hunk, and on the page of `i` all, with what is done there', async () => {
    const shown = show(sessionOf(files), { columns: 80, rows: 24 });
    await shown.keys('\r');
    sameAsGolden('places-hunk-80x24', shown.screen());
    await shown.keys('i');
    sameAsGolden('places-why-80x24', shown.screen());
  });
});

describe('a wide terminal', () => {
  it('has the files beside the hunk', async () => {
    const shown = show(sample, { columns: 100, rows: 24 });
    await shown.keys('\r');
    expect(shown.screen()).not.toContain('│');
    // Ink's test terminal is 100 columns wide, so a wider frame is looked at as rows.
    const wide = textOf(frameOf(shown.session(), NO_KEYMAP, { columns: 130, rows: 24 }).rows).join('\n');
    sameAsGolden('hunk-130x24', wide);
  });
});

describe('without', () => {
  it('colour, only attributes are left', async () => {
    const shown = show(sample, { columns: 80, rows: 24 });
    await shown.keys('\r');
    expect(shown.screen()).not.toMatch(/\u001b\[(3|4|9|10)\d/);
  });

  it('Unicode, all is ASCII', async () => {
    const shown = show(sample, { columns: 80, rows: 24 }, { unicode: false });
    for (const keys of [['\r'], ['y', 'i'], ['\u001b', 'f'], ['?']]) {
      await shown.keys(...keys);
      expect(shown.screen()).toMatch(/^[\n -~]*$/);
    }
  });
});

describe('keys', () => {
  it('may come several at once', async () => {
    const shown = show(sample, { columns: 80, rows: 24 });
    await shown.keys('\r', 'yyn', '\u001b[A');
    expect(shown.session().past.length).toBe(3);
    await shown.keys('/old\u0015new\r');
    expect(shown.session().said).toBe('no hunk holds `new`');
  });
});

describe('what a file holds', () => {
  const source = [
    'import eventlet',
    '',
    '',
    'def work():',
    '\tname = "\u001b[2J\u0007\u202e日本語のとても長い文字列、端末の幅より広い文字列、もっともっと長い文字列です"',
    '\teventlet.sleep(1)\t# tab',
    `\tlong = "${'x'.repeat(300)}"`,
    '',
  ].join('\n');
  const session = sessionOf({ 'mod.py': source });
  const inside = press(session, 'enter', NO_KEYMAP, { page: 1, limit: 0 });

  it.each([
    [80, 24],
    [60, 16],
    [41, 30],
  ])('is shown and never sent, at %i×%i', (columns, rows) => {
    const screen = screenOf(inside, { columns, rows });
    expect(screen.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b\u061c]/);
    for (const line of screen) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    expect(screen.join('')).toContain('\\x1b[2J');
    expect(screen.join('')).toContain('+         time.sleep(1)');
  });

  it('is cut only between characters', () => {
    const text = row('日本語', ['e\u0301e\u0301', 'key'], '👩🏽ab');
    for (let width = 2; width < 14; width++) {
      const rows = breakRow(text, width);
      expect(rows.map((each) => textOf([each])[0]).join('')).toBe('日本語e\u0301e\u0301👩🏽ab');
      for (const each of rows) expect(rowWidth(each)).toBeLessThanOrEqual(width);
      expect(rowWidth(fit(text, width))).toBeLessThanOrEqual(width);
    }
  });
});
