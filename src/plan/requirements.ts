// What hunks need of each other by the words of their transforms: objects that must be rewritten too, in any file, and hunks
// that are taken together or not at all. Where one of them is missing, those that need it become advice.
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { splitSymbol } from '../project/dotted-names.ts';
import type { Project } from '../project/project-index.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { FoundReference } from '../python/references.ts';
import { groupBy } from '../text/group-by.ts';
import { memo } from '../text/memoize.ts';
import type { Advice, Requirement } from '../transform.ts';
import type { Hunk, Outcome, PlannedFile, Refusal } from './hunks/hunk.ts';
import { refuseWithoutRequired } from './levels.ts';

/** Whether a reference makes an object, or names its class so that one may be made. */
export function makesObject({ role, typeTest }: FoundReference): boolean {
  return /^(call|value|base)$/.test(role) && !typeTest;
}

/** Gives the places that make an object, by its name: of one file, or of all. */
export function readConstructions(
  models: readonly AnalyzedFile[],
  project: Project,
  { ownerOf }: Registry,
  modelOf: (path: string) => AnalyzedFile | undefined,
) {
  const planned = new Set(models.map(({ path }) => path));
  const inFile = ({ path, references }: AnalyzedFile, name: string): Requirement[] =>
    references
      .filter((each) => makesObject(each) && ownerOf(each.path)?.name === name)
      .map(({ span }) => ({ path, at: span.start }));
  const inProject = memo((name: string) => {
    // What other files make is not rewritten, and must not be forgotten.
    const others = project
      .mentioning(splitSymbol(name).member)
      .filter(({ path, python }) => python && !planned.has(path));
    return [...models, ...others.flatMap(({ path }) => modelOf(path) ?? [])].flatMap((model) => inFile(model, name));
  });
  return (name: string, model: AnalyzedFile | undefined): readonly Requirement[] =>
    model ? inFile(model, name) : inProject(name);
}

/** The hunks with all that they require by requirement and by key, no surer than that; without those that cannot be. */
export function settleRequirements(
  files: readonly PlannedFile[],
  modelOf: (path: string) => AnalyzedFile | undefined,
): readonly PlannedFile[] {
  const all = [...new Set(files.flatMap(({ outcomes }) => outcomes.flatMap(({ hunk }) => hunk ?? [])))];
  if (all.every(({ needs, together }) => needs.length === 0 && together === undefined)) return files;
  const found = new Map(files.flatMap((file) => file.outcomes.map((outcome) => [placeOf(file, outcome), outcome])));
  const groups = groupBy(all, ({ together, id }) => together ?? `alone ${id}`);
  const refused = new Map<string, Refusal>();
  const settled = new Map<string, Hunk>();
  for (const hunk of all) {
    const needed = hunk.needs.map((need) => ({ need, outcome: found.get(keyOf(need)) }));
    const missing = needed.find(({ outcome }) => !outcome?.hunk);
    if (missing) refused.set(hunk.id, sayMissing(modelOf(missing.need.path), hunk, missing.need));
    const along = hunk.together === undefined ? [] : (groups.get(hunk.together) ?? []);
    const others = [...needed.flatMap(({ outcome }) => outcome?.hunk ?? []), ...along].map(({ id }) => id);
    const requires = [...new Set([...hunk.requires, ...others])].filter((id) => id !== hunk.id);
    if (!missing) settled.set(hunk.id, { ...hunk, requires });
  }
  refuseWithoutRequired(
    all.map(({ id }) => id),
    refused,
    settled,
  );
  return files.map((file) => ({ ...file, outcomes: file.outcomes.map((one) => decided(one, refused, settled)) }));
}

function decided(one: Outcome, refused: ReadonlyMap<string, Refusal>, settled: ReadonlyMap<string, Hunk>): Outcome {
  if (!one.hunk) return one;
  const refusal = refused.get(one.hunk.id);
  const { message, reason } = refusal ?? one;
  return refusal ? { ...one, hunk: undefined, message, reason } : { ...one, hunk: settled.get(one.hunk.id) };
}

function keyOf({ path, at }: Requirement): string {
  return `${path} ${at}`;
}

function placeOf({ model: { path } }: PlannedFile, { reference }: Outcome): string {
  return keyOf({ path, at: reference.span.start });
}

function sayMissing(model: AnalyzedFile | undefined, { path }: Hunk, need: Requirement): Advice & Refusal {
  const line = model?.source.lines.at(need.at).line;
  const place = need.path === path ? `line ${line}` : `${need.path}:${line}`;
  return belongsTo(place);
}

/** What is said of a use whose object is manual. */
export function belongsTo(place: string): Advice & Refusal {
  const message = `It belongs to the object created at ${place}, which is not rewritten.`;
  return { kind: 'advice', message, reason: 'its object is not rewritten' };
}
