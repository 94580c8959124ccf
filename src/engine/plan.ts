// The plan: every reference with its verdict, every hunk that may be accepted. A value; nothing in it is decided yet.

import { type Remark, remarksFromElsewhere } from './elsewhere.ts';
import { mayImport, readModel, type SkippedFile } from './model.ts';
import type { Bug, Hunk, PlannedFile } from './outcomes.ts';
import type { Registry } from './ownership.ts';
import { type Mode, type Process, readProcess } from './process.ts';
import { buildProject, type Project, type ProjectFile } from './project.ts';
import { planFile } from './proposals.ts';

/** All that is known before anything is decided. */
export interface Plan {
  readonly project: Project;
  readonly running: Process;
  readonly registry: Registry;
  readonly files: readonly PlannedFile[];
  readonly hunks: readonly Hunk[];
  /** The ids of hunks that a choice of transforms has left out. */
  readonly leftOut: ReadonlySet<string>;
  readonly skipped: readonly SkippedFile[];
  /** Errors of degreen itself: a transform that threw. */
  readonly bugs: readonly Bug[];
}

/** Called before each file that is parsed. */
export type Progress = (done: number, total: number, path: string) => void;

/** How to plan. */
export interface PlanOptions {
  /** `hunks` parses only files that can have a hunk; `references`, the default, all that can have a reference. */
  readonly extent?: 'hunks' | 'references';
  /** What the policy says of the process. */
  readonly mode?: Mode | undefined;
  readonly progress?: Progress;
}

/** Plans a project. */
export function makePlan(
  files: readonly ProjectFile[],
  registry: Registry,
  { extent = 'references', mode, progress }: PlanOptions = {},
): Plan {
  const project = buildProject(files);
  const candidates = files.filter((file) => file.python && file.chosen && isCandidate(file, registry, project, extent));
  const skipped: SkippedFile[] = [];
  const bugs: Bug[] = [];
  const planned: PlannedFile[] = [];
  for (const [index, file] of candidates.entries()) {
    progress?.(index, candidates.length, file.path);
    const model = readModel(file, registry.library);
    if ('reason' in model) skipped.push(model);
    else planned.push(planFile(model, registry, project, bugs));
  }
  const patching = registry.transforms.find((transform) => transform.patching)?.patching;
  const running = readProcess(project, patching, mode);
  const judged = judge(planned, remarksFromElsewhere(planned, project, registry, running));
  const hunks = judged.flatMap((file) => [...new Set(file.outcomes.flatMap((outcome) => outcome.hunk ?? []))]);
  return { project, running, registry, files: judged, hunks: hunks.sort(inOrder), leftOut: new Set(), skipped, bugs };
}

/** Carries out what other places say of hunks: a refusal takes the hunk away, a note puts it at level review. */
function judge(files: readonly PlannedFile[], remarks: ReadonlyMap<Hunk, Remark>): PlannedFile[] {
  const refused = new Map<string, string>();
  for (const [hunk, { refusal }] of remarks) if (refusal) refused.set(hunk.id, refusal);
  const all = files.flatMap((file) => file.outcomes.flatMap((outcome) => outcome.hunk ?? []));
  for (const hunk of all) {
    const lost = hunk.requires.find((id) => refused.has(id));
    if (lost && !refused.has(hunk.id)) refused.set(hunk.id, `It goes with ${lost}, which is left to a person.`);
  }
  const changed = new Map<Hunk, Hunk>();
  for (const [hunk, { notes }] of remarks) {
    if (notes.size > 0)
      changed.set(hunk, { ...hunk, level: 'review', note: [...(hunk.note ? [hunk.note] : []), ...notes].join(' ') });
  }
  // What cannot be taken at level safe takes with it what requires it.
  const reviewed = new Set(
    [...all.filter((hunk) => hunk.level === 'review'), ...changed.keys()].map((hunk) => hunk.id),
  );
  for (const hunk of all) {
    const needs = hunk.requires.find((id) => reviewed.has(id));
    if (needs && !reviewed.has(hunk.id))
      changed.set(hunk, { ...hunk, level: 'review', note: `It goes with ${needs}.` });
  }
  return files.map(({ model, outcomes }) => ({
    model,
    outcomes: outcomes.map((outcome) => {
      const { hunk } = outcome;
      const refusal = hunk && refused.get(hunk.id);
      if (refusal) return { ...outcome, hunk: undefined, message: refusal };
      return { ...outcome, hunk: hunk && (changed.get(hunk) ?? hunk) };
    }),
  }));
}

function inOrder(a: Hunk, b: Hunk): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return (a.changes[0]?.span.start ?? 0) - (b.changes[0]?.span.start ?? 0);
}

function isCandidate(file: ProjectFile, registry: Registry, project: Project, extent: 'hunks' | 'references'): boolean {
  const { library } = registry;
  if (![...library.roots].some((root) => file.bytes.includes(root))) return false;
  if ([...library.roots].every((root) => project.hasTopLevel(root, file.path))) return false;
  if (extent === 'hunks' && !registry.rewritable.some((word) => file.bytes.includes(word))) return false;
  return mayImport(file.bytes.toString('latin1'), library);
}
