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
  /** Notes what is asked of the bytes; only where somebody wants to know. */
  readonly observer?: Observer | undefined;
}

/** Sees what is asked of the contents of files; a question is no look at a file. */
export interface Observer {
  /** Asks something of all Python files, by those that it fits. */
  ofAll(kind: 'word' | 'text', text: string, ask: () => readonly ProjectFile[]): readonly ProjectFile[];
  /** Asks a pattern of one file. */
  ofFile(pattern: RegExp, path: string, ask: () => boolean): boolean;
  /** Reads bytes of which only answers to questions are used. */
  quietly<Result>(read: () => Result): Result;
}

/** A name of the library in a file that was only searched; both count from 1, columns in UTF-16 units. */
export interface FoundName {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}
