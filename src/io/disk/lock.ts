// Locks between processes that survive the death of who holds them. Each that wants a lock puts a file of its own into the
// folder and then looks for others: of two at least one sees the other. Files of processes that are gone mean nothing, and
// as no two have one name, removing such a file never takes the lock of somebody else.
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { createFile, type Disk, removeQuietly } from './disk.ts';
import { newProcessIdentity, pidOf, processState } from './process-identity.ts';

/** A lock that was taken. */
export interface Lock {
  /** Says that the holder is alive, to those who cannot see its process; to be called now and then. */
  beat(): void;
  release(): void;
}

/** Who has a lock. */
export interface Holder {
  /** The file that stands for it. */
  readonly file: string;
  readonly pid: number | undefined;
  /** Whether it is a process of this machine. */
  readonly near: boolean;
}

/** How long a holder that cannot be seen is believed to be alive after its last beat. */
const SILENCE_MS = 60_000;
const STEP_MS = 25;

/**
 * Takes a lock, or says who has it.
 * @param patience - how long to wait for one that is held.
 * @throws Error of the file system.
 */
export async function takeLock(disk: Disk, folder: string, name: string, patience = 0): Promise<Lock | Holder> {
  const until = Date.now() + patience;
  // Those that want it at the same time give way to each other for so long; it is never seen to take as much.
  const last = Date.now() + Math.max(patience, 2000);
  for (;;) {
    disk.mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}-${newProcessIdentity()}`);
    if (!claim(disk, file)) continue;
    const holder = findOther(disk, folder, name, file);
    if (!holder) return hold(disk, file);
    removeQuietly(disk, file);
    if (Date.now() > (holder.held ? until : last)) return holder;
    await new Promise((resolve) => setTimeout(resolve, randomInt(1, STEP_MS)));
  }
}

/** False where somebody has just removed the folder. */
function claim(disk: Disk, file: string): boolean {
  try {
    createFile(disk, file, '');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

function hold(disk: Disk, file: string): Lock {
  // Until now it was a wish; who sees it from here on gives up instead of trying again.
  disk.writeFileSync(file, 'held\n');
  return {
    beat() {
      try {
        disk.utimesSync(file, new Date(), new Date());
      } catch {
        // Without a sign of life it is believed for a while.
      }
    },
    release: () => removeQuietly(disk, file),
  };
}

function findOther(disk: Disk, folder: string, name: string, own: string): (Holder & { held: boolean }) | undefined {
  // One clock for all: that of the file system.
  const now = disk.lstatSync(own).mtimeMs;
  for (const each of disk.readdirSync(folder)) {
    const file = join(folder, each);
    if (!each.startsWith(`${name}-`) || file === own) continue;
    const mark = each.slice(name.length + 1);
    const status = disk.lstatSync(file, { throwIfNoEntry: false });
    if (!status) continue;
    const standing = processState(mark);
    if (standing === 'alive' || (standing === 'unknown' && now - status.mtimeMs < SILENCE_MS))
      return { file, pid: pidOf(mark), near: standing === 'alive', held: status.size > 0 };
    removeQuietly(disk, file);
  }
  return undefined;
}
