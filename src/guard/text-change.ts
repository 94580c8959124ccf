// A text file before and after, and what a guard says it did. Types, and the view of a project that guards work on.

/** A file that a guard changes. */
export interface TextChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What one tool's guard comes to. */
export interface GuardPart {
  readonly changes: readonly TextChange[];
  /** One sentence for each thing that was done. */
  readonly says: readonly string[];
  /** One sentence for each thing that could not be done, and why. */
  readonly cannot: readonly string[];
}

/** The text files of a project. */
export interface Texts {
  /** The text of a file; undefined where there is none, or where it is not UTF-8. */
  read(path: string): string | undefined;
  readonly paths: readonly string[];
}

/** A part that does nothing, with the reason. */
export function cannot(...reasons: readonly string[]): GuardPart {
  return { changes: [], says: [], cannot: reasons };
}
