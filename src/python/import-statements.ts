// Every import statement of a file, as written: what it names, what it binds, where it stands. Never edits.
import type { Span } from '../text/edits.ts';
import type { Node, SourceFile } from './source.ts';
import { isField, spanOf } from './syntax.ts';

/** What stands between an import and the scope that it binds in. */
export type ImportGuard = 'none' | 'optional' | 'type-checking' | 'conditional';

/** One name of an import statement. */
export interface ImportedName {
  readonly statement: ImportStatement;
  /** The dotted name as written: `lib.event` in `import lib.event`, `sleep` in `from lib import sleep`. */
  readonly name: string;
  /** What the local name stands for: `import a.b` binds `a`; `import a.b as c` binds `a.b`; `from a import b` binds `a.b`. */
  readonly target: string;
  /** The module that is loaded: `a.b` for `import a.b`. For a from-import the target, which may or may not be a module. */
  readonly loads: string;
  readonly local: string;
  readonly span: Span;
  readonly localNode: Node;
}

/** One import statement. */
export interface ImportStatement {
  readonly node: Node;
  readonly kind: 'import' | 'from';
  /** For a from-import: the module as written without its dots. */
  readonly module: string;
  /** The number of leading dots of a relative import; 0 for an absolute one. */
  readonly level: number;
  readonly star: boolean;
  readonly names: readonly ImportedName[];
  readonly guard: ImportGuard;
}

/** Reads the import statements in document order; a regex narrows what the tree is asked. */
export function readImports(source: SourceFile): ImportStatement[] {
  const found: ImportStatement[] = [];
  let last = -1;
  // A statement begins a line, or follows a `;` or the `:` that opens its block.
  for (const match of source.text.matchAll(/(?:^|[;:])[ \t\f]*(import|from)\b/gm)) {
    const start = match.index + match[0].length - (match[1]?.length ?? 0);
    if (start < last) continue;
    const node = source.root.descendantForIndex(start, start + 1).parent;
    if (!node || (node.type !== 'import_statement' && node.type !== 'import_from_statement')) continue;
    if (node.startIndex !== start) continue;
    last = node.endIndex;
    found.push(readStatement(node));
  }
  return found;
}

function readStatement(node: Node): ImportStatement {
  const names: ImportedName[] = [];
  const from = node.type === 'import_from_statement';
  const moduleNode = from ? node.childForFieldName('module_name') : null;
  const written = moduleNode ? dotted(moduleNode) : '';
  const level = /^\.*/.exec(written)?.[0].length ?? 0;
  const statement: ImportStatement = {
    node,
    kind: from ? 'from' : 'import',
    module: written.slice(level),
    level,
    star: node.namedChildren.some((child) => child.type === 'wildcard_import'),
    names,
    guard: guardOf(node),
  };
  for (const child of node.childrenForFieldName('name')) {
    const aliased = child.type === 'aliased_import';
    const nameNode = aliased ? child.childForFieldName('name') : child;
    const aliasNode = aliased ? child.childForFieldName('alias') : null;
    const localNode = aliasNode ?? nameNode?.firstNamedChild;
    if (!nameNode || !localNode) continue;
    const name = dotted(nameNode);
    const loads = from ? (statement.module ? `${statement.module}.${name}` : name) : name;
    const target = from || aliased ? loads : (name.split('.')[0] ?? name);
    names.push({ statement, name, target, loads, local: localNode.text, span: spanOf(child), localNode });
  }
  return statement;
}

/** A dotted name without the white space that Python allows around its dots. */
function dotted(node: Node): string {
  return node.text.replace(/\s|\\/g, '');
}

const FALLBACK = /^(ImportError|ModuleNotFoundError|Exception|BaseException)$/;

function guardOf(statement: Node): ImportGuard {
  let guard: ImportGuard = 'none';
  for (let node = statement, up = node.parent; up; node = up, up = node.parent) {
    switch (up.type) {
      case 'function_definition':
      case 'class_definition':
        return guard;
      case 'try_statement':
        if (catchesImportError(up)) return 'optional';
        break;
      case 'with_statement':
        if (/\bsuppress\b/.test(up.namedChildren[0]?.text ?? '')) return 'optional';
        break;
      case 'if_statement': {
        const condition = up.childForFieldName('condition')?.text ?? '';
        const typing = /^(\w+\.)?TYPE_CHECKING$/.test(condition) && isField(up, 'consequence', node);
        if (guard === 'none') guard = typing ? 'type-checking' : 'conditional';
        break;
      }
      case 'for_statement':
      case 'while_statement':
      case 'match_statement':
        if (guard === 'none') guard = 'conditional';
    }
  }
  return guard;
}

/** Whether a `try` has a handler that a failed import would reach. */
function catchesImportError(statement: Node): boolean {
  return statement.namedChildren.some((clause) => {
    if (clause.type !== 'except_clause') return false;
    const value = clause.namedChildren.find((child) => child.type !== 'block' && child.type !== 'comment');
    if (!value) return true;
    return (value.text.match(/\w+/g) ?? []).some((word) => FALLBACK.test(word));
  });
}
