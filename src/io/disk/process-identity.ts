// Marks: names of processes that no other process ever has. A number alone comes again, in a container at every start; a
// mark also says when its process began, on which boot of which machine.
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Whether a process is there; on another machine or in another container nobody can tell. */
export type Standing = 'alive' | 'gone' | 'unknown';

/** A mark as text: machine, boot, processes that can see each other, number, start, chance. */
const MARK = /^([0-9a-f]{8})-([0-9a-f]{8})-([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-[0-9a-f]{8}/;

/** A mark for this process; each one is another. */
export function newProcessIdentity(): string {
  return `${hereMark()}-${process.pid}-${short(startOf(process.pid) ?? '')}-${randomBytes(4).toString('hex')}`;
}

/** How it stands with the process of a mark; unknown for what is no mark. */
export function processState(text: string): Standing {
  const found = MARK.exec(text);
  if (!found) return 'unknown';
  const [, machine, boot, space, pid = '', start] = found;
  const [ownMachine, ownBoot, ownSpace] = hereMark().split('-');
  if (machine !== ownMachine) return 'unknown';
  if (boot !== ownBoot) return 'gone';
  if (space !== ownSpace) return 'unknown';
  const number = Number(pid);
  if (!isThere(number)) return 'gone';
  const began = startOf(number);
  return began === undefined || start === short(began) ? 'alive' : 'gone';
}

/** Whether the text begins with the mark of a process that has ended. */
export function isGone(text: string): boolean {
  return processState(text) === 'gone';
}

/** The number of the process of a mark. */
export function pidOf(text: string): number | undefined {
  const pid = MARK.exec(text)?.[4];
  return pid === undefined ? undefined : Number(pid);
}

let here: string | undefined;

function hereMark(): string {
  here ??= [hostname(), readOr('/proc/sys/kernel/random/boot_id'), linkOr('/proc/self/ns/pid')].map(short).join('-');
  return here;
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function linkOr(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When a process began, in whatever form the system has it; undefined where it does not say. */
function startOf(pid: number): string | undefined {
  const stat = readOr(`/proc/${pid}/stat`);
  // The name of the program comes second, in parentheses, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // What has ended and waits to be asked how has no beginning any more.
  if (stat !== '') return /^[ZX]$/.test(fields[0] ?? '') ? 'ended' : fields[19];
  if (process.platform === 'linux') return undefined;
  const said = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { LC_ALL: 'C' } });
  return said.status === 0 && said.stdout.trim() !== '' ? said.stdout.trim() : undefined;
}
