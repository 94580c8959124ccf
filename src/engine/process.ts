// How the project's processes run: green (patched at their start), and what the patch leaves out; or not known.
import { lineOf } from '../text/lines.ts';
import type { Patching } from '../transform.ts';
import type { Project } from './project.ts';

/** One call that patches the process, as its text shows it. */
export interface PatchCall {
  readonly path: string;
  readonly line: number;
  /** What waits cooperatively after it. */
  readonly time: boolean;
  readonly threads: boolean;
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

const TEST = /(^|\/)(tests?|testing)(\/|\.py$)|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/;

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
      calls.push({ path, line: lineOf(text, match.index), ...patching.covers(keywords) });
    }
  }
  return calls;
}
