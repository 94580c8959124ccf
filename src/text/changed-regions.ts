// The lines of a text that edits touch: where they begin and end, and what they become.
import { applyEdits, compareSpans, type Edit, type Span } from './edits.ts';

/** Whole lines that edits change together, the end of the last line included. */
export interface Region extends Span {
  /** In the order of the text. */
  readonly edits: readonly Edit[];
  readonly before: string;
  readonly after: string;
}

/** The regions in the order of the text. An edit that removes whole lines takes nothing of the next one along. */
export function regionsOf(text: string, edits: readonly Edit[]): Region[] {
  const regions: { start: number; end: number; edits: Edit[] }[] = [];
  for (const edit of [...edits].sort(compareSpans)) {
    const start = text.lastIndexOf('\n', edit.start - 1) + 1;
    const whole = edit.end > edit.start && text[edit.end - 1] === '\n' && edit.text === '';
    const newline = text.indexOf('\n', edit.end);
    const end = whole ? edit.end : newline < 0 ? text.length : newline + 1;
    const previous = regions[regions.length - 1];
    if (previous && start < previous.end) {
      previous.end = Math.max(previous.end, end);
      previous.edits.push(edit);
    } else regions.push({ start, end, edits: [edit] });
  }
  return regions.map((region) => {
    const before = text.slice(region.start, region.end);
    return { ...region, before, after: applyEdits(before, within(region)) };
  });
}

/** The edits of a region as edits of its own text. */
export function within({ start, edits }: Pick<Region, 'start' | 'edits'>): Edit[] {
  return edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
}

/** The lines of a text that edits touch, before and after. */
export function changedLines(text: string, edits: readonly Edit[]): { before: string; after: string } {
  const regions = regionsOf(text, edits);
  return {
    before: regions.map(({ before }) => before).join(''),
    after: regions.map(({ after }) => after).join(''),
  };
}
