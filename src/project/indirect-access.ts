// Places of other files that reach what a file holds without naming it, or that copy its holder. Parses only files whose
// text may hold one.
import { mayHoldOneOf } from '../python/dataflow/class-mentions.ts';
import { COPIES, deepCopies } from '../python/dataflow/deep-copies.ts';
import type { ReadFile } from '../python/dataflow/infer-class.ts';
import { type IndirectUse, reachedByName } from '../python/dataflow/reflection.ts';
import {
  type BuiltNames,
  mayReachWritten,
  REFLECTS_UNNAMED,
  readBuiltNames,
} from '../python/dataflow/reflection-text.ts';
import type { Escape } from '../python/dataflow/value.ts';
import { memo } from '../text/memoize.ts';
import type { AnalyzedFile } from './analyzed-file.ts';
import { splitSymbol } from './dotted-names.ts';
import type { ProjectFile } from './project-file.ts';
import type { Project } from './project-index.ts';

/** Finds such places for an attribute of a family of classes, or without one for a global of the module at `path`. */
export type IndirectAccess = (
  path: string,
  name: string,
  family: ReadonlySet<string> | undefined,
  copies: boolean,
) => readonly Escape[];

/** Prepares the search: which files may hold a place is asked once. */
export function findIndirectAccess(
  project: Project,
  modelOf: (path: string) => AnalyzedFile | undefined,
): IndirectAccess {
  const kindOf = memo(readKind);
  const copiesIn = memo((model: AnalyzedFile) =>
    memo((family: string) => deepCopies(readOf(model), new Set(family.split(' ')))),
  );
  return (path, name, family, copies) => {
    const holders = family ?? new Set([splitSymbol(project.moduleOf(path)).member]);
    const key = [...holders].join(' ');
    const speaking = new Set([...holders].flatMap((holder) => project.mentioning(holder)));
    const naming = new Set(project.mentioning(name));
    return [...new Set([...naming, ...speaking])].flatMap((file): Escape[] => {
      if (file.path === path) return [];
      const may = kindOf(file);
      const copied = may.copies && copies && speaking.has(file) && may.holds(key);
      const named = naming.has(file) && may.writes(name);
      // Without the name only a part of it counts, or an object that is known to be of the family.
      const model =
        named || copied || may.builds(name) || (may.unnamed && may.holds(key)) ? modelOf(file.path) : undefined;
      if (!model) return [];
      const found = [
        ...reachedByName(readOf(model), { attribute: name, family: holders, own: false }),
        ...(copied ? copiesIn(model)(key) : []),
      ];
      return found.map((sighting) => placeOf(model, sighting));
    });
  };
}

function readOf({ source, names, classes }: AnalyzedFile): ReadFile {
  return { source, names, classes: classes() };
}

/** What a text may hold. */
interface Kind {
  /** Whether it may take a name that is written out. */
  readonly writes: (name: string) => boolean;
  readonly unnamed: boolean;
  readonly copies: boolean;
  readonly builds: (name: string) => boolean;
  /** Whether it may hold an instance of a family of classes, by their names. */
  readonly holds: (family: string) => boolean;
}

function readKind({ bytes }: ProjectFile): Kind {
  const text = bytes.toString('latin1');
  const unnamed = REFLECTS_UNNAMED.test(text);
  let built: BuiltNames | undefined;
  return {
    writes: memo((name) => mayReachWritten(bytes.toString('latin1'), name)),
    unnamed,
    copies: COPIES.test(text),
    builds(name) {
      if (unnamed) built ??= readBuiltNames(bytes.toString('latin1'));
      return built?.mayBe(name) === true;
    },
    holds: memo((family) => mayHoldOneOf(bytes.toString('latin1'), new Set(family.split(' ')))),
  };
}

function placeOf({ path, source }: AnalyzedFile, { kind, how, node }: IndirectUse): Escape {
  const start = source.lines.at(node.startIndex);
  const end = source.lines.at(node.endIndex);
  const endColumn = end.line === start.line ? end.column : start.column + 1;
  return { kind, how, line: start.line, path, found: { column: start.column, endColumn, attribute: '', member: '' } };
}
