// What one statement is made of: its kind, its blocks, the value it computes, and what it binds and stores to. Read from the
// statement alone; what its calls do is not known here.

import { nameRole } from './identifier-role.ts';
import type { Node, SourceFile } from './source.ts';
import { isField, same } from './syntax.ts';

/** The kinds of statements. */
export type StatementKind =
  | 'expression'
  | 'assignment'
  | 'return'
  | 'raise'
  | 'delete'
  | 'assert'
  | 'import'
  | 'pass'
  | 'break'
  | 'continue'
  | 'global'
  | 'with'
  | 'try'
  | 'if'
  | 'for'
  | 'while'
  | 'match'
  | 'function'
  | 'class'
  | 'other';

/** What a block belongs to. */
export type BlockKind =
  | 'with'
  | 'try'
  | 'except'
  | 'else'
  | 'finally'
  | 'if'
  | 'elif'
  | 'for'
  | 'while'
  | 'case'
  | 'function'
  | 'class'
  | 'module';

/** A place that something is stored to. */
export interface Store {
  /** As it is written, without white space: `self.count`, `table[key]`. */
  readonly target: string;
  /** Whether it is also read, as by `+=`. */
  readonly augmented: boolean;
  readonly line: number;
}

/** A block of a statement. */
export interface OwnBlock {
  readonly kind: BlockKind;
  /** The `block`. */
  readonly node: Node;
  /** The statement or the clause whose header opens it. */
  readonly header: Node;
}

const KINDS: Readonly<Record<string, StatementKind>> = {
  return_statement: 'return',
  raise_statement: 'raise',
  delete_statement: 'delete',
  assert_statement: 'assert',
  import_statement: 'import',
  import_from_statement: 'import',
  future_import_statement: 'import',
  pass_statement: 'pass',
  break_statement: 'break',
  continue_statement: 'continue',
  global_statement: 'global',
  nonlocal_statement: 'global',
  with_statement: 'with',
  try_statement: 'try',
  if_statement: 'if',
  for_statement: 'for',
  while_statement: 'while',
  match_statement: 'match',
  function_definition: 'function',
  class_definition: 'class',
};

const BLOCKS: Readonly<Record<string, BlockKind>> = {
  with_statement: 'with',
  try_statement: 'try',
  except_clause: 'except',
  except_group_clause: 'except',
  else_clause: 'else',
  finally_clause: 'finally',
  if_statement: 'if',
  elif_clause: 'elif',
  for_statement: 'for',
  while_statement: 'while',
  case_clause: 'case',
  function_definition: 'function',
  class_definition: 'class',
};

/** The statement without its decorators. */
export function undecorated(statement: Node): Node {
  return (statement.type === 'decorated_definition' && statement.childForFieldName('definition')) || statement;
}

/** The kind of a statement. */
export function statementKind(statement: Node): StatementKind {
  if (statement.type !== 'expression_statement') return KINDS[undecorated(statement).type] ?? 'other';
  return /^(augmented_)?assignment$/.test(statement.firstNamedChild?.type ?? '') ? 'assignment' : 'expression';
}

/** The statements of a block or a module. */
export function statementsOf(block: Node): Node[] {
  return block.namedChildren.filter((child) => child.type !== 'comment');
}

/** The blocks of a statement, in the order of the text. */
export function blocksOf(statement: Node): OwnBlock[] {
  const found: OwnBlock[] = [];
  const read = (header: Node): void => {
    for (const child of header.namedChildren) {
      const kind = BLOCKS[header.type];
      if (child.type === 'block' && kind) found.push({ kind, node: child, header });
      // The clauses of a `match` stand in a block that holds nothing else.
      else if (/_clause$/.test(child.type) || (child.type === 'block' && header.type === 'match_statement'))
        read(child);
    }
  };
  read(undecorated(statement));
  return found;
}

/** The block that a node is, seen from its header; undefined for one that holds only the clauses of a `match`. */
export function asBlock(node: Node): OwnBlock | undefined {
  const header = node.parent;
  const kind = header ? BLOCKS[header.type] : undefined;
  return header && kind ? { kind, node, header } : undefined;
}

/** What a statement evaluates, assigns, returns or raises, where that is one expression. */
export function computedBy(statement: Node): Node | undefined {
  switch (statement.type) {
    case 'return_statement':
    case 'raise_statement':
      return statement.namedChildren.find((child) => child.type !== 'comment');
    case 'expression_statement': {
      if (statement.namedChildCount !== 1) return undefined;
      let value = statement.firstNamedChild;
      while (value && /^(augmented_)?assignment$/.test(value.type)) value = value.childForFieldName('right');
      return value ?? undefined;
    }
    default:
      return undefined;
  }
}

const COMPREHENSIONS = /^(list_comprehension|set_comprehension|dictionary_comprehension|generator_expression)$/;

/** The names that a statement binds where it stands, each once: those of functions and classes that it defines are not. */
export function boundBy(statement: Node): string[] {
  const bound = new Set<string>();
  const visit = (node: Node, comprehension: boolean): void => {
    if (node.type === 'lambda') return;
    if (node.type === 'function_definition' || node.type === 'class_definition') {
      bound.add(node.childForFieldName('name')?.text ?? '');
      return;
    }
    if (node.type === 'identifier') {
      const role = nameRole(node);
      const binds = role && !/^(use|global|nonlocal|parameter|delete)$/.test(role);
      if (binds && !(comprehension && role === 'loop')) bound.add(node.text);
      return;
    }
    for (const child of node.namedChildren) visit(child, comprehension || COMPREHENSIONS.test(node.type));
  };
  visit(statement, false);
  return [...bound];
}

/** What a statement stores to, names, attributes and elements alike, without the functions and classes that it defines. */
export function storesOf(statement: Node, { lines }: SourceFile): Store[] {
  const found: Store[] = [];
  const store = (target: Node | null, augmented = false): void => {
    if (!target) return;
    if (
      /^(pattern_list|tuple_pattern|list_pattern|tuple|list|expression_list|list_splat_pattern|as_pattern_target)$/.test(
        target.type,
      )
    ) {
      for (const child of target.namedChildren) store(child, augmented);
      return;
    }
    if (target.type === 'comment') return;
    found.push({ target: target.text.replace(/\s/g, ''), augmented, line: lines.at(target.startIndex).line });
  };
  const visit = (node: Node): void => {
    if (/^(function_definition|class_definition|lambda)$/.test(node.type)) return;
    if (node.type === 'assignment' && node.childForFieldName('right')) store(node.childForFieldName('left'));
    if (node.type === 'augmented_assignment') store(node.childForFieldName('left'), true);
    if (node.type === 'for_statement') store(node.childForFieldName('left'));
    if (node.type === 'named_expression') store(node.childForFieldName('name'));
    if (node.type === 'as_pattern_target') store(node);
    if (node.type === 'delete_statement') for (const child of node.namedChildren) store(child);
    node.namedChildren.forEach(visit);
  };
  visit(statement);
  return found;
}

/** Whether nothing but a comment shares the lines of a statement, so that lines may stand before and after it. */
export function isAlone(statement: Node, { text, lines }: SourceFile): boolean {
  const start = lines.start(lines.at(statement.startIndex).line);
  const end = lines.end(lines.at(statement.endIndex).line);
  return (
    /^[ \t\f]*$/.test(text.slice(start, statement.startIndex)) &&
    /^[ \t]*(#.*)?$/.test(text.slice(statement.endIndex, end)) &&
    !/\\\r?\n$/.test(text.slice(0, start).slice(-3))
  );
}

/** The comment lines right above a statement and at its column, the uppermost first. */
export function commentsAbove(statement: Node): Node[] {
  const found: Node[] = [];
  let at = statement;
  // Those before the first statement of a block stand outside of it.
  const above = (node: Node) =>
    node.previousNamedSibling ?? (node.parent?.type === 'block' ? node.parent : node).previousNamedSibling;
  for (let next = above(at); next?.type === 'comment'; next = above(at)) {
    const adjacent = next.endPosition.row === at.startPosition.row - 1;
    if (!adjacent || next.startPosition.column !== statement.startPosition.column) break;
    found.unshift(next);
    at = next;
  }
  return found;
}

/** The expressions that a handler catches; none where it catches everything. */
export function caughtBy(clause: Node): Node[] {
  const value = clause.namedChildren.find((child) => child.type !== 'block' && child.type !== 'comment');
  const caught = value?.type === 'as_pattern' ? value.firstNamedChild : value;
  if (caught?.type === 'tuple') return caught.namedChildren.filter((child) => child.type !== 'comment');
  return caught ? [caught] : [];
}

/** The name that a handler gives to what it caught. */
export function caughtAs(clause: Node): string | undefined {
  const value = clause.namedChildren.find((child) => child.type === 'as_pattern');
  return value?.childForFieldName('alias')?.text;
}

/** The items of a `with`. */
export function itemsOf(statement: Node): Node[] {
  const clause = statement.namedChildren.find((child) => child.type === 'with_clause');
  return clause?.namedChildren.filter((child) => child.type === 'with_item') ?? [];
}

/** The block that decides or opens with an expression: of a `with` whose item it is, of an `if` whose test, of a handler. */
export function blockDecidedBy(expression: Node): OwnBlock | undefined {
  for (let node = expression, up = node.parent; up; node = up, up = node.parent) {
    if (/^(block|module|lambda|argument_list|function_definition|class_definition)$/.test(up.type)) return undefined;
    if (up.type === 'with_clause') return blocksOf(up.parent ?? up)[0];
    const decides = /^(if_statement|elif_clause|while_statement)$/.test(up.type) && isField(up, 'condition', node);
    const handles = /^except(_group)?_clause$/.test(up.type);
    if (decides || handles) return ownBlocks(up).find(({ header }) => same(header, up));
  }
  return undefined;
}

function ownBlocks(header: Node): OwnBlock[] {
  return header.namedChildren.flatMap((child) => (child.type === 'block' ? (asBlock(child) ?? []) : []));
}
