// A file of the project as it was read, before anything is known of it.

/** A file of the project as it was read. Nothing is decoded or parsed until it matters. */
export interface ProjectFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly python: boolean;
  /**
   * Where a file was only searched its bytes are not kept, but its size, and the first word of each line that holds one;
   * no words of a binary file, which is not searched.
   */
  readonly searched?: { readonly size: number; readonly words: readonly FoundName[] | undefined } | undefined;
  /** Whether the command was asked to work on it; the others are only read. */
  readonly chosen: boolean;
}

/** A name of the library in a file that was only searched; both count from 1, columns in UTF-16 units. */
export interface FoundName {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}
