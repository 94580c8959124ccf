// What folding the texts of a file needs to know of its project: modules by their expressions, and constants of others.
import { readTexts } from '../python/dataflow/constant-strings.ts';
import type { TextContext } from '../python/dataflow/constant-values.ts';
import type { Node } from '../python/source.ts';
import { type AnalyzedFile, loadedBy } from './analyzed-file.ts';
import { splitSymbol } from './dotted-names.ts';
import type { Project } from './project-index.ts';

/** The context of a file; constants are followed through imports into other files, and no further. */
export function textContext(
  model: AnalyzedFile,
  project: Project,
  modelOf: (path: string) => AnalyzedFile | undefined,
  further = true,
): TextContext {
  const { source, names, module } = model;
  return {
    source,
    names,
    module,
    moduleNamed: (node) => loadedName(model, node),
    constant(node) {
      const name = further ? loadedName(model, node) : undefined;
      const from = name && splitSymbol(name);
      const file = from && project.mentioning(from.member).find(({ path }) => project.moduleOf(path) === from.module);
      const other = file && modelOf(file.path);
      const [only, ...more] = other && from ? other.names.bindings(from.member, other.names.module) : [];
      const right = only?.node.parent?.type === 'assignment' ? only.node.parent.childForFieldName('right') : null;
      if (!other || !right || more.length > 0) return undefined;
      const texts = readTexts(right, textContext(other, project, modelOf, false));
      return texts.length === 1 ? texts[0] : undefined;
    },
    calledElsewhere: (name) => project.mentioning(name).some(({ path }) => path !== model.path),
  };
}

/** The dotted name of what an expression of imported names stands for. */
function loadedName(model: AnalyzedFile, node: Node): string | undefined {
  const [first = '', ...rest] = node.text.replace(/\s/g, '').split('.');
  if (model.importedAs(first).length === 0) return undefined;
  const scope = model.names.resolveAt(first, node);
  const imported = model.importedAs(first).find((each) => model.names.scopeAt(each.localNode) === scope);
  if (!imported) return undefined;
  const { statement, target } = imported;
  return [statement.level > 0 ? loadedBy(model, imported) : target, ...rest].join('.');
}
