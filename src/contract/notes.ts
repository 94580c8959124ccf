// What a transform tells a reviewer. Types only.

/** What a reviewer must know: a sentence, or several, each with a short clause to count it by; without one, the title counts. */
export type NoteText = string | readonly NotePart[];

/** A line, from 1: of the file itself where no path is given. */
export interface PartPlace {
  readonly path?: string;
  readonly line: number;
  /** What is done there, as a clause; said where there is room. */
  readonly text?: string;
}

/** One thing that a reviewer must know: what, where, why and what to do. */
export interface NotePart {
  /** A sentence; with places the beginning of one, which they end. */
  readonly text: string;
  readonly places?: readonly PartPlace[];
  /** A sentence that follows the places. */
  readonly why?: string;
  readonly reason?: string;
}
