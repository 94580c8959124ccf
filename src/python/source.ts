// A Python file as text and syntax tree. The only module that loads tree-sitter; it refuses what Python 3 would refuse.
import Parser from 'tree-sitter';
import Python from 'tree-sitter-python';
import { compareSpans, type Edit } from '../text/edits.ts';
import { indexLines, type LineColumn, type Lines } from '../text/line-index.ts';
import { type Layout, readLayout } from './indentation.ts';
import { DEEPEST, tooDeepAt } from './nesting-depth.ts';

/** A node of the syntax tree. Its offsets are UTF-16 units of `SourceFile.text`. */
export type Node = Parser.SyntaxNode;

/** A parsed Python file. `text` is without a BOM. */
export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: Lines;
  readonly root: Node;
  /** The line end of the line that holds an offset, else of the file's first line. */
  eol(offset: number): string;
}

/** Why a file was not analysed, with the place where that is known. */
export interface NotPython {
  readonly reason: string;
  /** The same without the place. */
  readonly what: string;
  readonly place?: LineColumn;
}

const parser = new Parser();
// The two packages describe a grammar's node types in different words; the native side checks what it is given.
parser.setLanguage(Python as unknown as Parser.Language);

/** The binding looks for a parent from the root on, each time it is asked; here each is looked for once. */
function rememberParents(): void {
  const base: object = Object.getPrototypeOf(Object.getPrototypeOf(parser.parse('').rootNode));
  const find = Object.getOwnPropertyDescriptor(base, 'parent')?.get;
  if (!find) return;
  const known = new WeakMap<object, { readonly parent: unknown }>();
  Object.defineProperty(base, 'parent', {
    configurable: true,
    get() {
      const found = known.get(this) ?? { parent: find.call(this) };
      known.set(this, found);
      return found.parent;
    },
  });
}

/** The binding means to give each class of nodes its type, but its own accessor hides it; here each class asks once. */
function rememberTypes(): void {
  const base: object = Object.getPrototypeOf(Object.getPrototypeOf(parser.parse('').rootNode));
  const find = Object.getOwnPropertyDescriptor(base, 'type')?.get;
  const classes: unknown = Reflect.get(Python, 'nodeSubclasses');
  if (!find || !Array.isArray(classes)) return;
  for (const { prototype } of classes) {
    // Nodes that have no class of their own share one, whatever their type.
    if (prototype === base) continue;
    Object.defineProperty(prototype, 'type', {
      configurable: true,
      get() {
        const type: unknown = find.call(this);
        Object.defineProperty(prototype, 'type', { value: type });
        return type;
      },
    });
  }
}

rememberParents();
rememberTypes();

/** Parses a file. Any syntax error makes it `NotPython`, as a partly understood file must not be rewritten. */
export function parse(path: string, text: string): SourceFile | NotPython {
  const layout = readLayout(text, DEEPEST);
  const deep = tooDeepAt(text, layout.long);
  if (deep !== undefined) return located(`nested deeper than ${DEEPEST} levels`, { line: deep, column: 1 });
  const { rootNode: root } = parser.parse(text, null, bufferFor(text));
  const lines = indexLines(text);
  return (
    whyRefused(root, text, lines, layout) ?? { path, text, lines, root, eol: (offset: number) => lineEnd(text, offset) }
  );
}

/**
 * Why the text that edits make of a file is no Python; undefined where it is. What they leave as it was is not parsed again;
 * the file's own tree stays.
 * @param edits - in document order, apart from each other.
 * @param after - what they make of the file's text.
 */
export function refuseEdited(
  { root, lines, text }: SourceFile,
  edits: readonly Edit[],
  after: string,
): NotPython | undefined {
  // An edit changes the tree that it is told of: a second handle on the same one is cheap.
  const tree = parser.parse(text, root.tree, bufferFor(text));
  for (const edit of [...edits].sort(compareSpans).reverse()) tree.edit(editOf(edit, lines));
  const { rootNode } = parser.parse(after, tree, bufferFor(after));
  return whyRefused(rootNode, after, indexLines(after), readLayout(after, DEEPEST));
}

/** An edit as tree-sitter wants it: offsets, and rows and columns from 0. */
function editOf({ start, end, text }: Edit, lines: Lines): Parser.Edit {
  const place = (offset: number) => {
    const { line, column } = lines.at(offset);
    return { row: line - 1, column: column - 1 };
  };
  const startPosition = place(start);
  const added = text.split('\n');
  const last = added.at(-1)?.length ?? 0;
  const row = startPosition.row + added.length - 1;
  return {
    startIndex: start,
    oldEndIndex: end,
    newEndIndex: start + text.length,
    startPosition,
    oldEndPosition: place(end),
    newEndPosition: { row, column: added.length > 1 ? last : startPosition.column + last },
  };
}

/** The default buffer of 32 KiB makes the binding refuse longer texts. */
function bufferFor(text: string): Parser.Options {
  return { bufferSize: text.length * 2 + 1024 };
}

/** What makes a text no Python 3, the tree first. */
function whyRefused(root: Node, text: string, lines: Lines, { badLine }: Layout): NotPython | undefined {
  if (root.hasError) {
    const place = lines.at(firstError(root).startIndex);
    return located('syntax error', place, `, column ${place.column}`);
  }
  const old = python2(root, text);
  if (old) {
    const place = lines.at(old.startIndex);
    return located('Python 2 code', place, `: \`${firstLine(old.text)}\``);
  }
  if (badLine === undefined) return undefined;
  return located('syntax error', { line: badLine, column: 1 }, ': the indentation does not fit');
}

function located(what: string, place: LineColumn, more = ''): NotPython {
  return { what, reason: `${what} at line ${place.line}${more}`, place };
}

function firstError(node: Node): Node {
  let at = node;
  for (;;) {
    if (at.isError || at.isMissing) return at;
    const next = at.children.find((child) => child.hasError || child.isMissing);
    if (!next) return at;
    at = next;
  }
}

/** What only Python 2 takes; the grammar accepts it without a word. A regex finds where it is worth asking. */
function python2(root: Node, text: string): Node | undefined {
  for (const found of text.matchAll(/(?:^|[;:])[ \t]*(?:print|exec)\b(?![ \t]*[.(=[,:)])/gm)) {
    const at = found.index + found[0].search(/print|exec/);
    const statement = climbTo(root.descendantForIndex(at), ['print_statement', 'exec_statement']);
    if (statement && statement.startIndex === at) return statement;
  }
  for (const found of text.matchAll(/\bexcept[ \t]+[\w.]+[ \t]*,[ \t]*\w+[ \t]*:/g)) {
    const clause = root.descendantForIndex(found.index).parent;
    if (clause?.type === 'except_clause' && clause.childForFieldName('alias')) return clause;
  }
  for (const found of text.matchAll(/`|<>|\b[uU][rR]['"]|(?<![\w.])(?:0\d+|\d+[lL])(?![\w.])|\braise\b/g)) {
    const node = root.descendantForIndex(found.index);
    if (isPython2Token(node)) return node;
    const statement = node.type === 'raise' ? node.parent : null;
    if (statement?.namedChildren.some((child) => child.type === 'expression_list')) return statement;
  }
  return undefined;
}

function isPython2Token(node: Node): boolean {
  switch (node.type) {
    case 'string_start':
      return /^(`|[uU][rR])/.test(node.text);
    case '<>':
      return true;
    case 'integer':
      return /^0\d*[1-9]|[lL]$/.test(node.text);
    default:
      return false;
  }
}

function climbTo(from: Node, types: readonly string[]): Node | undefined {
  let node: Node | null = from;
  for (let step = 0; node && step < 4; step++, node = node.parent) if (types.includes(node.type)) return node;
  return undefined;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').trim().slice(0, 60);
}

function lineEnd(text: string, offset: number): string {
  let newline = text.indexOf('\n', offset);
  if (newline < 0) newline = text.lastIndexOf('\n', offset);
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}
