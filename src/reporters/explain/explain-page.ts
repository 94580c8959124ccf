// The pages of `explain`: the list of transforms, what is known of one name, and the overview, as text and as Markdown.
import type { Page, Transform } from '../../transform.ts';
import { codeBlock, escapeProse, inCode, tableRow } from '../markup/markdown-escape.ts';
import { codeLines, proseLines } from '../markup/page-lines.ts';

/** One line for each transform. */
export function formatList(transforms: readonly Transform[]): string {
  const width = Math.max(...transforms.map((transform) => transform.id.length));
  return transforms.map((transform) => `${transform.id.padEnd(width)}  ${transform.title}\n`).join('');
}

/** The sections of a page in their order: paragraphs, or the two programs. */
function sectionsOf(page: Page): readonly (readonly [string, readonly string[] | Page['example']])[] {
  return [
    ['What it does', page.does],
    ['Why', page.why],
    ['Before and after', page.example],
    ['When it is safe', page.safe],
    ['What to look at', page.look],
    ['References', page.references],
  ];
}

/** One page under a heading, for a terminal. */
export function formatPage(heading: string, page: Page): string {
  const lines = [heading, '', `In the standard library: ${page.equivalent || 'no equivalent'}`];
  for (const [title, content] of sectionsOf(page)) {
    lines.push('', title);
    if ('before' in content) lines.push(...codeLines(content.before, '  -'), ...codeLines(content.after, '  +'));
    else if (content === page.references) lines.push(...content.map((each) => `  ${each}`));
    else lines.push(...content.flatMap((text, index) => [...(index > 0 ? [''] : []), ...proseLines(text, '  ')]));
  }
  return `${lines.join('\n')}\n`;
}

/** One page as Markdown, without a heading of its own; its sections are headings of the given level. */
export function formatPageAsMarkdown(page: Page, level: number): string {
  const parts = [`In the standard library: ${page.equivalent ? escapeProse(page.equivalent) : 'no equivalent'}`];
  for (const [title, content] of sectionsOf(page)) {
    parts.push(`${'#'.repeat(level)} ${title}`);
    if ('before' in content) parts.push(codeBlock(content.before), 'becomes', codeBlock(content.after));
    else if (content === page.references) parts.push(content.map((each) => `- ${linked(each)}`).join('\n'));
    else parts.push(...content.map(escapeProse));
  }
  return `${parts.join('\n\n')}\n`;
}

function linked(reference: string): string {
  if (/^https:/.test(reference)) return `<${reference}>`;
  const command = /^degreen explain\b[^,]*$/.exec(reference);
  return command ? inCode(reference) : escapeProse(reference);
}

/** What becomes of the primitives, one line for each: the table of the README. */
export function formatOverview(transforms: readonly Transform[]): string {
  const rows = transforms.flatMap((transform) => {
    const [own] = transform.owns;
    if (!transform.leading) {
      const page = transform.explain();
      return [overviewRow(own?.name ?? transform.id, page, page.equivalent, transform.id)];
    }
    return transform.leading.map((name) => {
      const page = transform.explain(name);
      return overviewRow(name, page, `by hand: ${page.equivalent || 'no equivalent'}`, name);
    });
  });
  return [
    tableRow(['primitive', 'becomes', 'safe when', 'page']),
    tableRow(['---', '---', '---', '---']),
    ...rows,
    '',
  ].join('\n');
}

function overviewRow(name: string, page: Page, becomes: string, id: string): string {
  const [safe = ''] = page.safe;
  return tableRow([
    inCode(name),
    escapeProse(becomes),
    escapeProse(page.brief ?? safe),
    inCode(`degreen explain ${id}`),
  ]);
}
