// Mocks travel with the calls that they mock: a hunk in a test for each patch site whose references are all rewritten, which
// requires those hunks. What cannot move is said, with the reason, and keeps the name that it reaches alive.

import type { AnalyzedFile } from '../../project/analyzed-file.ts';
import { loadedModules } from '../../project/analyzed-file.ts';
import { splitSymbol, symbolOf } from '../../project/dotted-names.ts';
import { patchSites } from '../../project/mocks/find-patches.ts';
import type { PatchSite } from '../../project/mocks/patch-site.ts';
import type { Project } from '../../project/project-index.ts';
import { textContext } from '../../project/string-constants.ts';
import { type Registry, variantOf } from '../../project/symbol-owners.ts';
import { countBy } from '../../text/group-by.ts';
import { memo } from '../../text/memoize.ts';
import type { Becomes } from '../../transform.ts';
import { becomesAt } from '../hunks/becomes-at.ts';
import type { DependentHunk, Hunk, MockedImport, PlannedFile } from '../hunks/hunk.ts';
import { draftAmong, leastSure } from '../hunks/level.ts';
import { type Note, placeOf } from '../hunks/note.ts';
import { attributeHunk, attributeUses, nextId } from './attribute-hunks.ts';
import { distantMock, distantUsers } from './distant-mocks.ts';
import { firstCall, withoutConflicts } from './mock-conflicts.ts';
import { changesFor } from './mock-edits.ts';
import { byOwnImport, type OwnImportMock, staysValid, tieOwnImports } from './mocks-through-imports.ts';
import {
  type AffectedReferences,
  affectedBy,
  hunksOf,
  indexAffected,
  type MockTarget,
  type ModuleIndex,
  resolveSite,
} from './resolve-target.ts';

/** Finds the followers of all hunks. Files that were not planned are parsed where they may hold one. */
export function findMockHunks(
  planned: readonly PlannedFile[],
  project: Project,
  registry: Registry,
  modelOf: (path: string) => AnalyzedFile | undefined,
): PlannedFile[] {
  const words = wordsOf(planned, registry);
  const known = new Map(planned.map((file) => [file.model.path, file]));
  const named = new Set([...words].flatMap((word) => project.mentioning(word)));
  const target = targetPattern(words);
  for (const file of named) {
    const text = known.has(file.path) ? '' : file.bytes.toString('latin1');
    if (!PATCHING.test(text) || !target.test(text)) continue;
    const model = modelOf(file.path);
    if (model) known.set(file.path, { model, outcomes: [], followers: [], touches: [] });
  }
  const elsewhere = attributeUses(planned);
  for (const { path } of project.files.filter((file) => elsewhere.has(file.path))) {
    const model = known.has(path) ? undefined : modelOf(path);
    if (model) known.set(path, { model, outcomes: [], followers: [], touches: [] });
  }
  const chosen = new Set(project.files.filter((file) => file.chosen).map((file) => file.path));
  const files = [...known.values()];
  const index = indexAffected(files);
  const usersOf = memo((object: string) => distantUsers(object, index));
  const modules: ModuleIndex = new Map(files.map((file) => [file.model.module, file]));
  const along: OwnImportMock[] = [];
  const followed = files.map((file) => {
    const loaded = loadedModules(file.model);
    const reaches = (module: string) => loaded.has(module);
    const counts = countHunks(file);
    const members = (elsewhere.get(file.model.path) ?? []).flatMap((use) => attributeHunk(file, use, counts));
    const touches: MockedImport[] = [];
    const byImport: OwnImportMock[] = [];
    const context = textContext(file.model, project, modelOf);
    const followers = patchSites(file.model, context, words).flatMap((site): DependentHunk[] => {
      const targets = resolveSite(file.model, site, modules, registry, reaches);
      if (targets.length === 0) return [];
      for (const { via } of site.creates || !site.attributes ? [] : targets)
        if (via) touches.push({ path: via.file.model.path, local: via.binding.local, span: site.span });
      const felt = targets.map((target) => affectedBy(target, index, reaches));
      if (targets.every(staysValid)) return [];
      const own = byOwnImport(file, site, felt.flat());
      if (own) {
        byImport.push(own);
        return [];
      }
      if (felt.every((each) => each.length === 0)) return distantMock(file.model, site, targets, usersOf, registry);
      return [follow(file.model, site, targets, felt, registry, counts)].filter((each) => each !== undefined);
    });
    along.push(...byImport);
    const own = byImport.flatMap(({ follower }) => follower);
    const all = [...withoutConflicts(file.model, followers), ...own, ...members].sort((a, b) => a.line - b.line);
    return { ...file, followers: chosen.has(file.model.path) ? all : all.map(leftAlone), touches };
  });
  return tieOwnImports(followed, along);
}

/** A mock in a file that is only read. */
function leftAlone(follower: DependentHunk): DependentHunk {
  if (!follower.hunk) return follower;
  return { ...follower, hunk: undefined, message: 'Its file is outside the given paths.' };
}

/** The names by which something that is rewritten can be reached: those of the library, and the local ones of modules. */
function wordsOf(planned: readonly PlannedFile[], registry: Registry): ReadonlySet<string> {
  const words = new Set<string>(registry.library.roots);
  for (const { outcomes } of planned) {
    for (const { hunk, reference } of outcomes) if (hunk) words.add(reference.binding.local);
  }
  return words;
}

const PATCHING = /patch|stub|setattr|mock/i;

/** How a target of a patch site is written, as far as a text shows it. */
function targetPattern(words: ReadonlySet<string>): RegExp {
  const any = [...words].join('|');
  return new RegExp(`['".](?:${any})['".]|\\.(?:${any})\\s*,\\s*['"]|\\bmultiple\\(`);
}

function countHunks({ outcomes }: PlannedFile): Map<string, number> {
  const hunks = new Set(outcomes.flatMap((outcome) => outcome.hunk ?? []));
  return countBy(hunks, ({ transform, path, within }) => `${transform}:${path}:${within}`);
}

/** The follower for a site: a hunk, or why there is none; undefined where nothing that is rewritten feels it. */
function follow(
  model: AnalyzedFile,
  site: PatchSite,
  targets: readonly MockTarget[],
  felt: readonly (readonly AffectedReferences[])[],
  registry: Registry,
  counts: Map<string, number>,
): DependentHunk | undefined {
  const all = felt.flat();
  const leaders = hunksOf(all);
  const { line } = model.source.lines.at(site.span.start);
  const [target] = targets;
  if (!target || leaders.length === 0) return undefined;
  const owner = registry.ownerOf(target.path);
  const path = target.path;
  const base = { site, line, leaders, uses: false, distant: false, path, name: owner?.name ?? path, symbol: undefined };
  const why = site.fixed ?? whyNot(targets, felt, registry) ?? caughtAlready(model, all, registry);
  if (why !== undefined) return { ...base, hunk: undefined, message: why };
  const symbol = symbolOf(becomesOf(calling(all, registry)[0]));
  const transform = leaders[0]?.transform ?? '';
  if (symbol === undefined) return { ...base, hunk: undefined, message: 'The replacement has no name to mock.' };
  const changes = changesFor(model, site, seenThrough(target, all, symbol), symbol);
  if (typeof changes === 'string') return { ...base, hunk: undefined, message: changes };
  const hunk: Hunk = {
    ...nextId(transform, model, site.span.start, counts),
    transform,
    path: model.path,
    line,
    level: leastSure(['review', ...leaders.map((leader) => leader.level)]),
    title: `mock of ${target.path} → ${symbol}`,
    notes: notesOf(all, symbol),
    variant: leaders.every((leader) => leader.variant === leaders[0]?.variant) ? leaders[0]?.variant : undefined,
    requires: hunksOf(calling(all, registry)).map((leader) => leader.id),
    needs: [],
    together: undefined,
    finish: false,
    changes,
    relies: [],
    becomes: undefined,
    name: base.name,
    elsewhere: undefined,
    follows: true,
  };
  return { ...base, symbol, hunk, message: undefined };
}

/** Why a mock cannot move; undefined where it can. */
function whyNot(
  targets: readonly MockTarget[],
  felt: readonly (readonly AffectedReferences[])[],
  registry: Registry,
): string | undefined {
  const symbols = new Set<string>();
  for (const [index, { path, object, via }] of targets.entries()) {
    const canonical = registry.ownerOf(path)?.name ?? path;
    const ofModule = felt[index]?.some(({ outcome }) => outcome.hunk?.imports);
    if (!ofModule && registry.library.knownLength(path.split('.')) < path.split('.').length) {
      const what = path === object && via?.bare ? 'the whole of what the module imports' : 'a member';
      return `It replaces ${what} (\`${path}\`): change it by hand.`;
    }
    const own = felt[index] ?? [];
    const draft = draftAmong(hunksOf(felt.flat()));
    const stays = own.find(({ outcome }) => !outcome.hunk || outcome.hunk === draft);
    if (stays) {
      const { model } = stays.file;
      const { line } = model.source.lines.at(stays.outcome.reference.span.start);
      return `It stays, as ${model.path}:${line} still uses ${canonical}.`;
    }
    for (const one of calling(felt[index] ?? [], registry)) {
      const made = becomesOf(one);
      if (made?.kind === 'symbol' && made.calls === 'other') return otherCall(one, made);
      symbols.add(symbolOf(made) ?? '');
    }
  }
  if (symbols.size === 1 && symbols.has('')) return 'What it replaces is not called any more.';
  const modules = new Set([...symbols].map((symbol) => splitSymbol(symbol).module));
  const several = targets.length > 1 ? modules.size > 1 : symbols.size > 1;
  if (several || symbols.has(''))
    return `What it replaces becomes several things (${[...symbols]
      .map((symbol) => symbol || 'nothing')
      .sort()
      .join(', ')}).`;
  const renamed = targets.find(
    ({ path }) => ![...symbols].some((symbol) => splitSymbol(symbol).member === splitSymbol(path).member),
  );
  if (targets.length > 1 && renamed) return 'The names that it replaces change.';
  return undefined;
}

/** Those that count for the name: what only lets others run needs no mock where it becomes something else, or nothing. */
function calling(felt: readonly AffectedReferences[], registry: Registry): readonly AffectedReferences[] {
  const waits = (hunk: Hunk | undefined) => !hunk || variantOf(registry, hunk)?.waits !== false;
  const waiting = felt.filter(({ outcome }) => waits(outcome.hunk));
  const alike = new Set(felt.map((one) => symbolOf(becomesOf(one)))).size < 2;
  return alike || waiting.length === 0 ? felt : waiting;
}

/** Whether the mock would catch calls of its own file that it did not: those that name the new object already. */
function caughtAlready(
  model: AnalyzedFile,
  felt: readonly AffectedReferences[],
  registry: Registry,
): string | undefined {
  const symbol = symbolOf(becomesOf(calling(felt, registry)[0]));
  if (symbol === undefined || !felt.some(({ file }) => file.model.path === model.path)) return undefined;
  const line = firstCall(model, symbol);
  return line === undefined ? undefined : `Line ${line} calls ${symbol} already, which the mock would catch as well.`;
}

function becomesOf(felt: AffectedReferences | undefined): Becomes | undefined {
  return felt?.outcome.hunk && becomesAt(felt.outcome.hunk, felt.outcome.reference);
}

function isAdapted(felt: AffectedReferences): boolean {
  const made = becomesOf(felt);
  return felt.outcome.reference.call !== undefined && made?.kind === 'symbol' && made.calls === 'adapted';
}

/** Why a mock stays where the call has another form then. */
function otherCall(
  { file: { model }, outcome }: AffectedReferences,
  { symbol, why }: Extract<Becomes, { kind: 'symbol' }>,
): string {
  const { line } = model.source.lines.at(outcome.reference.span.start);
  return `It stays, as ${model.path}:${line} calls ${symbol} in another form${why === undefined ? '' : `: ${why}`}.`;
}

function notesOf(felt: readonly AffectedReferences[], symbol: string): Note[] {
  const why = `All other callers of ${symbol} get the mock too.`;
  const places = hunksOf(felt).map(placeOf);
  const mock: Note = { kind: 'mock', text: 'It mocks', places, why, reason: 'a mock of a call that is rewritten' };
  const text = 'The arguments of the call change too, so assertions on them must follow.';
  return felt.some(isAdapted) ? [mock, { kind: 'mock', text, reason: 'assertions on arguments must follow' }] : [mock];
}

/** The target without the module, where that would not name the symbol: it hands it on, or imports it inside of a function. */
function seenThrough(target: MockTarget, felt: readonly AffectedReferences[], symbol: string): MockTarget {
  const { via } = target;
  const own = via && felt.some(({ file }) => file.model.path === via.file.model.path);
  return own && !importsInside(via.file.model, splitSymbol(symbol).module) ? target : { ...target, via: undefined };
}

function importsInside({ statements, names }: AnalyzedFile, module: string): boolean {
  return statements.some((statement) =>
    statement.names.some((name) => name.loads === module && names.scopeAt(name.localNode) !== names.module),
  );
}
