// The checksum of a content, by which a file is known again.
import { createHash } from 'node:crypto';

/** The checksum of a content. */
export function checksum(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
