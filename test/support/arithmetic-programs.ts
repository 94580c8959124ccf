// Small Python programs over known numbers, made of choices, so that fewer choices are a smaller program. All that they
// compute with stands in them: what `ask(…)` is given is decided by the text alone.

/** A program and how many places of it ask. */
export interface Asking {
  readonly text: string;
  readonly asks: number;
}

/** Takes one choice after the other; the first of each where there are none left. */
class Choices {
  private at = 0;
  constructor(private readonly numbers: readonly number[]) {}

  below(limit: number): number {
    return (this.numbers[this.at++] ?? 0) % limit;
  }

  one<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }
}

/** What can be named at a place. */
interface Place {
  readonly names: readonly string[];
  readonly depth: number;
}

const NUMERALS = ['1', '0', '2', '-1', '5', '0.5', '-3', '-0.25', '7', 'True', '"3"'] as const;

/** Writes one program; `text` says whether strings may come in. */
export function arithmeticProgram(numbers: readonly number[]): Asking {
  const choices = new Choices(numbers);
  const lines: string[] = ['import math', 'from fractions import Fraction', 'from functools import partial'];
  let asks = 0;
  const indent = (depth: number) => '    '.repeat(depth);
  const say = (depth: number, line: string) => lines.push(indent(depth) + line);
  const ask = (place: Place) => {
    asks++;
    say(place.depth, `ask(${asks - 1}, ${expression(place, 3)})`);
  };

  function expression(place: Place, left: number): string {
    const inner = () => expression(place, left - 1);
    const name = place.names.length > 0 ? place.names[choices.below(place.names.length)] : undefined;
    if (left <= 0) return choices.below(2) === 1 && name ? name : choices.one(NUMERALS);
    const forms: readonly [() => string, ...(() => string)[]] = [
      () => name ?? choices.one(NUMERALS),
      () => choices.one(NUMERALS),
      () => `(${inner()} - ${inner()})`,
      () => `(${inner()} + ${inner()})`,
      () => `(${inner()} * ${inner()})`,
      () => `(${inner()} / ${inner()})`,
      () => `(${inner()} // ${inner()})`,
      () => `(${inner()} % ${inner()})`,
      () => `(-${inner()})`,
      () => `(~${inner()})`,
      () => `(${inner()} ** ${choices.one(['2', '0', '1', '3', '-1'])})`,
      () => `max(${inner()}, ${inner()})`,
      () => `min(${inner()}, ${inner()})`,
      () => `abs(${inner()})`,
      () => `int(${inner()})`,
      () => `float(${inner()})`,
      () => `round(${inner()}${choices.one(['', ', 1'])})`,
      () => `math.${choices.one(['floor', 'ceil', 'trunc', 'fabs'])}(${inner()})`,
      () => `(${inner()} if ${inner()} > ${choices.one(['0', '1', '-2'])} else ${inner()})`,
      () => `(${inner()} ${choices.one(['or', 'and'])} ${inner()})`,
      () => `[${inner()}, ${inner()}][${choices.one(['0', '1'])}]`,
      () => `(${inner()}, ${inner()})[${choices.one(['0', '1'])}]`,
      () => `{"a": ${inner()}, "b": ${inner()}}[${choices.one(['"a"', '"b"'])}]`,
      () => `{"a": ${inner()}}.get(${choices.one(['"a"', '"b"'])}, ${inner()})`,
      () => `sum([${inner()}, ${inner()}])`,
      () => `${choices.one(['max', 'min'])}([${inner()}, ${inner()}])`,
      () => `len([${inner()}])`,
      () => `(${inner()}).real`,
      () => `Fraction(${inner()})`,
      () => `(lambda n: ${expression({ ...place, names: [...place.names, 'n'] }, left - 1)})(${inner()})`,
      () => `[n for n in (${inner()}, ${inner()})][${choices.one(['0', '1'])}]`,
      () => `(${inner()} ${choices.one(['&', '|', '^', '<<', '>>'])} ${choices.one(['1', '0', '3'])})`,
      () => `divmod(${inner()}, ${inner()})[${choices.one(['0', '1'])}]`,
      () => `str(${inner()})`,
    ];
    return (forms[choices.below(forms.length)] ?? forms[0])();
  }

  function statements(place: Place, count: number): void {
    let { names } = place;
    for (let index = 0; index < count; index++) names = statement({ ...place, names });
  }

  /** Writes a statement, and gives the names that are known after it. */
  function statement(place: Place): readonly string[] {
    const { depth, names } = place;
    const fresh = `v${names.length}_${depth}`;
    const value = () => expression(place, 2);
    const nested = (more: readonly string[] = []) => ({ names: [...names, ...more], depth: depth + 1 });
    const old = names.filter((each) => /^v/.test(each));
    const target = old.length > 0 ? (old[choices.below(old.length)] ?? fresh) : fresh;
    const forms: readonly [() => readonly string[], ...(() => readonly string[])[]] = [
      () => {
        say(depth, `${fresh} = ${value()}`);
        return [...names, fresh];
      },
      () => {
        ask(place);
        return names;
      },
      () => {
        say(depth, `${fresh}, ${fresh}b = ${value()}, ${value()}`);
        return [...names, fresh, `${fresh}b`];
      },
      () => {
        if (old.length === 0) return names;
        say(depth, `${target} ${choices.one(['-=', '+=', '*=', '/=', '//='])} ${value()}`);
        return names;
      },
      () => {
        say(depth, `for ${fresh} in range(${choices.one(['3', '2, -2, -1', '-1, 2', '5, 1, -2'])}):`);
        statements(nested([fresh]), 2);
        return names;
      },
      () => {
        say(depth, `for ${fresh} in ${choices.one(['', 'reversed'])}((${value()}, ${value()})):`);
        statements(nested([fresh]), 2);
        return names;
      },
      () => {
        say(
          depth,
          `for ${fresh}, ${fresh}b in ${choices.one(['enumerate', 'zip'])}((${value()}, ${value()})${choices.one(['', ', (1, -1)'])}):`,
        );
        statements(nested([fresh, `${fresh}b`]), 2);
        return names;
      },
      () => {
        const test = old.length > 0 ? target : value();
        say(depth, `if ${test} ${choices.one(['>', '>=', '<', '<='])} ${choices.one(['0', '1', '-1'])}:`);
        statements(nested(), 2);
        if (choices.below(2) === 1) {
          say(depth, 'else:');
          statements(nested(), 2);
        }
        return names;
      },
      () => {
        say(depth, `if (${fresh} := ${value()}) > ${choices.one(['0', '-2'])}:`);
        statements(nested([fresh]), 2);
        return [...names, fresh];
      },
      () => {
        say(depth, `if ${value()}: ${fresh} = ${value()}`);
        say(depth, `else: ${fresh} = ${value()}`);
        return [...names, fresh];
      },
    ];
    const made = (forms[choices.below(forms.length)] ?? forms[0])();
    return made;
  }

  /** A function of one parameter; its name, and the name of a closure variable that it changes. */
  function definition(index: number, globals: readonly string[]): void {
    const name = `f${index}`;
    say(0, `def ${name}(p${choices.one(['', '=1', '=-1', '=0.5'])}):`);
    if (globals.length > 0 && choices.below(4) === 1) {
      say(1, `global ${globals[0]}`);
      say(1, `${globals[0]} = ${expression({ names: ['p'], depth: 1 }, 2)}`);
    }
    statements({ names: ['p', ...globals.slice(1)], depth: 1 }, 3);
    say(1, `return ${expression({ names: ['p', ...globals.slice(1)], depth: 1 }, 2)}`);
  }

  const globals = ['v0', 'v1'];
  for (const name of globals) say(0, `${name} = ${expression({ names: [], depth: 0 }, 2)}`);
  const functions = 1 + choices.below(2);
  for (let index = 0; index < functions; index++) definition(index, globals);
  classLines(globals);
  const calls = 1 + choices.below(4);
  for (let index = 0; index < calls; index++) {
    const argument = expression({ names: globals, depth: 0 }, 2);
    const of = `f${choices.below(functions)}`;
    say(
      0,
      choices.one([
        `v1 = ${of}(${argument})`,
        `${of}(p=${argument})`,
        `partial(${of}, ${argument})()`,
        `list(map(${of}, [${argument}]))`,
        `${of}(*(${argument},))`,
        `Job(${argument}).run()`,
        `job = Job(1); job.left = ${argument}; job.run()`,
      ]),
    );
  }
  ask({ names: globals, depth: 0 });

  function classLines(known: readonly string[]): void {
    const inside = { names: [...known, 'self.left', 'self.BASE', 'self.share()'], depth: 2 };
    say(0, 'class Job:');
    say(1, `BASE = ${expression({ names: [], depth: 0 }, 2)}`);
    say(1, 'def __init__(self, left=1):');
    say(2, `self.left = ${choices.one(['left', 'left / 2', 'left - 2', 'max(0, left)'])}`);
    say(1, 'def share(self):');
    say(2, `return ${expression({ names: [...known, 'self.left', 'self.BASE'], depth: 2 }, 2)}`);
    say(1, 'def run(self):');
    if (choices.below(2) === 1) say(2, `self.left ${choices.one(['-=', '=', '+='])} ${expression(inside, 1)}`);
    statements(inside, 2);
    ask(inside);
  }

  return { text: `${lines.join('\n')}\n`, asks };
}
