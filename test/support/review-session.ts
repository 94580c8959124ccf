// A review session without a terminal: keys in, the session out. What it asks of the world is noted.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../src/plan/plan.ts';
import type { Decisions } from '../../src/rewrite/decisions.ts';
import { frameOf, type Size } from '../../src/tui/frame.ts';
import { type Keymap, press } from '../../src/tui/key-bindings.ts';
import type { Row } from '../../src/tui/rows.ts';
import { openSession, type Request, type Session, type SessionOptions } from '../../src/tui/session.ts';
import { planOf } from './plan.ts';

export const NOTHING: Decisions = { marks: new Map(), edits: new Map(), assigned: new Map() };
export const NO_KEYMAP: Keymap = new Map();

/** The files of the sample project. */
export function sampleFiles(): Record<string, Buffer> {
  const root = fileURLToPath(new URL('../../sample', import.meta.url));
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.sort().map((path) => [relative(root, path), readFileSync(path)]));
}

/** What a session of a plan is set in. */
export function settingOf(plan: Plan): SessionOptions {
  return {
    base: plan,
    keeps: () => false,
    apart: new Set(),
    advice: new Map([['unsupported', 3]]),
    git: true,
    skipped: 0,
    folder: '../patches',
  };
}

/** A session of files, at its beginning. */
export function sessionOf(files: Readonly<Record<string, string | Buffer>>, decisions = NOTHING): Session {
  return openSession(settingOf(planOf(files)), decisions);
}

export const USUAL: Size = { columns: 80, rows: 24 };

/** Presses keys one after the other; a request of the session is taken from it and given to `asked`. */
export function type(session: Session, keys: readonly string[], asked: Request[] = [], size: Size = USUAL): Session {
  let at = session;
  for (const key of keys) {
    const { request, ...rest } = press(at, key, NO_KEYMAP, frameOf(at, NO_KEYMAP, size));
    if (request) asked.push(request);
    at = { ...rest, request: undefined };
  }
  return at;
}

/** The texts of rows. */
export function textOf(rows: readonly Row[]): string[] {
  return rows.map((row) => row.map(({ text }) => text).join(''));
}

/** A frame as text. */
export function screenOf(session: Session, size: Size = USUAL): string[] {
  return textOf(frameOf(session, NO_KEYMAP, size).rows);
}
