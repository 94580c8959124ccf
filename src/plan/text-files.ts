// What transforms propose in files that are no Python, where nothing of the library is left: edits by position, and no parse.
import { type DecodedText, encode } from '../python/encoding.ts';
import type { Edit } from '../text/edits.ts';
import { indexLines, type Lines } from '../text/line-index.ts';
import { memo } from '../text/memoize.ts';
import type { FileProposal, Policy, ProjectText, Transform } from '../transform.ts';
import type { Bug, Hunk } from './hunks/hunk.ts';
import { ownNotes } from './hunks/note.ts';

/** A file that is no Python, and was not read yet. */
export interface UnreadText {
  readonly path: string;
  /** Undefined where it cannot be read any more. */
  read(): Buffer | undefined;
}

/** A text file that hunks change. */
export interface TextFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly decoded: DecodedText;
  readonly lines: Lines;
}

/** What is proposed in text files. */
export interface TextPlan {
  readonly hunks: readonly Hunk[];
  readonly texts: ReadonlyMap<string, TextFile>;
}

/** Nothing is proposed in any text file. */
export const NO_TEXTS: TextPlan = { hunks: [], texts: new Map() };

/** What the plan asks the transforms with. */
export interface TextQuestion {
  readonly transforms: readonly Transform[];
  /** The library's top-level name. */
  readonly library: string;
  readonly policy: Policy;
  readonly imports: (module: string) => boolean;
}

/** Asks each transform what it proposes; what cannot be is an error of that transform. */
export function planTexts(unread: readonly UnreadText[], question: TextQuestion, bugs: Bug[]): TextPlan {
  const known = new Map(unread.map((each) => [each.path, each]));
  const textOf = memo((path: string) => readText(known.get(path)));
  const views = unread.map(({ path }): ProjectText => {
    return {
      path,
      get text() {
        return textOf(path)?.decoded.text ?? '';
      },
    };
  });
  const hunks: Hunk[] = [];
  const texts = new Map<string, TextFile>();
  const taken = new Map<string, { readonly edit: Edit; readonly transform: string }[]>();
  for (const transform of question.transforms) {
    const fail = (path: string, error: unknown) =>
      void bugs.push({ path, line: 1, transform: transform.id, error: String(error) });
    for (const proposal of ask(transform, views, question, fail)) {
      const { path, edits } = proposal;
      const file = textOf(path);
      const others = taken.get(path) ?? [];
      const trouble = file ? troubleOf(file, edits, others) : 'it is no text file that degreen was asked to work on';
      if (!file || trouble !== undefined) {
        fail(path, `\`${proposal.title}\`: ${trouble}`);
        continue;
      }
      taken.set(path, [...others, ...edits.map((edit) => ({ edit, transform: transform.id }))]);
      texts.set(path, file);
      const before = hunks.filter((hunk) => hunk.path === path && hunk.transform === transform.id).length;
      hunks.push(hunkOf(transform.id, question.library, file, proposal, before + 1));
    }
  }
  return { hunks, texts };
}

function ask(
  transform: Transform,
  texts: readonly ProjectText[],
  { policy, imports }: TextQuestion,
  fail: (path: string, error: unknown) => void,
): readonly FileProposal[] {
  try {
    return transform.finish?.({ texts, imports }, policy) ?? [];
  } catch (error) {
    fail('.', error);
    return [];
  }
}

/** UTF-8 where it is valid, else a unit for each byte, so that what is not edited comes back as it was. */
function readText(unread: UnreadText | undefined): TextFile | undefined {
  const bytes = unread?.read();
  if (!unread || !bytes || bytes.includes(0)) return undefined;
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = bom ? bytes.subarray(3) : bytes;
  const utf8 = body.toString('utf8');
  const decoded: DecodedText = Buffer.from(utf8, 'utf8').equals(body)
    ? { text: utf8, encoding: 'utf-8', bom }
    : { text: body.toString('latin1'), encoding: 'binary', bom };
  return { path: unread.path, bytes, decoded, lines: indexLines(decoded.text) };
}

/** Why edits cannot be made, in a clause. */
function troubleOf(
  { decoded }: TextFile,
  edits: readonly Edit[],
  others: readonly { readonly edit: Edit; readonly transform: string }[],
): string | undefined {
  if (edits.length === 0) return 'it has no edits';
  for (const [index, edit] of edits.entries()) {
    if (!(0 <= edit.start && edit.start <= edit.end && edit.end <= decoded.text.length))
      return `the edit ${edit.start} to ${edit.end} is not inside of the text`;
    if (!canHold(decoded, edit.text)) return 'it writes what is no ASCII into a file that is not UTF-8';
    if (edits.slice(0, index).some((other) => meets(edit, other)))
      return `two of its edits meet at ${edit.start} to ${edit.end}`;
    const other = others.find((each) => meets(edit, each.edit));
    if (other) return `the edit ${edit.start} to ${edit.end} meets one of \`${other.transform}\``;
  }
  return undefined;
}

/** Whether a text can be written into a file as that is encoded. */
export function canHold(decoded: DecodedText, text: string): boolean {
  return decoded.encoding === 'utf-8' || Buffer.from(encode(decoded, text)).every((byte) => byte < 0x80);
}

/** Whether two edits share text, or are put in at one place, where their order would be anybody's guess. */
function meets(a: Edit, b: Edit): boolean {
  return (a.start < b.end && b.start < a.end) || (a.start === b.start && a.end === b.end);
}

function hunkOf(transform: string, library: string, file: TextFile, proposal: FileProposal, count: number): Hunk {
  const { path, level, title, edits } = proposal;
  const first = Math.min(...edits.map(({ start }) => start));
  return {
    id: `${transform}:${path}::${count}`,
    transform,
    path,
    within: '',
    line: file.lines.at(first).line,
    level,
    title,
    notes: ownNotes(proposal, path),
    variant: undefined,
    relies: [],
    requires: [],
    needs: [],
    together: undefined,
    finish: true,
    changes: edits.map(({ start, end, text }) => ({ span: { start, end }, pieces: [text] })),
    becomes: undefined,
    name: library,
    elsewhere: undefined,
    follows: false,
  };
}
