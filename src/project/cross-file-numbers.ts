// The numbers of the project's files: each file's own flow, and between them the globals that one imports from another.
import type { Numbers } from '../python/dataflow/intervals/interval-analysis.ts';
import { readNumbers } from '../python/dataflow/intervals/interval-analysis.ts';
import { type AnalyzedFile, loadedBy } from './analyzed-file.ts';
import { splitSymbol } from './dotted-names.ts';
import type { Project } from './project-index.ts';

/** Gives the numbers of a file; each is read where it is first asked for. `modelOf` reads any file of the project. */
export function projectNumbers(
  project: Project,
  modelOf: (path: string) => AnalyzedFile | undefined,
): (model: AnalyzedFile) => Numbers {
  const known = new Map<string, Numbers>();
  /** The files that a question has come through: one that comes back there is not followed. */
  const asking = new Set<string>();

  function numbersOf(model: AnalyzedFile): Numbers {
    const numbers =
      known.get(model.path) ??
      readNumbers({
        source: model.source,
        names: model.names,
        classes: model.classes(),
        absolute: (imported) => (imported.statement.kind === 'from' ? loadedBy(model, imported) : imported.target),
        elsewhere(dotted, called) {
          const { module, member } = splitSymbol(dotted);
          const path = project.pathOf(module);
          if (path === undefined || asking.has(path) || path === model.path) return undefined;
          const other = modelOf(path);
          if (!other) return undefined;
          asking.add(model.path);
          const amount = numbersOf(other).global(member, called);
          asking.delete(model.path);
          return amount;
        },
      });
    known.set(model.path, numbers);
    return numbers;
  }
  return numbersOf;
}
