// Programs of nested blocks, as odd as people write them: one-line bodies, comments in every place, strings over several lines,
// tabs, CRLF. They are valid Python and need not make sense.
import fc from 'fast-check';

type Lines = readonly string[];

const indented = (lines: Lines, by: string): Lines => lines.map((line) => by + line);

/** Statements of one line or several, without blocks. */
const simple: fc.Arbitrary<Lines> = fc.constantFrom<Lines[]>(
  ['x = 1'],
  ['call(FLAG)'],
  ['a(); b()'],
  ['y = """one', '  two', '    three"""'],
  ["z = 'one \\", "  two'"],
  ['f(a,', '  b,  # why', '      c)'],
  ['v = a + \\', '  b'],
  ['w = f"""{x', '  + 1}"""'],
  ['ok = not FLAG'],
  ['ok = first and FLAG'],
  ['ok = FLAG and last()'],
  ['ok = FLAG or last()'],
  ['ok = (not(FLAG)or last())'],
  ['ok = [one if FLAG else two for one in x]'],
  ['ok = one if not FLAG else two'],
  ['ok = (FLAG', '      and last)'],
  ['ok = FLAG is not None and FLAG.x'],
  ['call(1 if(FLAG)else 2)'],
  ['pass  # nothing'],
  ['# a comment', 'x += 1'],
  ['', 'x = 2', ''],
);

const head = (keyword: string): fc.Arbitrary<string> =>
  fc.constantFrom('', '  # said behind').map((comment) => `${keyword}:${comment}`);

const condition = fc.constantFrom(
  'FLAG',
  'not FLAG',
  'FLAG and x',
  'x or FLAG',
  '(FLAG)',
  'x',
  'FLAG is None',
  'FLAG or x',
);

const { block } = fc.letrec<{ statement: Lines; block: Lines }>((tie) => {
  const body = tie('block');
  const opened = (first: fc.Arbitrary<string>, unit: fc.Arbitrary<string>): fc.Arbitrary<Lines> =>
    fc.tuple(first, body, unit).map(([line, lines, by]) => [line, ...indented(lines, by)]);
  const unit = fc.constantFrom('    ', '  ', '\t');
  const withs = fc
    .constantFrom('with C()', 'with C() as c', 'with (C())', 'with (', 'with C(1, FLAG)')
    .chain((text) => (text === 'with (' ? fc.constant('with (C(\n  2)):') : head(text)));
  const one = fc.constantFrom<Lines[]>(
    ['with C(): a(); b()'],
    ['if FLAG: a()'],
    ['if FLAG: a()', 'else: b()'],
    ['while FLAG: a()'],
  );
  const chain = fc
    .tuple(
      opened(
        condition.chain((test) => head(`if ${test}`)),
        unit,
      ),
      fc.array(
        opened(
          condition.chain((test) => head(`elif ${test}`)),
          unit,
        ),
        { maxLength: 2 },
      ),
      fc.option(opened(head('else'), unit)),
    )
    .map(([first, more, last]): Lines => [...first, ...more.flat(), ...(last ?? [])]);
  const loop = opened(
    condition.chain((test) => head(`while ${test}`)),
    unit,
  );
  const tried = fc
    .tuple(opened(head('try'), unit), opened(head('except E'), unit))
    .map(([first, second]): Lines => [...first, ...second]);
  return {
    statement: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 3, arbitrary: simple },
      { weight: 3, arbitrary: opened(withs, unit) },
      { weight: 2, arbitrary: chain },
      { weight: 1, arbitrary: loop },
      { weight: 1, arbitrary: tried },
      { weight: 1, arbitrary: one },
    ),
    block: fc
      .tuple(
        fc.constantFrom<Lines[]>([], [], ['# first']),
        fc.array(tie('statement'), { minLength: 1, maxLength: 3 }),
        fc.constantFrom<Lines[]>([], [], ['# last']),
      )
      .map(([before, statements, after]): Lines => [...before, ...statements.flat(), ...after]),
  };
});

/** A program; a string or a bracket over several lines has its later lines at the left, as they are not indented with it. */
export const blockProgram: fc.Arbitrary<string> = fc
  .tuple(block, fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, eol, ends]) => lines.flatMap((line) => line.split('\n')).join(eol) + (ends ? eol : ''));
