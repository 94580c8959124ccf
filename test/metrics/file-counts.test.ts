// The lines alone of a file are those of all its counts, whatever its bytes are.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countFile, countLines } from '../../src/metrics/file-counts.ts';
import { loadRegistry } from '../../src/registry.ts';

const PIECES = [
  'eventlet',
  'import eventlet',
  'eventlet.sleep(1)',
  'EventLet',
  '\n',
  '\r\n',
  '\r',
  '# -*- coding: latin-1 -*-\n',
  '\u00e9',
  '\u2028',
  'event\u017fet',
  ' ',
  '"""',
  'x = (',
].map((text) => Buffer.from(text));
const RAW = [[0xef, 0xbb, 0xbf], [0], [0xe9], [0xc3], [0x85], [0xff, 0xfe]].map((bytes) => Buffer.from(bytes));

it('are counted without a tree', async () => {
  const registry = await loadRegistry();
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES, ...RAW), { maxLength: 12 }), fc.boolean(), (pieces, python) => {
      const bytes = Buffer.concat(pieces);
      expect(countLines(bytes, registry)).toBe(countFile(bytes, python, registry)?.lines ?? 0);
    }),
    { numRuns: 600 },
  );
});
