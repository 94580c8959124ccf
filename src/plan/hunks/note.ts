// What a person must know of a hunk: parts with a kind, a place and a reason to count by. They are joined only where people
// read them; nothing is ever read out of the text.
import { wrapText } from '../../text/wrap.ts';
import type { Level, NotePart, NoteText } from '../../transform.ts';

/** Who adds a note, and of what it is. */
export type NoteKind =
  | 'transform' // what the transform itself says of its change
  | 'hint' // the same of a change that is safe by itself
  | 'comment' // a comment is removed with the text
  | 'edited' // a person wrote the text
  | 'configuration' // the project sets the level
  | 'required' // a hunk that is less sure is needed
  | 'described' // it follows objects that are created at other places
  | 'mock' // it is a mock, of what the places have
  | 'attribute' // it uses an object that the places create
  | 'mocks-updated' // mocks and uses elsewhere are updated with it
  | 'mock-stays' // a mock of it is not updated
  | 'uses-stay' // uses elsewhere are not updated
  | 'assigned' // another file assigns to it
  | 'patched' // its replacement is mocked for the whole process
  | 'named' // a string elsewhere names it and is not updated
  | 'process' // the process is not patched, or only in part
  | 'limit'; // a time limit around it

/** A line of a file, from 1. */
export interface NotePlace {
  readonly path: string;
  readonly line: number;
  /** What is done there, as a clause. */
  readonly text?: string;
}

/** One thing to know, in this order: what, where, why and what to do. */
export interface Note {
  readonly kind: NoteKind;
  /** A sentence; with places the beginning of one, which they end. */
  readonly text: string;
  readonly places?: readonly NotePlace[];
  /** A sentence that follows the places. */
  readonly why?: string;
  /** A short clause, the same for all that are alike: notes are counted by it. */
  readonly reason: string;
}

/** The place of something that has more than that. */
export function placeOf({ path, line }: NotePlace): NotePlace {
  return { path, line };
}

/** Two lines of a terminal of 80 columns, beside the label of the review. */
const MOST_LINES = 2;
const WIDTH = 71;
const MOST_PLACES = 3;

/** A note as people read it: at most three places, with what is done there if that has room, fewer if they are long. */
export function noteText({ text, places = [], why }: Note): string {
  if (places.length === 0) return sentences(text, '', why);
  const shown = [MOST_PLACES, 2, 1].filter((most) => most === 1 || most < places.length + 1);
  const lists = [listPlaces(places, MOST_PLACES, placeText), ...shown.map((most) => listPlaces(places, most))];
  const texts = lists.map((list) => sentences(text, ` ${list}.`, why));
  return texts.find(fits) ?? texts.at(-1) ?? '';
}

/** Whether a text has room in a note. */
export function fits(text: string): boolean {
  return wrapText(text, WIDTH).length <= MOST_LINES;
}

function sentences(text: string, where: string, why: string | undefined): string {
  return `${text}${where}${why === undefined ? '' : ` ${why}`}`;
}

/** A place with what is done there. */
export function placeText({ path, line, text }: NotePlace): string {
  return `${path}:${line}${text === undefined ? '' : ` (${text})`}`;
}

/** Places as people read them: the first ones, then how many more. */
export function listPlaces(
  places: readonly NotePlace[],
  most = MOST_PLACES,
  show = (place: NotePlace) => `${place.path}:${place.line}`,
): string {
  const more = places.length > most ? ` and ${places.length - most} more` : '';
  return places.slice(0, most).map(show).join(', ') + more;
}

/** Notes where there is room for one text alone. */
export function notesText(notes: readonly Note[]): string {
  return notes.map(noteText).join(' ');
}

/** What a transform says of a place in a file, as notes; what has no reason is counted by its title. */
export function ownNotes(
  { note: said, title, level }: { readonly note?: NoteText; readonly title: string; readonly level: Level },
  path: string,
): Note[] {
  const all: readonly NotePart[] = said === undefined ? [] : typeof said === 'string' ? [{ text: said }] : said;
  return all.map(({ places = [], reason = title, ...part }) => {
    const note: Note = { kind: level === 'safe' ? 'hint' : 'transform', ...part, reason };
    return places.length === 0
      ? note
      : { ...note, places: places.map((each) => ({ ...each, path: each.path ?? path })) };
  });
}
