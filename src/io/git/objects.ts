// Git objects by id, through one `git cat-file --batch` that lives as long as it is needed.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { NotFound, UserError } from '../../errors.ts';
import { carefully, complaintOf, git } from './git.ts';

/** What there is of an object: its bytes, or why not. */
export type FoundObject = Buffer | 'missing' | 'too large';

/** A way to read objects. */
export interface ObjectReader {
  /** Gives the objects in the order of their ids, each as soon as it is there. */
  read(ids: readonly string[], take: (id: string, found: FoundObject) => void): Promise<void>;
  close(): void;
}

/** A string may not be longer than half a gigabyte; what is larger than half of that is no text that people write. */
const LARGEST_OBJECT = 1 << 28;

/** Ids that are asked for at once: git has the next one ready while the last is looked at. */
const AT_ONCE = 256;

const NEWLINE = 10;

/** For a clone that has what its history needs. */
const EVERYTHING = { has: () => true };

/** Whether objects are missing on purpose: a git that may not fetch them gives up where it is asked for one. */
function isPartial(gitDirectory: string): boolean {
  const packs = join(gitDirectory, 'objects', 'pack');
  return existsSync(packs) && readdirSync(packs).some((name) => name.endsWith('.promisor'));
}

/** The ids of all objects that are there. */
async function localObjects(root: string): Promise<ReadonlySet<string>> {
  const asked = ['--batch-check=%(objectname)', '--batch-all-objects', '--unordered'];
  const answer = await git(root, 'cat-file', ...asked);
  if (answer.code !== 0) throw new UserError(`git cannot list its objects: ${complaintOf(answer)}`, 'See git fsck.');
  return new Set(answer.stdout.toString('latin1').split('\n'));
}

/**
 * Starts reading objects of a repository.
 * @param gitDirectory - the one that all its work trees share.
 */
export function openObjects(root: string, gitDirectory: string): ObjectReader {
  let there: Promise<Pick<ReadonlySet<string>, 'has'>> | undefined;
  // A group of its own: the Ctrl-C of a terminal is answered by degreen alone. It ends with its standard input at the latest.
  const { args, env } = carefully(['cat-file', '--batch']);
  const child = spawn('git', [...args], { cwd: root, env, detached: true, stdio: 'pipe' });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-2000);
  });
  child.stdin.on('error', () => undefined);
  const failed = new Promise<never>((_, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new NotFound('program', 'git') : error),
    );
  });
  failed.catch(() => undefined);
  const chunks: AsyncIterator<Buffer, undefined> = child.stdout[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<Buffer> => {
    const next = await Promise.race([chunks.next(), failed]);
    if (next.done)
      throw new UserError(`git cannot read the history: ${said.trim() || 'git cat-file ended'}`, 'See git fsck.');
    return next.value;
  };
  async function line(): Promise<string> {
    let end = rest.indexOf(NEWLINE);
    while (end < 0) {
      rest = Buffer.concat([rest, await more()]);
      end = rest.indexOf(NEWLINE);
    }
    const text = rest.toString('utf8', 0, end);
    rest = rest.subarray(end + 1);
    return text;
  }
  /** The next bytes, of which those of a large object are let go. */
  async function bytes(size: number, keep: boolean): Promise<Buffer> {
    const parts: Buffer[] = [];
    let wanted = size;
    for (;;) {
      const part = rest.subarray(0, wanted);
      rest = rest.subarray(part.length);
      wanted -= part.length;
      if (keep) parts.push(part);
      if (wanted === 0) return parts.length === 1 ? (parts[0] ?? part) : Buffer.concat(parts);
      rest = await more();
    }
  }
  async function next(): Promise<FoundObject> {
    const header = await line();
    const size = / (\d+)$/.exec(header)?.[1];
    if (size === undefined) return 'missing';
    const keep = Number(size) <= LARGEST_OBJECT;
    const found = await bytes(Number(size), keep);
    await bytes(1, false);
    return keep ? found : 'too large';
  }
  return {
    async read(ids, take) {
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const some = ids.slice(at, at + AT_ONCE);
        there ??= isPartial(gitDirectory) ? localObjects(root) : Promise.resolve(EVERYTHING);
        const known = await there;
        child.stdin.write(some.flatMap((id) => (known.has(id) ? [`${id}\n`] : [])).join(''));
        for (const id of some) {
          take(id, known.has(id) ? await next() : 'missing');
          // Signals are heard and memory is given back only between turns of the event loop.
          await turn();
        }
      }
    },
    close() {
      child.stdin.end();
      child.kill();
    },
  };
}
