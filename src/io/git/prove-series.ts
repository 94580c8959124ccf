// The proof of a series: it is applied as its reader will apply it, and what comes out is compared with what was promised.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { CheckedFile, Checker, Opinion } from '../process/python-check.ts';
import { outsideEnvironment } from '../process/scratch-process.ts';
import { type MadeSeries, must, type PatchFile, type Workshop } from './commits.ts';

/** What is to be proved. */
export interface Claim {
  readonly patches: readonly PatchFile[];
  /** The commits that the patches were made from; their blobs are those of the preview. */
  readonly made: MadeSeries;
  /** The first that can judge does. */
  readonly checkers: readonly Checker[];
  /** A command of the user's that every commit must pass. */
  readonly command: string | undefined;
  /** The paths that are no Python, and that no checker is asked about. */
  readonly plain: ReadonlySet<string>;
}

/** What was proved, or the patch that failed and why. */
export type ProofResult =
  | { readonly holds: true; readonly opinion: Opinion }
  | { readonly holds: false; readonly patch: string; readonly reason: string };

/** What `git am` needs for these patches: a mail loses the CR of its lines unless it is told otherwise. */
export function applyArguments(patches: readonly PatchFile[]): string[] {
  return ['am', '-3', ...(patches.some((patch) => patch.bytes.includes('\r\n')) ? ['--keep-cr'] : [])];
}

/**
 * Applies the patches one by one in the scratch work tree and looks at every commit.
 * @throws UserError where the user's command fails.
 */
export async function prove(workshop: Workshop, claim: Claim): Promise<ProofResult> {
  const { patches, made } = claim;
  const applying = applyArguments(patches);
  await checkOut(workshop, claim);
  const originals = readFiles(workshop, made.atBase);
  const seen: (CheckedFile & { readonly patch: string })[] = [];
  for (const [index, patch] of patches.entries()) {
    const fail = (reason: string): ProofResult => ({ holds: false, patch: patch.name, reason });
    const file = join(workshop.scratch.folder, 'patches', patch.name);
    const said = await workshop.git(...applying, file);
    if (said.code !== 0) return fail(`git am takes it not: ${`${said.stdout}${said.stderr}`.trim()}`);
    const commit = made.commits[index];
    if (!commit || !(await isHead(workshop, commit.id))) return fail('git am makes another commit of it');
    for (const [path, after] of readFiles(workshop, commit.paths))
      if (!claim.plain.has(path)) seen.push({ patch: patch.name, path, before: originals.get(path), after });
    if (claim.command !== undefined) await runCommand(workshop, claim.command, patch, index, patches.length);
  }
  const wrong = await difference(workshop, made);
  if (wrong) return { holds: false, patch: patches.at(-1)?.name ?? '', reason: wrong };
  const opinion = await ask(claim.checkers, seen);
  const [first] = opinion.problems;
  if (!first) return { holds: true, opinion };
  const patch = seen[first.file]?.patch ?? '';
  const same = opinion.problems.filter((problem) => seen[problem.file]?.patch === patch);
  return { holds: false, patch, reason: same.map((problem) => problem.text).join('; ') };
}

async function ask(checkers: readonly Checker[], files: readonly CheckedFile[]): Promise<Opinion> {
  for (const checker of checkers) {
    const opinion = await checker(files);
    if (opinion) return opinion;
  }
  throw new Error('nobody can judge the changed files');
}

/** All files where a command of the user's is to run, else those that the series touches. */
async function checkOut(workshop: Workshop, { command, made }: Claim): Promise<void> {
  const which = command === undefined ? ['-z', '--stdin'] : ['--all', '--force'];
  const said = await workshop.scratch.run('git', ['checkout-index', '--quiet', ...which], {
    cwd: workshop.tree,
    env: workshop.env,
    input: made.atBase.map((path) => `${path}\0`).join(''),
  });
  must(said);
}

function readFiles(workshop: Workshop, paths: readonly string[]): Map<string, Buffer> {
  const there = paths.filter((path) => existsSync(join(workshop.tree, path)));
  return new Map(there.map((path) => [path, readFileSync(join(workshop.tree, path))]));
}

/** Whether what was applied is the commit that the patch was made from: at best itself, else tree, author and message. */
async function isHead(workshop: Workshop, commit: string): Promise<boolean> {
  // No branch is checked out, so HEAD holds the commit itself.
  const head = readFileSync(join(workshop.tree, '.git', 'HEAD'), 'utf8').trim();
  if (head === commit) return true;
  const describe = async (id: string) =>
    must(await workshop.git('log', '-1', '--no-show-signature', '--format=%T%n%an%n%ae%n%at%n%B', id));
  return (await describe(head)) === (await describe(commit));
}

/** How HEAD differs from what the preview shows; undefined where it does not. */
async function difference(workshop: Workshop, { last }: MadeSeries): Promise<string | undefined> {
  const { base } = workshop.repository;
  const raw = must(await workshop.git('diff', '--raw', '--no-abbrev', '--no-renames', '-z', base, 'HEAD'));
  const found = new Map<string, string>();
  for (const [, mode, id, path = ''] of raw.matchAll(/:\d+ (\d+) \w+ (\w+) \w\0([^\0]+)\0/g))
    found.set(path, `${mode} ${id}`);
  const other = [...found.keys()].find((path) => !last.has(path));
  if (other !== undefined) return `${other} is changed, and should not be`;
  const wrong = [...last].find(([path, blob]) => found.get(path) !== `${blob.mode} ${blob.id}`);
  return wrong ? `${wrong[0]} is not as the preview shows it` : undefined;
}

const SHOWN_LINES = 40;

async function runCommand(workshop: Workshop, command: string, patch: PatchFile, index: number, count: number) {
  const said = await workshop.scratch.run(command, [], { cwd: workshop.tree, env: outsideEnvironment(), shell: true });
  if (said.code !== 0) {
    const output = said.stdout.toString('utf8').trimEnd().split('\n').slice(-SHOWN_LINES);
    const how = said.code < 0 ? 'was ended by a signal' : `exited ${said.code}`;
    throw new UserError(
      `\`${command}\` ${how} after patch ${index + 1} of ${count}, ${patch.name}; nothing was written`,
      undefined,
      output.map((line) => line.replaceAll('\t', '    ')),
    );
  }
  // What the command changed in tracked files would stop the next patch; what it made beside them may serve it again.
  must(await workshop.git('reset', '--quiet', '--hard'));
}
