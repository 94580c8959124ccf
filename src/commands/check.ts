// `check`: the ratchet. The whole project is read, as names come through its modules; what is reported is of the paths given.
import { relative, resolve } from 'node:path';
import { NotFound, UserError } from '../errors.ts';
import { type BaselineFile, readBaselineFile, writeBaselineFile } from '../io/baseline-file.ts';
import { knownToGit, type LooseLocation, locateLoosely } from '../io/missing-paths.ts';
import { BASELINE_FILE, formatBaseline, parseBaseline } from '../ledger/baseline.ts';
import { buildLedger } from '../ledger/build-ledger.ts';
import { type CheckScope, compareWithBaseline, type NewReference, renewBaseline } from '../ledger/compare-baseline.ts';
import { type Fingerprint, type KnownReference, knownReferences } from '../ledger/fingerprints.ts';
import { isBlocked } from '../ledger/finish.ts';
import { isDraft } from '../plan/hunks/level.ts';
import type { Plan } from '../plan/plan.ts';
import { loadRegistry } from '../registry.ts';
import { type CheckFormat, type CheckReport, type Finding, formatCheck } from '../reporters/check/check-report.ts';
import { styleOf } from '../reporters/markup/terminal-style.ts';
import { counted } from '../text/plural.ts';
import { shellWord } from '../text/shell-quote.ts';
import { sayFinish } from './finish.ts';
import { type LoadedProject, loadProjectAt } from './load-project.ts';
import { reportOf } from './report.ts';
import { type Selection, selectedTransforms } from './selection.ts';
import { EXIT, type World } from './world.ts';

/** The flags of `check`. */
export interface CheckOptions extends Selection {
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly strict?: boolean;
  readonly format?: CheckFormat;
}

/** Compares the references with the baseline, or writes it. */
export async function check(world: World, paths: readonly string[], options: CheckOptions): Promise<number> {
  if (options.level !== undefined || options.decisions !== undefined)
    throw new UserError('--level and --decisions choose hunks, and check looks at every reference', 'Leave them out.');
  const location = await locateLoosely(world.cwd, paths);
  const file = readBaselineFile(location.root, world.cwd, BASELINE_FILE, options.baseline);
  const [library = ''] = (world.registry ?? (await loadRegistry())).library.roots;
  const baseline = baselineOf(file, library, options);
  await mustBeKnown(location, baseline);
  const prepared = await loadProjectAt(world, { ...location, wanted: [''] }, options, 'references', 'python');
  const ledger = buildLedger(prepared.plan);
  const references = knownReferences(ledger.entries);
  const scope = scopeOf(prepared, location, options);
  const compared = compareWithBaseline(references, baseline, scope);
  const count = compared.added.length + compared.kept;
  if (options.writeBaseline) {
    const renewed = renewBaseline(references, baseline, scope, compared.renamed);
    writeBaselineFile(file, formatBaseline(renewed, library));
    const changes = `${compared.added.length} new, ${compared.gone.length} gone`;
    const all = renewed.length === count ? '' : ` of ${renewed.length}`;
    world.stderr.say(
      `${file.shown}: ${count}${all} ${count === 1 && all === '' ? 'reference' : 'references'} written (${changes}); commit it`,
    );
    return prepared.code;
  }
  const { plan, tree } = prepared;
  const report: CheckReport = {
    ...compared,
    report: reportOf(world, prepared, ledger),
    baseline: file.text === undefined ? null : file.shown,
    findings: compared.added.map((each) => findingOf(each, plan, (path) => here(world, tree.root, path))),
  };
  const style = styleOf(world.stdout);
  const { format = 'text' } = options;
  const text = formatCheck(report, format, style);
  await (format === 'text' ? world.stdout.print(text) : world.stdout.write(text));
  summarise(world, report, file);
  sayFinish(world, prepared);
  const unread = unreadIn(prepared, location);
  for (const { path, reason } of unread)
    world.stderr.say(
      `${path} names ${library} and cannot be checked (${reason}): fix it, or leave it out with --exclude`,
    );
  const blocked = prepared.blockers !== undefined && isBlocked(prepared.blockers);
  const found =
    compared.added.length > 0 || unread.length > 0 || blocked || (options.strict && compared.gone.length > 0);
  return prepared.code || (found ? EXIT.found : EXIT.done);
}

/** The files of the paths that may hold something new and could not be read as Python: a guard must not be blind to them. */
function unreadIn({ plan, tree }: LoadedProject, { wanted }: LooseLocation) {
  const files = new Map(tree.files.map((file) => [file.path, file]));
  return plan.skipped.filter(({ path }) => {
    const file = files.get(path);
    const named =
      file?.searched !== undefined || [...plan.registry.library.roots].some((root) => file?.bytes.includes(root));
    return named && wanted.some((folder) => isUnder(path, folder));
  });
}

/** What the baseline holds; nothing where there is none, as a project without references needs none. */
function baselineOf({ text, shown }: BaselineFile, library: string, options: CheckOptions): readonly Fingerprint[] {
  if (text === undefined) {
    if (options.baseline === undefined || options.writeBaseline) return [];
    throw new UserError(
      `the baseline ${shown} does not exist`,
      `Write it first: degreen check --write-baseline --baseline ${shellWord(shown)}`,
    );
  }
  const baseline = parseBaseline(text, library);
  if (typeof baseline !== 'string') return baseline;
  throw new UserError(
    `${shown} ${baseline}`,
    'Fix it, or take it from git again; after a merge degreen check --write-baseline writes it again, once it is removed.',
  );
}

/** @throws UserError for a path that is not there and never was. */
async function mustBeKnown(location: LooseLocation, baseline: readonly Fingerprint[]): Promise<void> {
  const { root, inGit, missing } = location;
  const strangers = missing.filter((path) => !baseline.some((each) => isUnder(each.path, path)));
  const known = inGit ? await knownToGit(root, strangers) : new Set();
  const stranger = strangers.find((path) => !known.has(path));
  if (stranger !== undefined) throw new NotFound('path', resolve(root, stranger));
}

function isUnder(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** What the paths and flags mean: files that were read, and files that are gone. */
function scopeOf({ plan, tree }: LoadedProject, { wanted }: LooseLocation, options: Selection): CheckScope {
  const { only, skip } = options;
  const none = { only: undefined, skip: [], where: () => '' };
  const transforms =
    only === undefined && skip === undefined ? undefined : selectedTransforms(plan.registry, options, none);
  const all = wanted.includes('');
  const names = new Set(wanted);
  const meant = (path: string): boolean => {
    if (all || names.has(path)) return true;
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
      if (names.has(path.slice(0, slash))) return true;
    return false;
  };
  const skipped = new Set(plan.skipped.map(({ path }) => path));
  const files = new Map(tree.files.map((file) => [file.path, file]));
  const readable = (path: string) => !skipped.has(path) && (files.get(path)?.chosen ?? true);
  return {
    exists: (path) => files.has(path) || skipped.has(path),
    covers: ({ path, name }) => {
      if (!meant(path) || !readable(path)) return false;
      return transforms === undefined || transforms.has(plan.registry.ownerOf(name)?.transform.id ?? '');
    },
  };
}

/** What to do about a new reference: see the rewrite, where there is one, else read the page. */
function findingOf(reference: NewReference, plan: Plan, shown: (path: string) => string): Finding {
  const { entry } = reference;
  const owner = plan.registry.ownerOf(entry.name);
  const { equivalent = '' } = owner?.transform.explain(owner.name) ?? {};
  return { ...reference, equivalent, command: commandFor(reference, plan, owner?.name ?? entry.name, shown) };
}

function commandFor({ entry }: KnownReference, plan: Plan, name: string, shown: (path: string) => string): string {
  const hunk = plan.hunks.find((each) => each.id === entry.hunk && !isDraft(each));
  const goes = entry.role === 'import' && (entry.verdict === 'safe' || entry.verdict === 'review');
  if (!hunk && !goes) return `degreen explain ${name}`;
  const only = hunk ? ` --only ${hunk.transform}` : '';
  const level = entry.verdict === 'review' ? ' --level review' : '';
  const finish = hunk?.finish ? ' --finish' : '';
  return `degreen diff${only}${level}${finish} ${shellWord(shown(entry.path))}`;
}

function here(world: World, root: string, path: string): string {
  return relative(world.cwd, resolve(root, path)) || path;
}

function summarise(world: World, { findings, gone, kept, baseline }: CheckReport, file: BaselineFile): void {
  if (baseline === null) {
    const all = findings.length;
    world.stderr.say(
      all === 0
        ? 'no reference is left, and no baseline is needed'
        : `${counted(all, 'reference')}, all new: there is no ${file.shown}; degreen check --write-baseline records what is there, to be committed`,
    );
    return;
  }
  world.stderr.say(`${findings.length} new, ${gone.length} gone, ${kept} as in ${baseline}`);
  if (gone.length > 0)
    world.stderr.say('degreen check --write-baseline takes out what is gone, so that it cannot come back');
}
