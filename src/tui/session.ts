// The review session as a value, and the steps from one to the next. It draws nothing and writes nothing: what must happen
// in the world is a request that whoever holds the session carries out.

import type { Hunk } from '../plan/hunks/hunk.ts';
import { notesText } from '../plan/hunks/note.ts';
import type { Plan } from '../plan/plan.ts';
import type { KeepsName } from '../project/import-liveness.ts';
import type { Decisions } from '../rewrite/decisions.ts';
import { withEdits } from '../rewrite/manual-edit.ts';
import type { SeriesOptions } from '../rewrite/patch-series.ts';
import { countMarks, type Marked, type Outline, outlineOf } from './accept-skip.ts';

/** Where the person is. */
export type Screen = 'start' | 'hunk' | 'end';

/** What lies over the screen. */
export type Overlay = 'help' | 'why' | 'files' | 'diff';

/** A line that the person writes. */
export interface Prompt {
  readonly kind: 'filter' | 'go' | 'patch' | 'folder' | 'branch' | 'export' | 'apply';
  readonly text: string;
}

/** How the session ends. */
export type SessionResult =
  | { readonly kind: 'keep' }
  | { readonly kind: 'patches'; readonly folder: string }
  | { readonly kind: 'branch'; readonly name: string }
  | { readonly kind: 'apply' };

/** What must happen in the world. */
export type Request =
  | { readonly kind: 'edit'; readonly hunk: Hunk }
  | { readonly kind: 'export'; readonly file: string }
  | { readonly kind: 'check'; readonly outcome: SessionResult }
  | { readonly kind: 'leave'; readonly outcome: SessionResult }
  | { readonly kind: 'suspend' };

/** What can be undone: the decisions before, and where the person was. */
interface Step {
  readonly decisions: Decisions;
  readonly current: string | undefined;
  readonly what: string;
}

/** What does not change while the session lasts. */
export interface SessionOptions {
  /** Without edited texts. */
  readonly base: Plan;
  readonly keeps: KeepsName;
  /** How a series is cut. */
  readonly apart: SeriesOptions['apart'];
  /** How many places of a transform have no hunk. */
  readonly advice: ReadonlyMap<string, number>;
  readonly git: boolean;
  /** How many files could not be read. */
  readonly skipped: number;
  /** Where the patches go if nothing else is said. */
  readonly folder: string;
}

/** The session. */
export interface Session {
  readonly setting: SessionOptions;
  readonly outline: Outline;
  readonly decisions: Decisions;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  readonly screen: Screen;
  readonly overlay: Overlay | undefined;
  readonly prompt: Prompt | undefined;
  /** The transform that is gone through; undefined for all. */
  readonly transform: string | undefined;
  /** What a path or a text of a hunk must hold; empty for all. */
  readonly filter: string;
  readonly current: string | undefined;
  /** The row that is chosen on the first screen, or in the list of files. */
  readonly row: number;
  readonly scroll: number;
  /** The index into `CONTEXTS`. */
  readonly context: number;
  /** Texts of a person that could not be taken, by hunk; the editor opens with them. */
  readonly drafts: ReadonlyMap<string, readonly string[]>;
  /** The screen from which the last one was reached. */
  readonly cameFrom: Screen;
  /** One line for the person. */
  readonly said: string;
  readonly request: Request | undefined;
}

/** The contexts that `{` and `}` go through. */
export const CONTEXTS = [1, 3, 10, 25, 'function'] as const;
const USUAL_CONTEXT = 1;

/** A session at its beginning, with what was decided before. */
export function openSession(setting: SessionOptions, decisions: Decisions, said = ''): Session {
  return {
    setting,
    outline: outlineFor(setting, decisions),
    decisions,
    past: [],
    future: [],
    screen: 'start',
    overlay: undefined,
    prompt: undefined,
    transform: undefined,
    filter: '',
    current: undefined,
    row: 0,
    scroll: 0,
    context: USUAL_CONTEXT,
    drafts: new Map(),
    cameFrom: 'start',
    said,
    request: undefined,
  };
}

function outlineFor({ base, keeps }: SessionOptions, { edits }: Decisions): Outline {
  return outlineOf(withEdits(base, edits, keeps).plan);
}

/** One row of the first screen: a transform, or all of them. */
export interface TransformRow {
  readonly id: string | undefined;
  readonly title: string;
  readonly hunks: readonly Hunk[];
  /** Places that only have advice. */
  readonly advice: number;
}

/** The rows of the first screen: all, then each transform that has anything. */
export function transformRows(session: Session): TransformRow[] {
  const { outline, setting } = session;
  const shown = outline.hunks.filter((hunk) => fits(hunk, session.filter));
  const rows = outline.plan.registry.transforms.map(({ id, title }): TransformRow => {
    const hunks = shown.filter((hunk) => hunk.transform === id);
    return { id, title, hunks, advice: session.filter === '' ? (setting.advice.get(id) ?? 0) : 0 };
  });
  const advice = rows.reduce((sum, row) => sum + row.advice, 0);
  const all: TransformRow = { id: undefined, title: 'all hunks, file by file', hunks: shown, advice };
  const full = rows.filter(({ hunks }) => hunks.length > 0);
  return [all, ...full, ...rows.filter((row) => row.hunks.length === 0 && row.advice > 0)];
}

/** The hunks that are gone through, in the order of files. */
export function visibleHunks({ outline, transform, filter }: Session): readonly Hunk[] {
  if (transform === undefined && filter === '') return outline.hunks;
  return outline.hunks.filter(
    (hunk) => (transform === undefined || hunk.transform === transform) && fits(hunk, filter),
  );
}

function fits({ path, title, notes, within, id }: Hunk, filter: string): boolean {
  const wanted = filter.toLowerCase();
  return wanted === '' || `${path}\n${title}\n${notesText(notes)}\n${within}\n${id}`.toLowerCase().includes(wanted);
}

/** The hunk on the screen. */
export function currentHunk(session: Session): Hunk | undefined {
  return session.current === undefined ? undefined : session.outline.byId.get(session.current);
}

/** The files of the hunks that are gone through, in order. */
export function visibleFiles(session: Session): { path: string; hunks: Hunk[] }[] {
  const files = new Map<string, Hunk[]>();
  for (const hunk of visibleHunks(session)) files.set(hunk.path, [...(files.get(hunk.path) ?? []), hunk]);
  return [...files].map(([path, hunks]) => ({ path, hunks }));
}

/** Goes to a hunk. */
export function goTo(session: Session, hunk: Hunk | undefined): Session {
  if (!hunk) return session;
  return { ...session, screen: 'hunk', overlay: undefined, current: hunk.id, scroll: 0, context: USUAL_CONTEXT };
}

/** Carries out what was decided, so that it can be undone, and goes on to what is undecided. */
export function decide(session: Session, marked: Marked, what: string): Session {
  const decided = change(session, marked.decisions, `${what}${alongText(marked.along)}`);
  return decided.screen === 'hunk' ? advance(decided) : decided;
}

function alongText(along: readonly Hunk[]): string {
  if (along.length === 0) return '';
  const named = along.slice(0, 3).map(({ path, line }) => `${path}:${line}`);
  const more = along.length > named.length ? ` and ${along.length - named.length} more` : '';
  return `, and with it ${named.join(', ')}${more}`;
}

/** New decisions as a step that can be undone. */
export function change(session: Session, decisions: Decisions, what: string): Session {
  const step: Step = { decisions: session.decisions, current: session.current, what };
  return { ...withDecisions(session, decisions), past: [...session.past, step], future: [], said: what };
}

function withDecisions(session: Session, decisions: Decisions): Session {
  const outline =
    decisions.edits === session.decisions.edits ? session.outline : outlineFor(session.setting, decisions);
  return { ...session, decisions, outline };
}

/** Goes to the next undecided hunk, from the current one on and then from the first; where there is none, to the end. */
export function advance(session: Session): Session {
  const next = nextOpen(session, 1);
  if (next) return goTo(session, next);
  const { outline, decisions } = session;
  if (countMarks(outline.hunks, decisions).open === 0)
    return { ...session, screen: 'end', cameFrom: session.screen, overlay: undefined, scroll: 0 };
  const left = countMarks(outline.hunks, decisions).open;
  return { ...toStart(session), said: `${session.said}; these are decided, ${left} elsewhere are not` };
}

/** The first screen, all hunks in view again. */
export function toStart(session: Session): Session {
  const at = transformRows({ ...session, filter: '' }).findIndex(({ id }) => id === session.transform);
  return { ...session, screen: 'start', overlay: undefined, transform: undefined, row: Math.max(0, at), scroll: 0 };
}

/** The next hunk without a mark; after the last comes the first. */
export function nextOpen(session: Session, by: 1 | -1): Hunk | undefined {
  const hunks = visibleHunks(session);
  const from = hunks.findIndex(({ id }) => id === session.current);
  for (let step = 1; step <= hunks.length; step++) {
    const start = from < 0 && by < 0 ? hunks.length : from;
    const hunk = hunks[(((start + by * step) % hunks.length) + hunks.length) % hunks.length];
    if (hunk && !session.decisions.marks.has(hunk.id)) return hunk;
  }
  return undefined;
}

/** Takes the last step back. */
export function undo(session: Session): Session {
  const step = session.past.at(-1);
  return step ? travel(session, step, session.past.slice(0, -1), 'future', `undone: ${step.what}`) : session;
}

/** Takes the last undone step again. */
export function redo(session: Session): Session {
  const step = session.future.at(-1);
  return step ? travel(session, step, session.future.slice(0, -1), 'past', `done again: ${step.what}`) : session;
}

function travel(session: Session, step: Step, rest: readonly Step[], onto: 'past' | 'future', said: string): Session {
  const here: Step = { decisions: session.decisions, current: session.current, what: step.what };
  const back: Session = {
    ...withDecisions(session, step.decisions),
    past: onto === 'future' ? rest : [...session.past, here],
    future: onto === 'future' ? [...session.future, here] : rest,
    said,
    overlay: undefined,
  };
  const hunk = step.current === undefined ? undefined : back.outline.byId.get(step.current);
  if (!hunk || back.screen === 'start') return back;
  return goTo(visibleHunks(back).includes(hunk) ? back : { ...back, transform: undefined, filter: '' }, hunk);
}
