// How the project's processes run: green (patched at their start), and where the patch leaves something out or may not
// happen at all; or not known. Each file that patches is taken for a process of its own.

import { evaluatedAtImport } from '../python/reference-role.ts';
import type { Node } from '../python/source.ts';
import { memo } from '../text/memoize.ts';
import type { Patching } from '../transform.ts';
import type { AnalyzedFile } from './analyzed-file.ts';
import { splitSymbol } from './dotted-names.ts';
import { findProcessPatches, type ProcessPatch } from './monkey-patch-calls.ts';
import { type Gap, readGaps } from './monkey-patch-gaps.ts';
import type { Project } from './project-index.ts';
import { type FileByPath, readSymbols, type SymbolResolver } from './resolve-symbol.ts';
import type { Stars } from './star-imports.ts';
import type { Registry } from './symbol-owners.ts';
import { type Limit, type Limits, readLimits } from './time-limits.ts';

/** One call that patches the process, as its text shows it. */
export interface PatchCall {
  readonly path: string;
  readonly line: number;
  /** Its arguments as written. */
  readonly given: string;
  /** What waits cooperatively after it, for certain, by the groups that reports name. */
  readonly covers: Readonly<Record<string, boolean>>;
  /** Whether only tests run it. */
  readonly testsOnly: boolean;
  /** Where its module is imported, if it patches while it is loaded: the entry points of the processes. */
  readonly loadedBy: readonly { readonly path: string; readonly line: number }[];
}

/** What the policy may say of the process; without it, what the calls say. */
export type Mode = 'green' | 'native' | 'unpatched';

/** The way in which the project's code runs. */
export interface Process {
  readonly mode: Mode | undefined;
  readonly calls: readonly PatchCall[];
  /** Where a setting that names the library decides whether the process is patched: where it says no, nothing is taken to be green. */
  readonly switches: readonly Gap[];
  /** Whether a file may count on being patched: a patch that only tests make does not vouch for the product. */
  patchedFor(path: string): boolean;
  /** The place by which a process lets a group of waits in a file block all others; undefined where none does. */
  leavesOut(what: string, path: string): Gap | undefined;
  /** The time limit of the library under which a node runs in a process that nothing patches: a wait that does not yield outlasts it. */
  limitAround(model: AnalyzedFile, node: Node): Limit | undefined;
}

/** Files that only tests run. */
const TEST = /(^|\/)(tests?|testing)(\/|\.py$)|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/;

/** Whether a file is there for tests, by its name and folder. */
export function isTest(path: string): boolean {
  return TEST.test(path);
}

/**
 * Finds the places that patch, and those that leave something out: each that is reached, as it may be the one that a
 * process runs. Tests run with their own patches and those of the product.
 */
export function readProcess(
  project: Project,
  stars: Stars,
  registry: Registry,
  patching: Patching | undefined,
  mode: Mode | undefined,
  modelOf: FileByPath,
): Process {
  const callees = readSymbols(project, modelOf);
  const sites = patching ? findProcessPatches(project, stars, registry, patching, modelOf, callees) : [];
  const product = sites.filter(({ path }) => !isTest(path));
  const sitesFor = (path: string) => (isTest(path) ? sites : product);
  const gaps = readGaps(sites, registry, callees);
  let limits: Limits | undefined;
  // A file often patches at several places.
  const importersIn = memo((path: string) => importersOf(project, path));
  const patchedFor = (path: string) => (mode === undefined ? sitesFor(path).length > 0 : mode !== 'unpatched');
  return {
    mode,
    calls: sites.map((site) => callAt(site, patching, callees, importersIn)),
    switches: gaps.switches,
    patchedFor,
    leavesOut(what, path) {
      if (mode !== undefined) return undefined;
      return gaps.of(what, sitesFor(path));
    },
    limitAround(model, node) {
      if (patchedFor(model.path)) return undefined;
      limits ??= readLimits(project, stars, registry, modelOf, callees);
      const found = limits.around(model, node);
      return found && !patchedFor(found.path) ? found : undefined;
    },
  };
}

function callAt(
  { path, line, given, coverage, at }: ProcessPatch,
  patching: Patching | undefined,
  callees: SymbolResolver,
  importersIn: (path: string) => PatchCall['loadedBy'],
): PatchCall {
  const reported = patching?.groups.filter((group) => group.reported) ?? [];
  return {
    path,
    line,
    given,
    covers: Object.fromEntries(reported.map(({ id }) => [id, coverage[id] === 'yes'])),
    testsOnly: isTest(path),
    loadedBy: at && runsAtImport(at, callees) ? importersIn(path) : [],
  };
}

/** Whether a place runs when its module is loaded: no function is around it, or one that the module itself calls. */
function runsAtImport({ model, node }: NonNullable<ProcessPatch['at']>, callees: SymbolResolver): boolean {
  const atImport = (place: Node) => evaluatedAtImport(model.names.scopeAt(place));
  if (atImport(node)) return true;
  const around = model.names.scopeAt(node).node;
  if (around.type !== 'function_definition') return false;
  return callees.callersOf({ model, node: around }).some(({ model: at, call }) => at === model && atImport(call));
}

function importersOf(project: Project, path: string): { path: string; line: number }[] {
  const module = project.moduleOf(path);
  const { module: around, member: last } = splitSymbol(module);
  const whole = module.replaceAll('.', '\\.');
  const parent = around.replaceAll('.', '\\.');
  const from = around !== '' ? `|from[ \\t]+${parent}[ \\t]+import\\b.*\\b${last}\\b` : '';
  const pattern = new RegExp(`^[ \\t]*(?:(?:import|from)[ \\t]+${whole}\\b${from})`);
  return project.search(last, pattern, path).flatMap(({ path: file, line }) => (file ? [{ path: file, line }] : []));
}
