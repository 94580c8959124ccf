// Blocks that move out of their statements, and constants that decide which: what must be refused first, then what people write,
// then random programs with CPython as the judge.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/python/changes.ts';
import { type Constant, folded } from '../../src/python/fold-constants.ts';
import { type Node, parse, type SourceFile } from '../../src/python/source.ts';
import { blocksOf, itemsOf } from '../../src/python/statement-parts.ts';
import { unwrapped } from '../../src/python/unwrap.ts';
import { applyEdits, type Edit } from '../../src/text/edits.ts';
import { blockProgram } from '../support/block-programs.ts';
import { compileErrors, judgeBlocks, type MovedBlock } from '../support/python.ts';
import '../support/random-seed.ts';

function sourceOf(text: string): SourceFile {
  const source = parse('mod.py', text);
  if ('reason' in source) throw new Error(source.reason);
  return source;
}

/** Changes of one hunk as edits: a kept span is a hole. */
function editsOf(changes: readonly Change[]): Edit[] {
  return changes.flatMap(({ span, pieces, takes, statement }): Edit[] => {
    // Whether its block would be empty is decided elsewhere.
    if (takes === 'statement' && statement) return [{ ...statement, text: 'pass' }];
    let { start } = span;
    let text = '';
    const edits: Edit[] = [];
    for (const piece of pieces) {
      if (typeof piece === 'string') text += piece;
      else if ('keep' in piece) {
        edits.push({ start, end: piece.keep.start, text });
        start = piece.keep.end;
        text = '';
      }
    }
    edits.push({ start, end: span.end, text: text });
    return edits.filter((edit) => edit.end > edit.start || edit.text !== '');
  });
}

function unwrap(text: string): string | undefined {
  const source = sourceOf(text);
  const [statement] = source.root.descendantsOfType('with_statement');
  const changes = statement && itemsOf(statement).length === 1 && unwrapped(statement, [blockOf(statement)], source);
  return changes ? applyEdits(text, editsOf(changes)) : undefined;
}

function blockOf(statement: Node): Node {
  const [block] = blocksOf(statement);
  if (!block) throw new Error('no block');
  return block.node;
}

function fold(text: string, value: Constant): string | undefined {
  const source = sourceOf(text);
  const [flag] = flagsIn(source);
  const changes = flag && folded(flag, value, source);
  return changes ? applyEdits(text, editsOf(changes)) : undefined;
}

function flagsIn(source: SourceFile): Node[] {
  return source.root.descendantsOfType('identifier').filter(({ text }) => text === 'FLAG');
}

describe('a block that cannot move out', () => {
  it.each([
    ['tabs after spaces', 'if a:\n    with C():\n\tx = 1\n'],
    ['tabs in a deeper block', 'with C():\n        if a:\n        \tx = 1\n\ty = 2\n'],
    ['a form feed', 'with C():\n  \f  x = 1\n'],
    ['a comment in the header', 'with C(  # why\n    1):\n    x = 1\n'],
    ['one after a semicolon that a backslash joins', 'x = 1; \\\nwith C(): y = 1\n'],
  ])('%s', (_, text) => {
    if (compileErrors([Buffer.from(text)])[0] === null) expect(unwrap(text)).toBeUndefined();
  });
});

describe('a block that moves out', () => {
  it.each([
    ['of one statement', 'with C():\n    x = 1\n', 'x = 1\n'],
    ['of the last line, without its end', 'with C():\n    x = 1', 'x = 1'],
    ['on the line of its header', 'with C(): a(); b()\n', 'a(); b()\n'],
    ['with a comment behind the header', 'if a:\n  with C():  # why\n    x = 1\n', 'if a:\n  # why\n  x = 1\n'],
    ['with a comment before its first statement', 'with C():\n    # why\n    x = 1\n', '# why\nx = 1\n'],
    ['with a comment at the left', 'with C():\n# why\n    x = 1\n', '# why\nx = 1\n'],
    ['with a comment at its end', 'with C():\n    x = 1\n    # end\ny = 2\n', 'x = 1\n# end\ny = 2\n'],
    ['with blank lines', 'with C():\n\n    x = 1\n\n    y = 2\n', '\nx = 1\n\ny = 2\n'],
    [
      'around strings of several lines',
      'with C():\n    x = """a\n    b\n  c"""\n    y = \'d\\\n    e\'\n',
      'x = """a\n    b\n  c"""\ny = \'d\\\n    e\'\n',
    ],
    ['around continued lines', 'with C():\n    f(a,\n      b,\nc)\n', 'f(a,\n  b,\nc)\n'],
    ['of a header of several lines', 'with C(\n        1,\n) as c:\n    x = 1\n', 'x = 1\n'],
    [
      'deeper in',
      'def f():\n    with C():\n        if a:\n            x = 1\n        y = 2\n',
      'def f():\n    if a:\n        x = 1\n    y = 2\n',
    ],
    ['around decorators', 'with C():\n  @d\n  def f():\n    pass\n', '@d\ndef f():\n  pass\n'],
    ['of tabs', 'with C():\n\tif a:\n\t\tx = 1\n', 'if a:\n\tx = 1\n'],
    ['with CRLF', 'with C():\r\n    x = 1\r\ny = 2\r\n', 'x = 1\r\ny = 2\r\n'],
    ['of an async with', 'async def f():\n    async with C():\n        x = 1\n', 'async def f():\n    x = 1\n'],
  ])('%s', (_, before, after) => {
    expect(unwrap(before)).toBe(after);
    expect(compileErrors([Buffer.from(after)])).toEqual([null]);
  });
});

describe('a constant', () => {
  it.each([
    ['that comes second stays', 'x = a and FLAG\n', false, 'x = a and False\n'],
    ['in a comparison of other values stays', 'x = FLAG == 1\n', true, 'x = True == 1\n'],
    ['that keeps a loop going stays', 'while FLAG:\n    x()\n', true, 'while True:\n    x()\n'],
    ['in a value of a conditional stays', 'x = FLAG if a else b\n', false, 'x = False if a else b\n'],
    ['in a keyword', 'f(a=FLAG)\n', null, 'f(a=None)\n'],
    ['that decides an and', 'x = FLAG and a()\n', false, 'x = False\n'],
    ['that an and leaves', 'x = FLAG and a()\n', true, 'x = a()\n'],
    ['that an or leaves in parentheses', 'x = (FLAG)or a()\n', false, 'x = a()\n'],
    ['beside a keyword', 'if(FLAG)and b:\n    x()\n', true, 'if b:\n    x()\n'],
    ['in not', 'return_ = not(FLAG)\n', true, 'return_ = False\n'],
    ['in a conditional', 'x = f(1) if FLAG else g(2)\n', false, 'x = g(2)\n'],
    ['that is None', 'if FLAG is not None:\n    a()\nelse:\n    b()\n', null, 'b()\n'],
    ['in an if that holds', 'if FLAG:\n    a()\nelse:\n    b()\nc()\n', true, 'a()\nc()\n'],
    ['in an if before an elif', 'if FLAG:\n    a()\nelif d:\n    b()\n', false, 'if d:\n    b()\n'],
    [
      'in an elif that holds',
      'if d:\n    a()\nelif FLAG:\n    b()\nelse:\n    c()\n',
      true,
      'if d:\n    a()\nelse:\n    b()\n',
    ],
    [
      'in an elif that does not',
      'if d:\n    a()\nelif FLAG:  # why\n    b()\nelse:\n    c()\n',
      false,
      'if d:\n    a()\nelse:\n    c()\n',
    ],
    ['in the last elif', 'if d:\n    a()\nelif FLAG:\n    b()\n', false, 'if d:\n    a()\n'],
    ['in an else on one line', '  \nif FLAG: a()\nelse: b()\n', false, '  \nb()\n'],
    ['that never starts a loop', 'while FLAG:\n    a()\nelse:\n    b()\n', false, 'b()\n'],
    ['in an if without an else', 'if a:\n    if not FLAG:\n        b()\n', true, 'if a:\n    pass\n'],
  ] as const)('%s', (_, before, value, after) => {
    expect(fold(before, value)).toBe(after);
  });
});

describe('random programs', () => {
  it('are what CPython makes of them', () => {
    const requests: MovedBlock[] = [];
    const texts = fc.sample(blockProgram, 90);
    const valid = compileErrors(texts.map((text) => Buffer.from(text)));
    for (const [index, before] of texts.entries()) {
      const source = parse('mod.py', before);
      if (valid[index] !== null || 'reason' in source) continue;
      const place = ({ startIndex }: Node) => {
        const { line, column } = source.lines.at(startIndex);
        return [line, column - 1] as const;
      };
      for (const statement of source.root.descendantsOfType('with_statement')) {
        const changes = unwrapped(statement, [blockOf(statement)], source);
        if (changes) requests.push({ before, after: applyEdits(before, editsOf(changes)), unwrap: place(statement) });
      }
      for (const flag of flagsIn(source).slice(0, 4)) {
        for (const value of [true, false, null]) {
          const changes = folded(flag, value, source);
          if (changes) requests.push({ before, after: applyEdits(before, editsOf(changes)), fold: place(flag), value });
        }
      }
    }
    const wrong = judgeBlocks(requests).flatMap((why, index) => (why === null ? [] : [{ ...requests[index], why }]));
    expect(wrong.sort((a, b) => a.why.length - b.why.length).slice(0, 2)).toEqual([]);
    expect(requests.length).toBeGreaterThan(300);
  });
});
