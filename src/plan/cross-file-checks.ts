// What other places say about a rewrite: a test that patches the object, or its replacement; a module that reaches through
// the import; a process that is not monkey-patched. A safe hunk of which somebody speaks is safe no longer.

import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { symbolsIn } from '../project/dotted-names.ts';
import { mockBodiesAround, refersTo } from '../project/mocks/mock-bodies.ts';
import type { Process } from '../project/monkey-patching.ts';
import type { Project } from '../project/project-index.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { Limit } from '../project/time-limits.ts';
import { byOwnText } from '../python/dataflow/globals-by-name.ts';
import type { LibraryBinding } from '../python/import-bindings.ts';
import { isStdlib } from '../python/stdlib-modules.ts';
import { clip, enclosingDefinitions } from '../python/syntax.ts';
import { contains, type Span } from '../text/edits.ts';
import { memo } from '../text/memoize.ts';
import type { DependentHunk, Hunk, Outcome, PlannedFile } from './hunks/hunk.ts';
import type { ImportersOf } from './importers.ts';
import { type PatchTarget, patchesOfSymbol, storedReferences } from './names-in-strings.ts';

/** What is said of one hunk. */
export interface CrossFileRemark {
  readonly notes: Set<string>;
  /** Why it is manual. */
  refusal: string | undefined;
}

/** Gathers, for each hunk, what the project says of it. */
export function crossFileRemarks(
  planned: readonly PlannedFile[],
  project: Project,
  registry: Registry,
  running: Process,
  reached: ImportersOf,
): ReadonlyMap<Hunk, CrossFileRemark> {
  const remarks = new Map<Hunk, CrossFileRemark>();
  const remarkOf = (hunk: Hunk): CrossFileRemark => {
    const known = remarks.get(hunk) ?? { notes: new Set(), refusal: undefined };
    remarks.set(hunk, known);
    return known;
  };
  const stores = planned.flatMap((file) => storedReferences(file, registry));
  addMockNotes(planned, remarkOf);
  const told = new Set(planned.flatMap(({ model, followers }) => followers.map(({ line }) => `${model.path}:${line}`)));
  const bySymbol = memo((symbol: string) => patchesOfSymbol(symbol, project));
  const reachOf = memo((key: string) => reachSaid(key, reached, told));
  for (const { model, outcomes, followers } of planned) {
    const module = project.moduleOf(model.path);
    // What is said of a hunk hangs on few names: it is looked for once in a file, however many hunks there are.
    const storesOf = memo((name: string) => stores.filter((each) => each.name === name && each.reaches(module)));
    const freshOf = memo((symbol: string) => bySymbol(symbol).filter((each) => each.reaches(module)));
    const ownReachOf = memo((binding: LibraryBinding) => ownReach(model, module, followers, binding));
    const green = running.patchedFor(model.path) ? undefined : greenCall(model, outcomes, registry);
    for (const outcome of outcomes) {
      const { hunk, reference } = outcome;
      if (!hunk) continue;
      const remark = remarkOf(hunk);
      const limit = addTimeLimitNotes(remark, model, outcome, running);
      // A limit says more of the wait than that there is one.
      const said = limit?.path === model.path && limit.line === green?.line;
      if (green && (green.program || !said)) addUnpatchedProcessNotes(remark, model, green);
      addPatchGapNotes(remark, hunk, running);
      const stored = storesOf(hunk.name);
      for (const symbol of symbolsOf(hunk)) {
        addPatchedSymbolNotes(remark, { model, followers, reference }, symbol, stored, freshOf(symbol));
      }
      const own = ownReachOf(reference.binding);
      if (own !== undefined) remark.refusal ??= own;
      if (reference.binding.scope.kind !== 'module') continue;
      const written = model.source.text.slice(reference.span.start, reference.span.end).replace(/\s/g, '');
      for (const place of reachOf(`${model.path} ${reference.binding.local}\0${written}`)) remark.notes.add(place);
    }
  }
  return remarks;
}

/** Says of the leaders what becomes of their mocks. */
function addMockNotes(planned: readonly PlannedFile[], remarkOf: (hunk: Hunk) => CrossFileRemark): void {
  const moving = new Map<Hunk, string[]>();
  const staying = new Map<Hunk, string[]>();
  for (const { model, followers } of planned) {
    for (const { site, line, leaders, uses, distant, hunk, message } of followers) {
      // Whether a distant mock has anything to do with a call is not known: it is told when all calls have gone.
      if (distant) continue;
      const place = `${model.path}:${line}`;
      for (const leader of leaders) {
        if (hunk) {
          const places = moving.get(leader);
          if (places) places.push(place);
          else moving.set(leader, [place]);
        } else if (uses) {
          staying.set(leader, [...(staying.get(leader) ?? []), `${place} (\`${site.text}\`)`]);
        } else if (leader.path === model.path && coversPlace(model, site.span.start, leader)) {
          remarkOf(leader).refusal ??=
            `Left as it is: line ${line} of this file replaces it (\`${site.text}\`), and that must change with it.`;
        } else {
          remarkOf(leader).notes.add(`${place} (\`${site.text}\`) mocks it but is not updated: ${message}`);
        }
      }
    }
  }
  for (const [leader, places] of moving) remarkOf(leader).notes.add(`Also updated: ${listAtMostThree(places)}.`);
  for (const [leader, places] of staying)
    remarkOf(leader).notes.add(`Not updated elsewhere: ${listAtMostThree(places)}.`);
}

const MOST_MOCKS = 3;

function listAtMostThree(places: readonly string[]): string {
  const more = places.length > MOST_MOCKS ? ` and ${places.length - MOST_MOCKS} more` : '';
  return places.slice(0, MOST_MOCKS).join(', ') + more;
}

function symbolsOf(hunk: Hunk): Set<string> {
  return new Set(hunk.changes.flatMap(symbolsIn));
}

function addPatchedSymbolNotes(
  remark: CrossFileRemark,
  { model, followers, reference }: Pick<PlannedFile, 'model' | 'followers'> & Pick<Outcome, 'reference'>,
  symbol: string,
  stores: readonly PatchTarget[],
  fresh: readonly PatchTarget[],
): void {
  const own = stores.find((each) => each.path === model.path);
  if (own) {
    remark.refusal ??= `Left as it is: line ${own.line} assigns to \`${own.text}\`, so this call may mean something else.`;
    return;
  }
  const around = mockBodiesAround(model, reference);
  const replaced = fresh.some((each) => each.path === model.path);
  // A mock that moves replaces the symbol from then on.
  const moves = (call: Span) =>
    followers.some((each) => each.hunk && each.symbol === symbol && contains(call, each.site.span));
  if (around.some((call) => moves(call) || (replaced && refersTo(model, call, symbol)))) {
    remark.refusal ??= `Left as it is: it is part of the replacement for ${symbol} and would call itself.`;
    return;
  }
  if (!isStdlib(symbol) && around.some((call) => refersTo(model, call, reference.path))) {
    remark.refusal ??= `Left as it is: it is part of a replacement, and ${symbol} may call what it replaces.`;
    return;
  }
  const [store] = stores;
  if (store)
    remark.notes.add(`${store.path}:${store.line} assigns to it (\`${store.text}\`) and must name the new one.`);
  const [shared] = fresh;
  if (shared) {
    remark.notes.add(
      `${shared.path}:${shared.line} replaces ${symbol} (\`${shared.text}\`), for the whole process and so here too.`,
    );
  }
}

/** A string that names a local name of a module, by the module's name or as a script. */
function ownName(module: string, local: string): RegExp {
  const names = /^[\w.]+$/.test(module) ? `__main__|${module.replaceAll('.', '\\.')}` : '__main__';
  return new RegExp(`['"](?:${names})\\.${local}['"]`, 'g');
}

/** Whether a replacement is in force where a hunk stands: it is made at module level, or in a definition around it. */
function coversPlace(model: AnalyzedFile, offset: number, { within }: Hunk): boolean {
  const around = enclosingDefinitions(model.source.root.descendantForIndex(offset));
  return around === '' || within === around || within.startsWith(`${around}.`);
}

/** Why a name must stay that the file itself reaches through its module; undefined where a mock that moves does, or nobody. */
function ownReach(
  model: AnalyzedFile,
  module: string,
  followers: readonly DependentHunk[],
  { local, scope }: LibraryBinding,
): string | undefined {
  if (scope.kind !== 'module') return undefined;
  const self = [...model.source.text.matchAll(ownName(module, local))].find(
    ({ index }) => !followers.some(({ site }) => site.span.start <= index && index < site.span.end),
  );
  const text = self ? undefined : byOwnText(model.source, local);
  const index = self?.index ?? text?.startIndex;
  if (index === undefined) return undefined;
  const { line } = model.source.lines.at(index);
  if (text)
    return `Left as it is: line ${line} takes \`${local}\` from a text (\`${clip(text.text)}\`), and that must change with it.`;
  return `Left as it is: line ${line} reaches ${self?.[0]} through this module, and that must change with it.`;
}

/** Which strings name the object through a module and do not move; the key is its path, its name, and what is written there. */
function reachSaid(key: string, reached: ImportersOf, told: ReadonlySet<string>): readonly string[] {
  const [name = '', written = ''] = key.split('\0');
  const places: string[] = [];
  for (const { path, line, text, follower } of reached.get(name) ?? []) {
    if (places.length >= MOST_MOCKS) break;
    if (text === '')
      places.push(`${path}:${line} names it in a file that cannot be read, so nothing there is updated.`);
    else if (
      follower === undefined &&
      !told.has(`${path}:${line}`) &&
      text.replace(/['"\s]/g, '').endsWith(`.${written}`)
    )
      places.push(`${path}:${line} names it (\`${text}\`) and is not updated.`);
  }
  return places;
}

/** What waits must be patched as long as anything in the process is green. */
function addPatchGapNotes(remark: CrossFileRemark, hunk: Hunk, running: Process): void {
  if (hunk.relies.length === 0) return;
  if (running.mode === 'unpatched') {
    remark.notes.add(
      'The configuration says that the process is not patched: as long as green threads run in it, this wait stops every green thread.',
    );
  }
  const [gap] = hunk.relies.flatMap((group) => running.leavesOut(group, hunk.path) ?? []);
  if (!gap) return;
  remark.notes.add(
    `${gap.path}:${gap.line} ${gap.says}: unless that process is patched elsewhere too, this wait stops every green thread in it.`,
  );
}

/** A wait that does not yield outlasts the library's limit around it. */
function addTimeLimitNotes(
  remark: CrossFileRemark,
  model: AnalyzedFile,
  { owner, reference, value }: Outcome,
  running: Process,
): Limit | undefined {
  const waiting = owner.transform.waits ?? [];
  const waits = value?.uses.filter(({ kind, name }) => waiting.includes(kind === 'method' ? name : kind));
  const { root } = model.source;
  const nodes = waits
    ? waits.map(({ span }) => root.descendantForIndex(span.start, Math.max(span.start, span.end - 1)))
    : reference.callNode && waiting.includes('()')
      ? [reference.callNode]
      : [];
  for (const node of nodes) {
    const limit = running.limitAround(model, node);
    if (!limit) continue;
    const at = waits ? ` at line ${model.source.lines.at(node.startIndex).line}` : '';
    remark.notes.add(
      `${limit.path}:${limit.line} limits the wait${at} (\`${clip(limit.text)}\`), and nothing patches the process: a wait of the standard library is not interrupted, so the limit comes too late.`,
    );
    return limit;
  }
  return undefined;
}

/** A call of a file that runs green threads. */
function greenCall(model: AnalyzedFile, outcomes: readonly Outcome[], registry: Registry) {
  const schedules = new Set(registry.transforms.flatMap((transform) => transform.schedules ?? []));
  const calls = outcomes.filter((outcome) => outcome.reference.call && schedules.has(outcome.owner.name));
  const call = calls.find((outcome) => outcome.reference.atImport) ?? calls[0];
  if (!call) return undefined;
  const program = call.reference.atImport || /^if\s+__name__\s*==/m.test(model.source.text);
  return { program, line: model.source.lines.at(call.reference.span.start).line, name: call.owner.name };
}

function addUnpatchedProcessNotes(
  remark: CrossFileRemark,
  model: AnalyzedFile,
  green: { program: boolean; line: number; name: string },
): void {
  const why = `nothing outside of tests patches the process, and ${model.path}:${green.line} runs green threads (${green.name})`;
  if (green.program)
    remark.refusal ??= `Left as it is: ${why}, so a wait of the standard library would stop them all; convert those first.`;
  else remark.notes.add(`Right only if the program patches: ${why}, which a wait of the standard library would stop.`);
}
