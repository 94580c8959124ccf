// Which members of a class tests replace on the class itself: `mock.patch('pkg.mod.Class.get')`. By the last names of the
// class, wherever it is reached through; a class that is written in C lets nobody do that.
import type { AnalyzedFile } from '../analyzed-file.ts';
import { splitSymbol } from '../dotted-names.ts';
import type { Project } from '../project-index.ts';
import { textContext } from '../string-constants.ts';
import { patchSites } from './find-patches.ts';

/** The members of a class, by its canonical name, that tests replace. */
export type ReplacedMembers = (name: string) => ReadonlySet<string>;

/** Prepares the question; each class is looked for once. */
export function readReplacedMembers(
  project: Project,
  modelOf: (path: string) => AnalyzedFile | undefined,
): ReplacedMembers {
  const known = new Map<string, ReadonlySet<string>>();
  return (name) => {
    const members = known.get(name) ?? membersOf(name);
    known.set(name, members);
    return members;
  };

  function membersOf(name: string): Set<string> {
    const { member: last } = splitSymbol(name);
    const members = new Set<string>();
    for (const { path, bytes } of project.mentioning(last)) {
      const model = /patch|stub|setattr|mock/i.test(bytes.toString('latin1')) ? modelOf(path) : undefined;
      if (!model) continue;
      const aliases = model.bindings.filter(({ target }) => target.endsWith(`.${last}`)).map(({ local }) => local);
      const words = new Set([last, ...aliases]);
      for (const { targets, attributes = [] } of patchSites(model, textContext(model, project, modelOf), words)) {
        const ends = attributes.length > 0 ? attributes.map((each) => [each.name]) : [[]];
        const paths = targets.flatMap((target) => ends.map((end) => [...target.path, ...end]));
        for (const parts of paths) {
          const member = parts[parts.findIndex((part) => words.has(part)) + 1];
          if (parts.some((part) => words.has(part)) && member !== undefined) members.add(member);
        }
      }
    }
    return members;
  }
}
