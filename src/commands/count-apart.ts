// Counting on all processors: the first files are counted at once, and threads are started where there are more.
import { openWorkers, THREADS, type WorkerPool } from '../io/process/worker-pool.ts';
import { COUNT_WORKER } from '../io/worker-modules.ts';
import { decodeCounts } from '../metrics/counts-json.ts';
import { countFile, type FileCounts } from '../metrics/file-counts.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { CountTask } from './count-worker.ts';

/** Counts one file, as `countFile` does. */
export type CountFile = (bytes: Buffer, python: boolean) => Promise<FileCounts | undefined>;

/** Starting threads takes as long as counting so many files. */
const COUNTED_HERE = 24;

/** Counts with the transforms of `transforms/`, which a thread finds as well. */
export function countApart(registry: Registry): { readonly count: CountFile; close(): void } {
  let pool: WorkerPool | undefined;
  let here = 0;
  return {
    async count(bytes, python) {
      const module = COUNT_WORKER;
      if (!module || THREADS === 1 || here < COUNTED_HERE) {
        here++;
        return countFile(bytes, python, registry);
      }
      pool ??= openWorkers(module, THREADS);
      const task: CountTask = { bytes: new Uint8Array(bytes), python };
      const counts = decodeCounts(await pool.run(task, [task.bytes.buffer]));
      if (counts === undefined || typeof counts === 'number') throw new Error('a thread that counts gave no counts');
      return counts ?? undefined;
    },
    close: () => pool?.close(),
  };
}
