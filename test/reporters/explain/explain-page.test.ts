// The pages of `explain`: every transform and every name has one, no section of it is empty, and what it shows of programs
// is what degreen makes of them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatOverview, formatPage, formatPageAsMarkdown } from '../../../src/reporters/explain/explain-page.ts';
import type { Page } from '../../../src/transform.ts';
import { registry, rewrite } from '../../support/plan.ts';

const publicNames: readonly string[] = JSON.parse(
  readFileSync(new URL('../../data/public-names.json', import.meta.url), 'utf8'),
);

interface Subject {
  readonly name: string;
  readonly page: Page;
}

const transforms: readonly Subject[] = registry.transforms.map(({ id, explain }) => ({ name: id, page: explain() }));
const names: readonly Subject[] = [
  ...new Set([...publicNames, ...registry.transforms.flatMap(({ owns }) => owns.map(({ name }) => name))]),
].flatMap((name) => {
  const owner = registry.ownerOf(name);
  return owner ? [{ name, page: owner.transform.explain(owner.name) }] : [];
});
const all = [...transforms, ...names];

const SECTIONS = ['What it does', 'Why', 'Before and after', 'When it is safe', 'What to look at', 'References'];

describe('every page', () => {
  it('is there for each transform and each public name', () => {
    expect(publicNames.length).toBeGreaterThan(650);
    expect(names.length).toBeGreaterThanOrEqual(publicNames.length);
  });

  it('has all sections, in whole sentences', () => {
    for (const { name, page } of all) {
      for (const section of [page.does, page.why, page.safe, page.look] as const) {
        expect(section.length, name).toBeGreaterThan(0);
        for (const text of section) expect(text, name).toMatch(/^\S.{14,}\.$/);
      }
      expect(page.references.length, name).toBeGreaterThan(0);
      for (const each of page.references) expect(each, name).toMatch(/^(https:\/\/\S+|degreen \w+.*)$/);
    }
  });

  it('prints them, for a terminal and as Markdown', () => {
    for (const { name, page } of all) {
      const text = formatPage(name, page).split('\n');
      expect(
        text.filter((line) => SECTIONS.includes(line)),
        name,
      ).toEqual(SECTIONS);
      const markdown = formatPageAsMarkdown(page, 2).split('\n');
      expect(
        markdown.filter((line) => line.startsWith('## ')),
        name,
      ).toEqual(SECTIONS.map((title) => `## ${title}`));
      expect(
        Math.max(
          ...text
            .filter((line) => !/^ {2}[-+h]/.test(line))
            .slice(3)
            .map((line) => line.length),
        ),
        name,
      ).toBeLessThanOrEqual(88);
    }
  });

  it('shows code with eventlet before, and code without it after', () => {
    for (const { name, page } of all) {
      const { before, after } = page.example;
      expect(before, name).toMatch(/\S\n$/);
      expect(after, name).toMatch(/\S\n$/);
      expect(after, name).not.toBe(before);
      expect(after, name).not.toMatch(/eventlet|\{(name|import)\}/);
      expect(before, name).not.toMatch(/\{(name|import)\}/);
    }
  });

  it('shows what Python can read', () => {
    const check = `
import ast, json, sys, textwrap
for name, code in json.load(sys.stdin):
    if code.startswith('except '):
        code = 'try:\\n    pass\\n' + code
    if 'return ' in code or code.rstrip().endswith('return') or 'yield' in code:
        code = 'def f():\\n' + textwrap.indent(code, '    ')
    if code.startswith('@') and 'def ' not in code and 'class ' not in code:
        code += 'def f(): pass\\n'
    try:
        ast.parse(code)
    except SyntaxError as error:
        print(name, error, repr(code))
`;
    const programs = all.flatMap(({ name, page: { example } }) => [
      [name, example.before],
      [name, example.after],
    ]);
    expect(execFileSync('python3', ['-c', check], { input: JSON.stringify(programs), encoding: 'utf8' })).toBe('');
  });

  it('says of each object something of its own', () => {
    const owned = registry.transforms.flatMap(({ owns, explain, roots }) =>
      roots ? owns.map(({ name }) => ({ name, does: explain(name).does[0] ?? '' })) : [],
    );
    const seen = new Map<string, string>();
    const same = owned.flatMap(({ name, does }) => {
      const other = seen.get(does);
      seen.set(does, name);
      return other === undefined ? [] : [`${other} and ${name}`];
    });
    expect(same).toEqual([]);
  });
});

describe('the programs of the transforms that rewrite', () => {
  const rewriting = registry.transforms.filter(({ roots }) => !roots);

  it.each(rewriting.map(({ id, explain }) => [id, explain().example] as const))('%s: are what degreen makes', (_, {
    before,
    after,
  }) => {
    expect(rewrite(before, 'safe')).toBe(after);
  });
});

describe('the overview', () => {
  it('has a row for each transform that rewrites, and for what stands for the rest', () => {
    const rows = formatOverview(registry.transforms).trimEnd().split('\n');
    const leading = registry.transforms.flatMap(({ leading = [] }) => leading);
    const rewriting = registry.transforms.filter(({ leading }) => !leading);
    expect(rows.length).toBe(2 + rewriting.length + leading.length);
    expect(rows.every((row) => row.split(/(?<!\\)\|/).length === 6)).toBe(true);
    for (const name of leading) expect(registry.ownerOf(name)?.transform.roots).toBeDefined();
  });
});
