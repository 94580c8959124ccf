// What a module lets others have of it: the names that `__all__` lists, and what a star import takes.
import type { Node, SourceFile } from './source.ts';
import { statementOf } from './syntax.ts';

/** What `__all__` says of a module. */
export interface Exports {
  /** The names that it lists, wherever it is assigned or extended. */
  readonly names: ReadonlySet<string>;
  /** Whether there is one. */
  readonly declared: boolean;
  /** Whether it lists nothing else than `names`. */
  readonly complete: boolean;
}

/** Reads what a module exports. */
export function readExports(source: SourceFile): Exports {
  const names = new Set<string>();
  let declared = false;
  let complete = true;
  for (const match of source.text.matchAll(/^[ \t]*__all__\b/gm)) {
    const node = source.root.descendantForIndex(match.index + match[0].length - 1);
    if (node.text !== '__all__') continue;
    declared = true;
    const statement = statementOf(node);
    for (const text of statement.descendantsOfType('string')) {
      const quoted = /^\w*(['"])(\w+)\1$/.exec(text.text);
      if (quoted) names.add(quoted[2] ?? '');
    }
    if (statement.parent?.type !== 'module' || !isPlain(statement)) complete = false;
  }
  return { names, declared, complete };
}

/** Whether a statement gives `__all__` nothing but strings: by an assignment, `+=`, `append` or `extend`. */
function isPlain(statement: Node): boolean {
  const inner = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  if (inner?.type === 'call')
    return (inner.childForFieldName('arguments')?.namedChildren ?? []).every((each) => isString(each));
  const right = /^(augmented_)?assignment$/.test(inner?.type ?? '') ? inner?.childForFieldName('right') : null;
  return right ? isString(right) : false;
}

function isString(node: Node): boolean {
  if (/^(list|tuple)$/.test(node.type)) return node.namedChildren.every(isString);
  return /^(string|concatenated_string|comment)$/.test(node.type);
}

/** Whether `from module import *` takes a name that the module binds; where that is not certain, it may. */
export function starImportNames({ names, declared, complete }: Exports, name: string): boolean {
  if (!declared) return !name.startsWith('_');
  return names.has(name) || !complete;
}
