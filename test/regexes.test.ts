// No regular expression of the program may take time with the square of a text: each is run over long texts that repeat the
// pieces it is made of. A text of a file, a configuration or a template is as long as its writer likes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Expressions that are only run over one short text, and what bounds it. */
const BOUNDED: Readonly<Record<string, string>> = {
  '^(?:[\\w.-]*requirements[\\w.-]*\\.txt|tox\\.ini|setup\\.cfg|pyproject\\.toml|\\.pre-commit-config\\.yaml)$':
    'a path, which no system lets be longer than 4,096 bytes',
};

interface Expression {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

const LITERAL =
  /(?<![\w)\]}$'"`] ?)\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*)\/([dgimsuvy]*)(?=[.,;)\]\s}]|$)/g;

/** The literals of a line, and what templates build, with a name in the place of each value. */
function expressionsOf(path: string): Expression[] {
  const lines = readFileSync(join(root, path), 'utf8').split('\n');
  return lines.flatMap((line, index): Expression[] => {
    const place = `${path}:${index + 1}`;
    if (/^\s*(\/\/|\/?\*)/.test(line)) return [];
    const literals = [...line.matchAll(LITERAL)].map(([, source = '', flags = '']) => ({ place, source, flags }));
    const built = [...line.matchAll(/`((?:[^`\\]|\\.)*\\\\(?:[^`\\]|\\.)*)`(?:, '(\w*)')?/g)].map(
      ([, text = '', flags = 'g']) => {
        const source = text.replace(/\$\{(\w*)[^}]*\}/g, '$1').replace(/\\([\\`])/g, '$1');
        return { place, source, flags };
      },
    );
    return [...literals, ...built];
  });
}

const files = ['src', 'transforms'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`),
);

const LENGTH = 40_000;
const MOST_MILLISECONDS = 300;
const PIECES = [
  'a',
  ' ',
  '\t',
  '\n',
  '.',
  "'",
  '"',
  '(',
  '0',
  '_',
  'a.',
  '.a',
  'a ',
  ' a',
  '{',
  '[',
  '#',
  '\\',
  ';',
  ':',
];
const MORE = [
  '-',
  ',',
  '/',
  '`',
  ' ,',
  ', ',
  '\n ',
  '\n#',
  ' \n',
  'a,',
  '}.',
  '{}',
  "f'",
  "'a",
  '\\\n',
  '=',
  ' =',
  'a=',
  '@',
];

const AFTER = ['', ' ', '(', '.', "'", ': ', ':', '=', ',', '/', '\t', '(a', '\n', '-'];

/** Texts that repeat what an expression may be slow on: its own words with what may stand around them. */
function pumpsFor(source: string): string[] {
  const words = new Set(source.replace(/\\[a-zA-Z]/g, ' ').match(/[A-Za-z_]{2,}/g) ?? []);
  const own = [...words].flatMap((word) => AFTER.map((after) => word + after));
  const some = [...words].slice(0, 6);
  const pairs = some.flatMap((word) => some.flatMap((other) => [`${word} ${other} `, `${word} ${other} (`]));
  return [...PIECES, ...MORE, ...own, ...pairs].map((piece) => piece.repeat(Math.ceil(LENGTH / piece.length)));
}

/** What a run over a text takes, as the program runs it: from one match to the next, or to the first. */
function milliseconds(expression: RegExp, text: string): number {
  const begun = performance.now();
  if (expression.global) {
    let count = 0;
    for (const _ of text.matchAll(expression)) if (++count > LENGTH) break;
  } else expression.exec(text);
  return performance.now() - begun;
}

it('takes time with the length of a text, not with its square', () => {
  const expressions = files.flatMap(expressionsOf);
  expect(expressions.length).toBeGreaterThan(250);
  const slow: string[] = [];
  for (const { place, source, flags } of expressions) {
    if (!/[*+]|\{\d+,\}/.test(source)) continue;
    let expression: RegExp;
    try {
      expression = new RegExp(source, flags);
    } catch {
      continue;
    }
    for (const prefix of ['', "'", 'x = ']) {
      const pump = pumpsFor(source).find((text) => milliseconds(expression, prefix + text) > MOST_MILLISECONDS);
      if (pump === undefined) continue;
      if (!(source in BOUNDED)) slow.push(`${place} /${source}/${flags} on ${JSON.stringify(pump.slice(0, 12))}`);
      break;
    }
  }
  expect(slow).toEqual([]);
}, 240_000);
