// What a transform tells a reviewer. Types only.

/** What a reviewer must know: a sentence, or several, each with a short clause to count it by; without one, the title counts. */
export type NoteText = string | readonly NotePart[];

/** One thing that a reviewer must know: what, where, why and what to do. */
export interface NotePart {
  /** A sentence; with places the beginning of one, which they end. */
  readonly text: string;
  /** Without a path, of the file itself. */
  readonly places?: readonly { readonly path?: string | undefined; readonly line: number }[];
  /** A sentence that follows the places. */
  readonly why?: string;
  readonly reason?: string;
}
