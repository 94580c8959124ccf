// What other places say of a hunk: notes, or why it is manual.
import type { Refusal } from './hunk.ts';
import { type Note, noteText } from './note.ts';

/** What is said of one hunk. */
export interface CrossFileRemark {
  readonly notes: Note[];
  /** Why it is manual. */
  refusal: Refusal | undefined;
}

/** Adds a note that is not there yet: a hunk may answer for several references. */
export function addNote({ notes }: CrossFileRemark, note: Note): void {
  if (!notes.some((each) => noteText(each) === noteText(note))) notes.push(note);
}
