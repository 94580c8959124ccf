// The plan: every reference with its verdict, every hunk that may be accepted. A value; nothing in it is decided yet.
import { followValue, type Value } from '../python/flow.ts';
import type { FoundReference } from '../python/references.ts';
import { compareSpans, overlaps } from '../text/edits.ts';
import type { Advice, Change, Level, Proposal, Reference } from '../transform.ts';
import { notesFromElsewhere } from './elsewhere.ts';
import { type FileModel, mayRefer, readModel, type SkippedFile } from './model.ts';
import type { Owner, Registry } from './ownership.ts';
import { buildProject, type Project, type ProjectFile } from './project.ts';

/** A rewrite a person accepts or skips; all hunks are changes to one unchanged baseline. */
export interface Hunk {
  /** `sleep:nova/compute/manager.py:Manager._loop:2`: survives line shifts. */
  readonly id: string;
  readonly transform: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly level: Level;
  readonly title: string;
  readonly note: string | undefined;
  readonly variant: string | undefined;
  /** Hunks without which this one makes no sense. */
  readonly requires: readonly string[];
  readonly changes: readonly Change[];
  /** The canonical name of the object. */
  readonly name: string;
}

/** What became of one reference: exactly one of a hunk and a message. */
export interface Outcome {
  readonly reference: FoundReference;
  readonly owner: Owner;
  readonly hunk: Hunk | undefined;
  readonly message: string | undefined;
  /** The followed value, where this reference made one and was the first to do so. */
  readonly value: Value | undefined;
}

/** A file with what was decided about it. */
export interface PlannedFile {
  readonly model: FileModel;
  readonly outcomes: readonly Outcome[];
}

export interface Plan {
  readonly project: Project;
  readonly registry: Registry;
  readonly files: readonly PlannedFile[];
  readonly hunks: readonly Hunk[];
  readonly skipped: readonly SkippedFile[];
  /** Errors of degreen itself: a transform that threw. */
  readonly bugs: readonly {
    readonly path: string;
    readonly line: number;
    readonly transform: string;
    readonly error: string;
  }[];
}

/** Called before each file that is parsed. */
export type Progress = (done: number, total: number, path: string) => void;

export function makePlan(files: readonly ProjectFile[], registry: Registry, progress?: Progress): Plan {
  const project = buildProject(files);
  const candidates = files.filter((file) => file.python && file.chosen && isCandidate(file, registry, project));
  const skipped: SkippedFile[] = [];
  const bugs: { path: string; line: number; transform: string; error: string }[] = [];
  const planned: PlannedFile[] = [];
  for (const [index, file] of candidates.entries()) {
    progress?.(index, candidates.length, file.path);
    const model = readModel(file, registry.library);
    if ('reason' in model) skipped.push(model);
    else planned.push(planFile(model, registry, project, bugs));
  }
  const demoted = demote(planned, notesFromElsewhere(planned, project, registry));
  const hunks = demoted.flatMap((file) => [...new Set(file.outcomes.flatMap((outcome) => outcome.hunk ?? []))]);
  return { project, registry, files: demoted, hunks: hunks.sort(inOrder), skipped, bugs };
}

/** Hunks that other files speak of are at level review, with the notes that say so. */
function demote(files: readonly PlannedFile[], notes: ReadonlyMap<Hunk, ReadonlySet<string>>): PlannedFile[] {
  const changed = new Map<Hunk, Hunk>();
  for (const [hunk, added] of notes) {
    changed.set(hunk, {
      ...hunk,
      level: 'review',
      note: [hunk.note, ...added].filter((note) => note !== undefined).join(' '),
    });
  }
  return files.map(({ model, outcomes }) => ({
    model,
    outcomes: outcomes.map((outcome) => ({
      ...outcome,
      hunk: outcome.hunk && (changed.get(outcome.hunk) ?? outcome.hunk),
    })),
  }));
}

function inOrder(a: Hunk, b: Hunk): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return (a.changes[0]?.span.start ?? 0) - (b.changes[0]?.span.start ?? 0);
}

function isCandidate(file: ProjectFile, registry: Registry, project: Project): boolean {
  const { library } = registry;
  if (![...library.roots].some((root) => file.bytes.includes(root))) return false;
  if ([...library.roots].every((root) => project.hasTopLevel(root, file.path))) return false;
  return mayRefer(file.bytes.toString('latin1'), library);
}

interface Draft {
  readonly reference: FoundReference;
  readonly owner: Owner;
  readonly answer: Proposal | Advice;
  readonly value: Value | undefined;
  /** The other constructions that go with the first one. */
  readonly members: readonly FoundReference[];
}

type Bugs = { path: string; line: number; transform: string; error: string }[];

function planFile(model: FileModel, registry: Registry, project: Project, bugs: Bugs): PlannedFile {
  const drafts = new Map<FoundReference, Draft>();
  const covered = new Map<FoundReference, Draft>();
  const byCall = new Map(
    model.references.flatMap((each) => (each.callNode ? [[each.callNode.id, each] as const] : [])),
  );
  for (const reference of model.references) {
    if (covered.has(reference)) continue;
    const owner = registry.ownerOf(reference.path);
    if (!owner) continue;
    let followed: ReturnType<typeof followValue> | undefined;
    const follow = (): Value => {
      followed ??= followValue(reference, reference.callNode ?? reference.node, {
        source: model.source,
        names: model.names,
        classes: model.classes,
        construction(call) {
          const other = byCall.get(call.id);
          return other && registry.ownerOf(other.path)?.name === owner.name ? other : undefined;
        },
        elsewhere: (kind, name) => project.elsewhere(kind, name, model.path),
      });
      return followed;
    };
    const answer = ask(model, reference, owner, follow, bugs);
    const draft: Draft = { reference, owner, answer, value: followed, members: followed?.members ?? [reference] };
    drafts.set(reference, draft);
    for (const member of draft.members) if (member !== reference) covered.set(member, draft);
  }
  return { model, outcomes: settleDrafts(model, registry, [...drafts.values()]) };
}

function ask(
  model: FileModel,
  reference: FoundReference,
  owner: Owner,
  follow: () => Value,
  bugs: Bugs,
): Proposal | Advice {
  const seen: Reference = {
    name: owner.name,
    path: reference.path,
    role: reference.role,
    span: reference.span,
    call: reference.call,
    argumentOf: reference.argumentOf,
    atImport: reference.atImport,
    aloneInLoop: reference.aloneInLoop,
    follow,
  };
  try {
    const answer = owner.transform.propose(seen);
    if (answer.kind === 'advice' || !reference.trouble) return answer;
    return { kind: 'advice', message: `Left as it is: ${reference.trouble}.` };
  } catch (error) {
    const { line } = model.source.lines.at(reference.span.start);
    bugs.push({ path: model.path, line, transform: owner.transform.id, error: String(error) });
    return { kind: 'advice', message: `bug: transform ${owner.transform.id} failed here (${String(error)}).` };
  }
}

/** Turns answers into hunks: members' troubles, overlaps, ids, and the hunks that only describe others. */
function settleDrafts(model: FileModel, registry: Registry, drafts: readonly Draft[]): Outcome[] {
  const taken: Change[] = [];
  const answers = new Map<Draft, Proposal | Advice>();
  for (const draft of drafts) answers.set(draft, checkDraft(draft, taken));
  const hunks = new Map<Draft, Hunk>();
  const counts = new Map<string, number>();
  const makers = drafts.filter((draft) => draft.reference.role === 'call');
  const build = (
    draft: Draft,
    proposal: Proposal,
    level: Level,
    note: string | undefined,
    requires: readonly string[],
  ) => {
    const key = `${draft.owner.transform.id}:${model.path}:${draft.reference.within}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const { title, variant, changes } = proposal;
    const { line } = model.source.lines.at(draft.reference.span.start);
    const { path } = model;
    const transform = draft.owner.transform.id;
    hunks.set(draft, {
      id: `${key}:${count}`,
      transform,
      path,
      line,
      level,
      title,
      note,
      variant,
      requires,
      changes,
      name: draft.owner.name,
    });
  };
  for (const [draft, answer] of answers) {
    if (answer.kind === 'proposal' && !answer.describes) build(draft, answer, answer.level, answer.note, []);
  }
  for (const [draft, answer] of answers) {
    if (answer.kind !== 'proposal' || !answer.describes) continue;
    const described = makers.filter((maker) => maker.owner.name === draft.owner.name);
    const missing = described.find((maker) => !hunks.has(maker));
    if (missing) {
      const { line } = model.source.lines.at(missing.reference.span.start);
      answers.set(draft, {
        kind: 'advice',
        message: `It stays with the object made at line ${line}, which is not rewritten.`,
      });
      continue;
    }
    const leaders = described.flatMap((maker) => hunks.get(maker) ?? []);
    const level = leaders.length > 0 && leaders.every((leader) => leader.level === 'safe') ? 'safe' : 'review';
    const note =
      leaders.length > 0
        ? undefined
        : 'The objects that it speaks of are made in other files: it is right only when those are rewritten too.';
    build(
      draft,
      answer,
      level,
      note ?? (level === 'review' ? 'It goes with the objects that this file makes.' : undefined),
      leaders.map((leader) => leader.id),
    );
  }
  return drafts.flatMap((draft) => outcomesOf(draft, answers.get(draft), hunks.get(draft), registry));
}

function outcomesOf(
  draft: Draft,
  answer: Proposal | Advice | undefined,
  hunk: Hunk | undefined,
  registry: Registry,
): Outcome[] {
  const message = answer?.kind === 'advice' ? answer.message : undefined;
  return draft.members.map((reference) => ({
    reference,
    owner: registry.ownerOf(reference.path) ?? draft.owner,
    hunk,
    message,
    value: reference === draft.reference ? draft.value : undefined,
  }));
}

/** Refuses a proposal whose members are in trouble, or whose edits another hunk has already claimed. */
function checkDraft(draft: Draft, taken: Change[]): Proposal | Advice {
  const { answer } = draft;
  if (answer.kind === 'advice') return answer;
  const trouble = draft.members.find((member) => member.trouble)?.trouble;
  if (trouble) return { kind: 'advice', message: `Left as it is: ${trouble}.` };
  const clash = answer.changes.some((change) =>
    taken.some(
      (other) =>
        overlaps(change.span, other.span) ||
        (change.span.end > change.span.start && compareSpans(change.span, other.span) === 0),
    ),
  );
  if (clash) return { kind: 'advice', message: 'Left as it is: another hunk rewrites the same text.' };
  taken.push(...answer.changes);
  return answer;
}
