// The plan: every reference with its verdict, every hunk that may be accepted. A value; nothing in it is decided yet.

import { type AnalyzedFile, analyzeFile, loadedBy, mayImport, type SkippedFile } from '../project/analyzed-file.ts';
import { projectNumbers } from '../project/cross-file-numbers.ts';
import { findCrossFileUses } from '../project/cross-file-uses.ts';
import { readImportTime } from '../project/import-time.ts';
import { findIndirectAccess } from '../project/indirect-access.ts';
import { readMakers } from '../project/makers.ts';
import { readReplacedMembers } from '../project/mocks/mocked-members.ts';
import { type Mode, type Process, readProcess } from '../project/monkey-patching.ts';
import type { ProjectFile } from '../project/project-file.ts';
import { buildProject, type Project } from '../project/project-index.ts';
import { resolveReExports } from '../project/re-exports.ts';
import { readSymbols } from '../project/resolve-symbol.ts';
import { readStars, type Stars, withStars } from '../project/star-imports.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { Planning } from './ask.ts';
import { askAll } from './ask-all.ts';
import type { RefusedClaims } from './claims.ts';
import { crossFileRemarks } from './cross-file-checks.ts';
import type { HelperModule } from './helper-module.ts';
import type { Bug, Hunk, PlannedFile } from './hunks/hunk.ts';
import { findImporters, type ImportersOf } from './importers.ts';
import { assignLevels, assignTextLevels, type LevelSettings } from './levels.ts';
import { findMockHunks } from './mocks/mock-hunks.ts';
import { type CheckedPolicy, NO_POLICY } from './policy.ts';
import { planFile, refusedClaims } from './propose.ts';
import { readConstructions, settleRequirements } from './requirements.ts';
import { tieSharedImports } from './shared-imports.ts';
import { NO_TEXTS, planTexts, type TextFile, type TextQuestion, type UnreadText } from './text-files.ts';

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
  /** The module that is written where an accepted hunk needs it. */
  readonly helper: HelperModule | undefined;
  /** Who reaches an imported name through its module, by `path name`: the import stays as long as one of them stays. */
  readonly reached: ImportersOf;
  /** What star imports bring from file to file. */
  readonly stars: Stars;
  /** The files that are no Python and that hunks change. */
  readonly texts: ReadonlyMap<string, TextFile>;
  /** Whether anything would be said otherwise were it not asked for the end, or asked for it. */
  readonly hasFinish: boolean;
}

/** Called before each file that is parsed. */
export type Progress = (done: number, total: number, path: string) => void;

/** How to plan. */
export interface PlanOptions {
  /** `hunks` parses only files that can have a hunk; `references`, the default, all that can have a reference. */
  readonly extent?: 'hunks' | 'references';
  /** What the policy says of the process. */
  readonly mode?: Mode | undefined;
  readonly wishes?: CheckedPolicy;
  /** Levels that the project sets, by transform or `transform:variant`. */
  readonly levels?: LevelSettings;
  /** Whether what is right only when nothing else is left is proposed. */
  readonly finish?: boolean;
  /** The files that are no Python, for what is proposed in them then. */
  readonly texts?: readonly UnreadText[];
  readonly progress?: Progress;
}

/** Plans a project. */
export function makePlan(
  files: readonly ProjectFile[],
  registry: Registry,
  {
    extent = 'references',
    mode,
    wishes = NO_POLICY,
    levels = new Map(),
    finish = false,
    texts = [],
    progress,
  }: PlanOptions = {},
): Plan {
  const known = buildProject(files);
  const candidates = files.filter((file) => file.python && file.chosen && isCandidate(file, registry, known, extent));
  const skipped: SkippedFile[] = [];
  const bugs: Bug[] = [];
  const direct: AnalyzedFile[] = [];
  for (const [index, file] of candidates.entries()) {
    progress?.(index, candidates.length, file.path);
    const model = analyzeFile(file, known.moduleOf(file.path), registry.library);
    if ('reason' in model) skipped.push(model);
    else direct.push(model);
  }
  const modelOf = modelReader(direct, known, registry);
  const stars = readStars(known, modelOf);
  const project = withStars(known, stars);
  const chosen = new Set(files.filter((file) => file.python && file.chosen).map((file) => file.path));
  const models = resolveReExports(
    direct,
    project,
    stars,
    registry.library,
    (target) => extent === 'references' || leadsToHunk(target, registry),
    (path) => (chosen.has(path) ? modelOf(path) : undefined),
  );
  const outOfSight = findIndirectAccess(project, modelOf);
  const usedElsewhere = findCrossFileUses(project, modelOf);
  const numbersOf = projectNumbers(project, modelOf);
  const patching = registry.transforms.find((transform) => transform.patching)?.patching;
  const callees = readSymbols(project, modelOf);
  const importTime = readImportTime(project, modelOf, callees, patching);
  const replacedMembers = readReplacedMembers(project, modelOf);
  const planning: Omit<Planning, 'becomesOf'> = {
    project,
    outOfSight,
    usedElsewhere,
    importTime,
    callees,
    makersOf: readMakers(project, modelOf, outOfSight, registry.ownerOf),
    replacedMembers,
    constructionsOf: readConstructions(models, project, registry, modelOf),
    numbersOf,
    policy: wishes.policy,
    finish,
    atFinish: [],
    bugs,
  };
  const answersOf = askAll(models, registry, planning);
  const running = readProcess(project, stars, registry, patching, mode, modelOf);
  const planAll = (refused: RefusedClaims): Pick<Plan, 'files' | 'reached'> => {
    const answered = models.map((model) => planFile(model, registry, answersOf(model), refused));
    const planned = settleRequirements(answered, modelOf);
    const followed = findMockHunks(planned, project, registry, modelOf);
    const reached = findImporters(followed, project, stars, modelOf);
    const remarks = crossFileRemarks(followed, project, registry, running, reached);
    const files = assignLevels(followed, remarks, tieSharedImports(followed, reached), levels);
    // What was to decide other references and is refused gives them back to their own answers.
    const lost = refusedClaims(files);
    return lost.size === 0 ? { files, reached } : planAll(new Map([...refused, ...lost]));
  };
  const { files: judged, reached } = planAll(new Map());
  const inTexts = finish ? planTexts(texts, textQuestion(registry, wishes, project, modelOf), bugs) : NO_TEXTS;
  const inPython = judged.flatMap(({ outcomes, followers }) => [
    ...new Set([...outcomes, ...followers].flatMap(({ hunk }) => hunk ?? [])),
  ]);
  const hunks = [...inPython, ...assignTextLevels(inTexts.hunks, levels)];
  return {
    project,
    running,
    registry,
    files: judged,
    hunks: hunks.sort(inOrder),
    leftOut: new Set(),
    skipped,
    bugs,
    helper: wishes.helper,
    reached,
    stars,
    texts: inTexts.texts,
    hasFinish: planning.atFinish.length > 0 || inTexts.hunks.length > 0,
  };
}

/** What transforms are asked with about the files that are no Python. */
function textQuestion(
  { transforms, library }: Registry,
  { policy }: CheckedPolicy,
  project: Project,
  modelOf: (path: string) => AnalyzedFile | undefined,
): TextQuestion {
  const imports = (module: string): boolean => {
    const isOf = (name: string) => name === module || name.startsWith(`${module}.`);
    return project.mentioning(module.split('.').at(-1) ?? module).some(({ path }) => {
      const model = modelOf(path);
      return !model || model.statements.some((each) => each.names.some((name) => isOf(loadedBy(model, name))));
    });
  };
  return { transforms, library: [...library.roots].join(', '), policy, imports };
}

/** Reads a model where it is first asked for; none of a file that cannot be read. */
function modelReader(models: readonly AnalyzedFile[], project: Project, registry: Registry) {
  const known = new Map<string, AnalyzedFile | undefined>(models.map((model) => [model.path, model]));
  const files = new Map(project.files.map((file) => [file.path, file]));
  return (path: string): AnalyzedFile | undefined => {
    const file = files.get(path);
    if (known.has(path) || !file) return known.get(path);
    const model = analyzeFile(file, project.moduleOf(path), registry.library);
    known.set(path, 'reason' in model ? undefined : model);
    return known.get(path);
  };
}

/** Whether what is reached through a name of the library may be rewritten: an object that is, or a module that holds one. */
function leadsToHunk(target: string, registry: Registry): boolean {
  const owned = registry.transforms.filter((transform) => !transform.roots).flatMap((transform) => transform.owns);
  return owned
    .flatMap(({ name, aliases = [] }) => [name, ...aliases])
    .some((name) => name === target || name.startsWith(`${target}.`));
}

function inOrder(a: Hunk, b: Hunk): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return (a.changes[0]?.span.start ?? 0) - (b.changes[0]?.span.start ?? 0);
}

function isCandidate(file: ProjectFile, registry: Registry, project: Project, extent: 'hunks' | 'references'): boolean {
  const { library } = registry;
  const roots = [...library.roots];
  if (file.searched ? file.searched.words?.length === 0 : !roots.some((root) => project.containing(root).has(file)))
    return false;
  if (roots.every((root) => project.hasTopLevel(root, file.path))) return false;
  // What holds a NUL byte is no Python, and to git no text: its lines are not counted, so that it must be named itself.
  if (file.searched || file.bytes.includes(0)) return true;
  if (extent === 'hunks' && !registry.rewritable.some((word) => file.bytes.includes(word))) return false;
  return mayImport(file.bytes.toString('latin1'), library);
}
