// Counts files in a thread of its own: bytes in, counts out.
import { parentPort } from 'node:worker_threads';
import { encodeCounts } from '../metrics/counts-json.ts';
import { countFile } from '../metrics/file-counts.ts';
import { loadRegistry } from '../registry.ts';

/** One file. */
export interface CountTask {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly python: boolean;
}

const registry = loadRegistry();

parentPort?.on('message', async ({ bytes, python }: CountTask) => {
  const counts = countFile(Buffer.from(bytes.buffer), python, await registry) ?? null;
  parentPort?.postMessage(encodeCounts(counts));
});
