// Places that replace something and of which the text alone shows that they mean none of the words asked for: in a large test
// file nearly all. It must never pass over one that does.
import type { Node } from '../../python/source.ts';
import { ancestor, identifiers, isField } from '../../python/syntax.ts';
import type { AnalyzedFile } from '../analyzed-file.ts';

/** What replaces nothing else than what its first argument names, if that is a text. */
const BY_TEXT = /(?:patch|out|setattr|Patch|object|Set|spy)[ \t]*\($/;
/** What replaces an attribute of its first argument, which is named by the second. */
const BY_OBJECT = /\.\s*object[ \t]*\($/;
/** Plain strings in a row. */
const TEXT = /\s*((?:(['"])[\w.]*\2\s*)+)[,)]/y;
/** A dotted expression and a plain string. */
const OBJECT = /\s*(\w+(?:\.\w+)*)\s*,\s*(['"])(\w+)\2\s*[,)]/y;

/** Prepares the question whether a call that is written so, with its arguments at an offset, means none of the words. */
export function meansNone(
  model: AnalyzedFile,
  words: ReadonlySet<string>,
): (callee: string, argumentsAt: number) => boolean {
  const { text } = model.source;
  let carried: boolean | undefined;
  const isCarried = () => {
    carried ??= [...words].some((word) => identifiers(model.source, word).some((name) => mayStandFor(name, model)));
    return carried;
  };
  const none = (dotted: string) => !dotted.split('.').some((word) => words.has(word));
  return (callee, argumentsAt) => {
    if (BY_TEXT.test(callee)) {
      TEXT.lastIndex = argumentsAt;
      const written = TEXT.exec(text)?.[1];
      if (written !== undefined) return none(written.replace(/[^\w.]/g, ''));
    }
    if (!BY_OBJECT.test(callee)) return false;
    OBJECT.lastIndex = argumentsAt;
    const [, object = '', , attribute = ''] = OBJECT.exec(text) ?? [];
    if (object === '' || !none(`${object}.${attribute}`)) return false;
    return /^(?:self|cls)\b/.test(object) || !isCarried();
  };
}

const IMPORTS = new Set(['import_statement', 'import_from_statement']);
/** What does nothing with an expression that another name could stand for. */
const ENDS = new Set(['raise_statement', 'return_statement', 'except_clause', 'expression_statement', 'type']);
const ELEMENTS = new Set(['list', 'tuple', 'set']);
const TESTS = new Set(['return_statement', 'if_statement', 'assert_statement', 'while_statement']);

/** Whether another name may stand for an expression that a word is in: something may bind it, or hand it on. */
function mayStandFor(name: Node, { source }: AnalyzedFile): boolean {
  let node = name;
  while (node.parent?.type === 'attribute') node = node.parent;
  const { parent } = node;
  if (!parent || ENDS.has(parent.type) || ancestor(node, IMPORTS)) return false;
  const around = parent.parent?.type ?? '';
  // The parts of an element may be what a parameter stands for.
  if (parent.type === 'call') return !isField(parent, 'function', node) || ELEMENTS.has(around);
  if (parent.type === 'tuple') return around !== 'except_clause' && parent.parent?.parent?.type !== 'except_clause';
  if (parent.type === 'comparison_operator') return !TESTS.has(around);
  const callee = parent.type === 'argument_list' ? parent.parent?.childForFieldName('function') : null;
  // Arguments go to functions of the same file alone.
  const object = callee?.type === 'attribute' && callee.childForFieldName('attribute')?.text === 'object';
  return !object || /\bdef\s+object\b/.test(source.text);
}
