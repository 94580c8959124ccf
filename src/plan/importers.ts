// Imported names that other files reach through the module: they may go only with the code that reaches them. What a string
// or a mock names is known as well, but does not run.

import { type AnalyzedFile, loadedBy } from '../project/analyzed-file.ts';
import type { Project } from '../project/project-index.ts';
import type { Stars } from '../project/star-imports.ts';
import { importsUsedIn, type PlainBinding, takenSpans } from '../project/taken-imports.ts';
import { byName } from '../python/dataflow/globals-by-name.ts';
import type { ImportedName } from '../python/import-statements.ts';
import type { Node } from '../python/source.ts';
import { spanOf } from '../python/syntax.ts';
import { indexSpans, type Span } from '../text/edits.ts';
import { groupBy } from '../text/group-by.ts';
import { memo } from '../text/memoize.ts';
import type { Outcome, PlannedFile } from './hunks/hunk.ts';

/** A place that reaches a name through its module. */
export interface ImporterPlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The offset in its file, and what stands there. */
  readonly start: number;
  readonly text: string;
  /** The hunk after which it no longer does. */
  readonly follower: string | undefined;
  /** Whether it only names it, in a string or as the target of a mock: then it does not keep the name. */
  readonly named: boolean;
  /** The import of the name, which is gone when its own file no longer needs it. */
  readonly imported: ImportedName | undefined;
}

/** The places by `path name`. */
export type ImportersOf = ReadonlyMap<string, readonly ImporterPlace[]>;

/** Finds who reaches the names whose uses are rewritten. `modelOf` gives no model where a file cannot be read. */
export function findImporters(
  files: readonly PlannedFile[],
  project: Project,
  stars: Stars,
  modelOf: (path: string) => AnalyzedFile | undefined,
): ImportersOf {
  const reached = new Map<string, readonly ImporterPlace[]>();
  const byPath = new Map(files.map((file) => [file.model.path, file]));
  const movers = new Map(files.map((file) => [file.model.path, moverOf(file)]));
  const touching = groupBy(
    files.flatMap(({ model, touches }) => touches.map((touch) => ({ ...touch, model }))),
    ({ path, local }) => `${path} ${local}`,
  );
  const at = (model: AnalyzedFile, place: Place) => placeAt(model, place, movers.get(model.path));
  // Many files have a name in common; where lines name it does not depend on whose it is.
  const naming = memo((local: string) => project.search(local, namedPattern(local)));
  /** The places that reach a name through one module that has it. */
  const through = ({ path, module }: AnalyzedFile, local: string): ImporterPlace[] => {
    const known = project.elsewhere('global', local, path);
    const named = naming(local).filter((each) => each.path !== path);
    const lines = new Map([...known, ...named].map((each) => [each.path ?? '', each.line]));
    return [...lines].flatMap(([user, line]): ImporterPlace[] => {
      const other = modelOf(user);
      if (!other)
        return [{ path: user, line, start: 0, text: '', follower: undefined, named: false, imported: undefined }];
      return placesIn(other, module, local).map((place) => at(other, place));
    });
  };
  for (const { model, outcomes } of files) {
    const rewritten: ReadonlyMap<PlainBinding, readonly Outcome[]> = groupBy(
      outcomes,
      ({ reference }) => reference.binding,
    );
    const taken = importsUsedIn(model, takenSpans(outcomes.flatMap(({ hunk }) => hunk?.changes ?? [])));
    for (const binding of [...model.bindings, ...taken]) {
      const { local, scope } = binding;
      const key = `${model.path} ${local}`;
      const own = rewritten.get(binding) ?? [];
      if (scope.kind !== 'module' || reached.has(key) || (own.length > 0 && !own.some(({ hunk }) => hunk))) continue;
      const takers = stars.takers(model.module, local).map((taker) => taker.model);
      const holders = [model, ...takers];
      const places = [
        ...holders.flatMap((holder) => through(holder, local)),
        // A module that imports itself reaches its own names as others do.
        ...holders.flatMap((holder) => inCode(holder, holder.module, local).map((place) => at(holder, place))),
        ...takers.flatMap((taker) =>
          takenIn(byPath.get(taker.path)?.model ?? taker, local, stars).map((place) => at(taker, place)),
        ),
        ...holders.flatMap(({ path }) =>
          (touching.get(`${path} ${local}`) ?? []).map((touch) =>
            at(touch.model, { span: touch.span, named: true, imported: undefined }),
          ),
        ),
      ];
      reached.set(key, unique(places));
    }
  }
  return reached;
}

/** Each place once; the first way in which it was found stands. */
function unique(places: readonly ImporterPlace[]): ImporterPlace[] {
  const found = new Map<string, ImporterPlace>();
  for (const place of places) {
    const key = `${place.path} ${place.start} ${place.text === '' ? place.line : ''}`;
    if (!found.has(key)) found.set(key, place);
  }
  return [...found.values()];
}

/** How a line may name a global of another module other than by `module.name`: formatted into a string, or as a string. */
function namedPattern(local: string): RegExp {
  return new RegExp(`\\}\\.${local}\\b|(?:attr\\w{0,30}\\(|__dict__|\\bvars\\().{0,400}(['"])${local}\\1`);
}

/** Where a file uses a name that stars bring into it, or hands it on in its `__all__`. */
function takenIn(model: AnalyzedFile, local: string, stars: Stars): Place[] {
  const uses = stars.uses(model, local).map(({ node }) => spanOf(node));
  const read = model.references
    .filter(({ binding }) => binding.local === local && binding.imports.length === 0)
    .map(({ nameSpan }) => nameSpan);
  const all = model.exports.names.has(local) ? model.source.text.indexOf('__all__') : -1;
  const listed = all < 0 ? [] : [{ start: all, end: all + '__all__'.length }];
  return [...uses, ...read, ...listed].map((span) => ({ span, named: false, imported: undefined }));
}

function placeAt({ path, source }: AnalyzedFile, place: Place, mover: Mover | undefined): ImporterPlace {
  const { start, end } = place.span;
  const { line } = source.lines.at(start);
  return {
    path,
    line,
    start,
    text: source.text.slice(start, end),
    follower: mover?.(place.span),
    named: place.named,
    imported: place.imported,
  };
}

/** Gives the hunk that rewrites a place of a file. */
type Mover = (span: Span) => string | undefined;

/** By a mock that moves, or a use through the module. */
function moverOf({ followers, outcomes }: PlannedFile): Mover {
  const mocks = indexSpans(followers.flatMap(({ site, hunk }) => (hunk ? [{ ...site.span, hunk }] : [])));
  const uses = indexSpans(outcomes.flatMap(({ reference, hunk }) => (hunk ? [{ ...reference.span, hunk }] : [])));
  return (span) => (mocks.around(span) ?? uses.around(span))?.hunk.id;
}

interface Place {
  readonly span: Span;
  readonly named: boolean;
  readonly imported: ImportedName | undefined;
}

/** Where a file reaches `module.local`: by an import, through the module, or in a string. */
function placesIn(model: AnalyzedFile, module: string, local: string): Place[] {
  return [...inCode(model, module, local), ...inStrings(model.source.text, module, local)];
}

function inCode(model: AnalyzedFile, module: string, local: string): Place[] {
  const { source, names } = model;
  const whole = `${module}.${local}`;
  const places: Place[] = [];
  for (const imported of model.statements.flatMap((statement) => statement.names)) {
    const loaded = loadedBy(model, imported);
    if (loaded === whole) places.push({ span: imported.span, named: false, imported });
    const meant = imported.statement.level > 0 ? loaded : imported.target;
    if (!module.startsWith(meant)) continue;
    const rest = `${module.slice(meant.length)}.${local}`;
    const scope = names.scopeAt(imported.localNode);
    for (const occurrence of names.occurrences(imported.local)) {
      if (occurrence.kind !== 'use' || names.resolve(imported.local, occurrence) !== scope) continue;
      const start = occurrence.node.startIndex;
      const end = occurrence.node.endIndex;
      const named = byName(occurrence.node, module.slice(meant.length), local);
      if (named && !isSetter(named)) places.push({ span: spanOf(named), named: false, imported: undefined });
      const after = /^(?:\s*\.\s*\w+)+/.exec(source.text.slice(end, end + 400))?.[0] ?? '';
      const path = after.replace(/\s/g, '');
      // What is only assigned to need not be there.
      const stored = path === rest && /^\s*=(?!=)/.test(source.text.slice(end + after.length, end + after.length + 9));
      if (!stored && (path === rest || path.startsWith(`${rest}.`)))
        places.push({ span: { start, end: end + rest.length }, named: false, imported: undefined });
    }
  }
  return places;
}

/** `setattr(mod, 'x', …)`, which replaces the name as a mock does. */
function isSetter(node: Node): boolean {
  return node.type === 'call' && /setattr$/.test(node.childForFieldName('function')?.text ?? '');
}

function inStrings(text: string, module: string, local: string): Place[] {
  const whole = `${module}.${local}`;
  const quoted = new RegExp(`(['"])${whole.replaceAll('.', '\\.')}(?:\\.[\\w.]*)?\\1`, 'g');
  // What is formatted into a string may be this module.
  const formatted = new RegExp(`\\b[fF](['"])[^'"\\n]*\\}\\.${local}(?:\\.\\w+)*\\1`, 'g');
  return [...text.matchAll(quoted), ...text.matchAll(formatted)].map((match) => ({
    span: { start: match.index, end: match.index + match[0].length },
    named: true,
    imported: undefined,
  }));
}
