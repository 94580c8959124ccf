// Work on other processors: threads that each answer one task after the other.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Threads that all run one module. */
export interface WorkerPool {
  /** Gives a task to the thread that has least to do; what is transferred is gone here. Rejects where the module throws. */
  run(task: unknown, transferred: readonly ArrayBuffer[]): Promise<unknown>;
  close(): void;
}

/** More threads than this wait for git. */
const MOST_THREADS = 4;

/** How many threads are worth it on this machine; 1 for none besides the first. */
export const THREADS = Math.min(MOST_THREADS, availableParallelism());

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** Starts threads. A module answers each message with one of its own, in their order. */
export function openWorkers(module: URL, size: number): WorkerPool {
  const threads = Array.from({ length: size }, () => {
    const worker = new Worker(module);
    const waiting: Waiting[] = [];
    worker.on('message', (answer: unknown) => waiting.shift()?.resolve(answer));
    worker.on('error', (error) => {
      for (const each of waiting.splice(0)) each.reject(error);
    });
    return { worker, waiting };
  });
  return {
    run(task, transferred) {
      const [free] = [...threads].sort((a, b) => a.waiting.length - b.waiting.length);
      return new Promise((resolve, reject) => {
        free?.waiting.push({ resolve, reject });
        free?.worker.postMessage(task, [...transferred]);
      });
    },
    close() {
      for (const { worker } of threads) void worker.terminate();
    },
  };
}
