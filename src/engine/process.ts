// How the project's processes run: green (patched at their start), and what the patch leaves out; or not known.
import { lineOf } from '../text/lines.ts';
import type { Patching } from '../transform.ts';
import type { Project } from './project.ts';
import { splitSymbol } from './symbols.ts';

/** One call that patches the process, as its text shows it. */
export interface PatchCall {
  readonly path: string;
  readonly line: number;
  /** Its arguments as written. */
  readonly given: string;
  /** What waits cooperatively after it. */
  readonly time: boolean;
  readonly threads: boolean;
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
  /** Whether a file may count on being patched: a patch that only tests make does not vouch for the product. */
  patchedFor(path: string): boolean;
  /** The call whose process lets a kind of wait in a file block all others; undefined where none does. */
  leavesOut(what: 'time' | 'threads', path: string): PatchCall | undefined;
}

/** Files that only tests run. */
const TEST = /(^|\/)(tests?|testing)(\/|\.py$)|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/;

/** Whether a file is there for tests, by its name and folder. */
export function isTest(path: string): boolean {
  return TEST.test(path);
}

/**
 * Finds the calls that patch. A file with several (a branch for a debugger, one for another system) counts by the one
 * that covers most; a project with several files counts by the one that covers least, as each is a process of its own.
 */
export function readProcess(project: Project, patching: Patching | undefined, mode: Mode | undefined): Process {
  const calls = patching ? patchCalls(project, patching) : [];
  const product = calls.filter((call) => !TEST.test(call.path));
  // Tests run with the patches of the product, or else with their own.
  const callsFor = (path: string) => (TEST.test(path) && product.length === 0 ? calls : product);
  return {
    mode,
    calls,
    patchedFor: (path) => (mode === undefined ? callsFor(path).length > 0 : mode !== 'unpatched'),
    leavesOut(what, path) {
      if (mode !== undefined) return undefined;
      const own = callsFor(path);
      const covered = new Set(own.filter((call) => call[what]).map((call) => call.path));
      return own.find((call) => !covered.has(call.path));
    },
  };
}

function patchCalls(project: Project, patching: Patching): PatchCall[] {
  const calls: PatchCall[] = [];
  const pattern = new RegExp(`(?<!def\\s)\\b${patching.call}\\s*\\(([^()]*)\\)`, 'g');
  for (const { path, bytes, python } of project.files) {
    if (!python || !bytes.includes(patching.call)) continue;
    const text = bytes.toString('latin1');
    for (const match of text.matchAll(pattern)) {
      const start = text.lastIndexOf('\n', match.index) + 1;
      if (/^\s*(#|def\b)/.test(text.slice(start, match.index))) continue;
      const keywords = new Map<string, string>();
      if (/\*\*/.test(match[1] ?? '')) keywords.set('**', '');
      for (const keyword of (match[1] ?? '').matchAll(/(\w+)\s*=\s*([^,]+)/g))
        keywords.set(keyword[1] ?? '', (keyword[2] ?? '').trim());
      calls.push({
        path,
        line: lineOf(text, match.index),
        given: (match[1] ?? '').trim().replace(/\s+/g, ' '),
        ...patching.covers(keywords),
        testsOnly: TEST.test(path),
        loadedBy: runsAtImport(text, match.index) ? importersOf(project, path) : [],
      });
    }
  }
  return calls;
}

/** Whether a line runs when its module is loaded: no function is around it, or one that the module itself calls. */
function runsAtImport(text: string, offset: number): boolean {
  const name = functionAround(text, offset);
  if (name === undefined) return true;
  const calls = [...text.matchAll(new RegExp(`(?<!def\\s+)\\b${name}\\(`, 'g'))];
  return calls.some((call) => functionAround(text, call.index) === undefined);
}

/** The name of the function that a line stands in, read from the indentation of the lines above it. */
function functionAround(text: string, offset: number): string | undefined {
  const lines = text.slice(0, text.indexOf('\n', offset) + 1 || text.length).split('\n');
  let indentation = Number.POSITIVE_INFINITY;
  for (const line of lines.filter((each) => /^[ \t]*[^\s#]/.test(each)).reverse()) {
    const own = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (own >= indentation) continue;
    indentation = own;
    const name = /^\s*(?:async\s+)?def\s+(\w+)/.exec(line)?.[1];
    if (name) return name;
  }
  return undefined;
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
