// Asks the transforms about imports of modules that they own: one answer for an import and all that its file reaches through it.

import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { reasonToKeep } from '../project/import-liveness.ts';
import type { Owner, Registry } from '../project/symbol-owners.ts';
import { liesIn, shapeOf } from '../python/changes.ts';
import type { LibraryBinding } from '../python/import-bindings.ts';
import { fallbackAlone } from '../python/import-fallback.ts';
import type { FoundReference } from '../python/references.ts';
import { contains, overlaps, type Span } from '../text/edits.ts';
import { groupBy } from '../text/group-by.ts';
import { type Change, type ImportReference, type Proposal, type Requirement, replace } from '../transform.ts';
import { type Answered, type Answers, checkedAnswer, NAME_TROUBLE, type Planning } from './ask.ts';
import type { Refusal } from './hunks/hunk.ts';

/** The answers about the imports of a file. */
export function answerImports(
  model: AnalyzedFile,
  registry: Registry,
  planning: Planning,
  see: Answers['see'],
): Answered[] {
  const through = groupBy(model.references, ({ binding }) => binding);
  return model.bindings.flatMap((binding) => {
    const owner = moduleOwner(registry, binding);
    const uses = through.get(binding) ?? [];
    return owner && uses.length > 0 ? askImport(model, { binding, uses, owner }, registry, planning, see) : [];
  });
}

/** Who is asked about an import: the owner of the very module that its name stands for. */
function moduleOwner({ ownerOf, library }: Registry, { target, imports, shared }: LibraryBinding): Owner | undefined {
  const owner = shared || imports.length === 0 ? undefined : ownerOf(target);
  const name = library.canonical(target);
  const own = owner?.transform.proposeImport && owner.transform.owns.some((each) => each.name === name);
  return own ? { ...owner, name } : undefined;
}

interface Import {
  readonly binding: LibraryBinding;
  readonly uses: readonly FoundReference[];
  readonly owner: Owner;
}

function askImport(
  model: AnalyzedFile,
  { binding, uses, owner }: Import,
  registry: Registry,
  planning: Planning,
  see: Answers['see'],
): Answered[] {
  const [imported, second] = binding.imports;
  const [reference] = uses;
  if (!imported || !reference) return [];
  const { lines } = model.source;
  const ownerOf = (use: FoundReference): Owner => registry.ownerOf(use.path) ?? owner;
  const seen = uses.map((use) => see(use, ownerOf(use)));
  const told: ImportReference = {
    name: owner.name,
    local: binding.local,
    line: lines.at(imported.span.start).line,
    guard: imported.statement.guard,
    uses: seen,
    statement: () => (seen[0] ?? see(reference, owner)).statement(imported.span),
  };
  const others = uses.filter((use) => ownerOf(use).transform !== owner.transform);
  const own = uses.filter((use) => !others.includes(use));
  /** With what a handler imports in its place, where it is that. */
  const fallback = ({ imports }: Proposal) =>
    onlyFallback(model, binding) && imports
      ? fallbackAlone(imported, imports.module, model.statements, model.source)
      : undefined;
  const answer = checkedAnswer(model, own[0] ?? reference, owner, registry, planning, {
    propose: () => owner.transform.proposeImport?.(told, planning.policy) ?? NO_ANSWER,
    refuse: (given) => {
      const trouble = own.find((use) => use.trouble && !(use.trouble === binding.trouble && fallback(given)))?.trouble;
      if (trouble) return { message: trouble, reason: NAME_TROUBLE };
      const kept = reasonToKeep(model, binding, () => false);
      if (kept) return { message: kept, reason: 'others may use the name of the import' };
      if (second) {
        const message = `\`${binding.local}\` is imported again at line ${lines.at(second.span.start).line}`;
        return { message, reason: NAME_TROUBLE };
      }
      return ownModule(model, given, planning);
    },
    complete(given) {
      const requires = [...(given.requires ?? []), ...others.map((use) => placeOf(model, use))];
      const alone = fallback(given);
      const changes = alone ?? namedAnew(given, imported, uses);
      return { ...given, changes: [...given.changes, ...changes], requires };
    },
  });
  return [{ reference: own[0] ?? reference, owner, answer, value: undefined, members: own, imported: binding }];
}

const NO_ANSWER = { kind: 'advice', message: '' } as const;

function placeOf({ path }: AnalyzedFile, { span }: FoundReference): Requirement {
  return { path, at: span.start };
}

/** Why a module cannot be imported: the project has one by that name, which would be found in its place. */
function ownModule({ path }: AnalyzedFile, { imports }: Proposal, { project }: Planning): Refusal | undefined {
  const top = imports?.module.split('.')[0] ?? '';
  if (!project.hasTopLevel(top, path)) return undefined;
  return {
    message: `the project has a module \`${top}\` of its own`,
    reason: 'the project has a module of the new name',
  };
}

/** Whether a name has one other import beside that of the library. */
function onlyFallback({ names, statements }: AnalyzedFile, { local, scope, imports }: LibraryBinding): boolean {
  const all = names.bindings(local, scope).map(({ node }) => node.id);
  const named = statements.flatMap((statement) => statement.names).map(({ localNode }) => localNode.id);
  return imports.length === 1 && all.length === 2 && all.every((id) => named.includes(id));
}

/**
 * A change of each use that stays, which the name chosen for the module goes into.
 * @throws Error where it does not say what is imported: the transform's own fault.
 */
function namedAnew(
  { imports, changes }: Proposal,
  imported: LibraryBinding['imports'][number],
  uses: readonly FoundReference[],
): Change[] {
  if (!imports) throw new Error('a proposal for an import must say what is imported');
  const stays = uses.filter(({ nameSpan }) => !changes.some((change) => takesOut(change, nameSpan)));
  return stays.map(({ nameSpan, binding, path }) => {
    const member = path.slice(binding.target.length + 1).split('.')[0] ?? '';
    const named = { symbol: `${imports.module}.${member}`, part: 'module', inPlaceOf: imported } as const;
    return { ...replace(nameSpan, named), givesWay: true as const };
  });
}

/** Whether a change replaces a name, and keeps it nowhere. */
function takesOut(change: Change, name: Span): boolean {
  const { parts, holes, copies } = shapeOf(change);
  const kept = [...holes, ...copies].some((span) => contains(span, name) || liesIn(span, replace(name)));
  return !kept && parts.some((part) => overlaps(part, name));
}
