// A file before and after hunks. Types only.

/** One file before and after; the texts begin with the BOM where the file has one. */
export interface FileChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Whether there is no such file yet; it is empty before then. */
  readonly created: boolean;
  readonly bytesBefore: Buffer;
  readonly bytesAfter: Buffer;
  /** The bytes of a part of either text, for a diff. */
  encode(text: string): Uint8Array;
}
