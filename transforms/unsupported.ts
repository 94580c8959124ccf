// Every public name of eventlet that is explained and not rewritten: which names those are, and what to do about each.
//
// Why none of them is rewritten: most have no equivalent (kill, Timeout, the hub), or one whose correctness depends on
// what no single place shows, such as order, parallelism and lifetime (spawn, GreenPool), or on the whole process being
// free of eventlet (tpool, monkey_patch). A green module could be renamed, but a rename would promise more than it holds
// while the process is still green. So each name has its sentence, and a person decides.
//
// Left out on purpose: levels of confidence and argument fixes. A name that gets those moves to a transform of its own,
// which then owns it, and its row here is deleted (test/ownership.test.ts holds both to that).
import {
  type Advice,
  advise,
  type OwnedName,
  type Page,
  type Reference,
  type Role,
  type Transform,
} from '../src/transform.ts';
import { greenModules } from './advice/green-modules.ts';
import { hubsAndDebug } from './advice/hubs-and-debug.ts';
import { locksAndQueues } from './advice/locks-and-queues.ts';
import { network } from './advice/network.ts';
import { pools } from './advice/pools.ts';
import { threads } from './advice/threads.ts';
import { timeouts } from './advice/timeouts.ts';
import { tpoolAndPatcher } from './advice/tpool-and-patcher.ts';

const ROOT = 'eventlet';

/** What there is to say about a name, and about every name below it. */
interface Row {
  /** Other names of the same object. */
  readonly same?: readonly string[];
  /** Names of other objects that the same sentence holds for. */
  readonly also?: readonly string[];
  /** What it is in the standard library, or the nearest thing. */
  readonly use?: string;
  /** One sentence: what to do, and what changes. */
  readonly say: string;
}

/** Calls that start, schedule or interrupt green threads: where they are, a wait that does not yield stops the others. */
const SCHEDULES = [
  'eventlet.spawn',
  'eventlet.spawn_n',
  'eventlet.spawn_after',
  'eventlet.greenthread.spawn_after_local',
  'eventlet.greenthread.call_after_global',
  'eventlet.greenthread.call_after_local',
  'eventlet.greenthread.exc_after',
  'eventlet.greenpool.GreenPool',
  'eventlet.greenpool.GreenPile',
  'eventlet.dagpool.DAGPool',
  'eventlet.timeout.Timeout',
  'eventlet.timeout.with_timeout',
  'eventlet.convenience.serve',
  'eventlet.wsgi.server',
];

/** What monkey_patch(**on) patches: all, unless something is switched on by name; then only that. */
function covers(keywords: ReadonlyMap<string, string>): { time: boolean; threads: boolean } {
  if (keywords.has('**')) return { time: false, threads: false };
  const { all, ...on } = Object.fromEntries(keywords);
  const byDefault = all === undefined ? !Object.values(on).includes('True') : all === 'True';
  const patched = (group: string) => (on[group] === undefined ? byDefault : isOn(on[group]));
  return { time: patched('time'), threads: patched('thread') };
}

/** Of a choice (`False if debugging else True`) the branch that patches counts: the other is for a debugger or a test. */
function isOn(value: string): boolean {
  return value === 'True' || /\bif\b.*\bTrue\b|\bTrue\b.*\bif\b/.test(value);
}

type Table = Readonly<Record<string, Row>>;

const TABLES: readonly Table[] = [
  threads,
  locksAndQueues,
  timeouts,
  pools,
  tpoolAndPatcher,
  network,
  hubsAndDebug,
  greenModules,
];

/** The modules whose names are decided one by one, here or in another transform, with the nearest standard module. */
const MODULES: Readonly<Record<string, string>> = {
  'eventlet.asyncio': 'asyncio',
  'eventlet.backdoor': 'code',
  'eventlet.convenience': 'socket',
  'eventlet.corolocal': 'threading',
  'eventlet.coros': 'threading',
  'eventlet.dagpool': 'graphlib',
  'eventlet.db_pool': '',
  'eventlet.debug': 'faulthandler',
  'eventlet.event': 'threading',
  'eventlet.green': 'the standard library itself',
  'eventlet.greenio': 'socket',
  'eventlet.greenio.base': 'socket',
  'eventlet.greenio.py3': 'io',
  'eventlet.greenpool': 'concurrent.futures',
  'eventlet.greenthread': 'threading',
  'eventlet.hubs': '',
  'eventlet.lock': 'threading',
  'eventlet.patcher': '',
  'eventlet.pools': 'queue',
  'eventlet.queue': 'queue',
  'eventlet.semaphore': 'threading',
  'eventlet.support': '',
  'eventlet.support.greenlets': 'threading',
  'eventlet.timeout': '',
  'eventlet.tpool': '',
  'eventlet.websocket': '',
  'eventlet.wsgi': 'wsgiref',
  [ROOT]: 'threading, queue and concurrent.futures',
};

/** Where what the reference does changes what is to be done. */
const BY_ROLE: Readonly<Record<string, Readonly<Partial<Record<Role, string>>>>> = {
  'eventlet.timeout.Timeout': {
    except:
      'Catch what the blocking call raises for its own timeout (TimeoutError, queue.Empty, subprocess.TimeoutExpired): those are Exceptions, this is not.',
    base: 'Derive from TimeoutError and let the blocking call keep the time: an except Exception then catches it, and no timer starts with it.',
  },
  'eventlet.greenthread.GreenThread': {
    base: 'Derive from threading.Thread with the work in run(), or write a plain function: link, kill and switch have no equal.',
  },
  'eventlet.queue.Queue': {
    base: 'Derive from queue.Queue, which calls the same _init, _put, _get and _qsize, but has no None size, getting, putting or resize.',
  },
};

const ROWS = new Map<string, Row>(
  TABLES.flatMap((table) =>
    Object.entries(table).flatMap(([name, row]): [string, Row][] => [
      [name, row],
      // What shares only the sentence does not share the other names.
      ...(row.also ?? []).map((other): [string, Row] => [
        other,
        { say: row.say, ...(row.use ? { use: row.use } : {}) },
      ]),
    ]),
  ),
);

const CANONICAL = new Map([...ROWS].flatMap(([name, row]) => (row.same ?? []).map((alias) => [alias, name] as const)));

export const transform: Transform = {
  id: 'unsupported',
  title: 'every other name of eventlet → advice for the person who replaces it',
  owns: [...ownedByRows(), ...Object.keys(MODULES).flatMap((name) => (name === ROOT ? [] : [{ name }]))],
  roots: [ROOT],
  schedules: SCHEDULES,
  patching: { call: 'monkey_patch', covers },
  propose,
  explain,
};

/** Straight from the tables, not from the map: so that a name which is there twice is seen by the test. */
function ownedByRows(): OwnedName[] {
  return TABLES.flatMap((table) =>
    Object.entries(table).flatMap(([name, row]): OwnedName[] => [
      row.same ? { name, aliases: row.same } : { name },
      ...(row.also ?? []).map((other) => ({ name: other })),
    ]),
  );
}

function propose(reference: Reference): Advice {
  const { name, path, role } = reference;
  const row = ROWS.get(ownedPrefix(name));
  // The registry stops at the module when nothing below it is known: then the path says what was meant.
  if (!row) return advise(name in MODULES && !path.startsWith(`${name}.`) ? ofModule(name) : unknown(path));
  if (role === 'string') return advise(ofTarget(name, row));
  return advise(BY_ROLE[name]?.[role] ?? row.say);
}

function ofModule(name: string): string {
  const nearest = MODULES[name];
  if (nearest === undefined) return unknown(name);
  const hint = nearest === '' ? '' : ` (nearest: ${nearest})`;
  return `The module ${name} itself is passed, patched or looked into; its names are decided one by one, so change this by hand${hint}.`;
}

function unknown(name: string): string {
  return `${name} has no equivalent known to degreen; see what it does in eventlet and rewrite the code around it by hand.`;
}

function ofTarget(name: string, { use }: Row): string {
  const hint = use ? ` (${use})` : '';
  return `Patch what the code under test calls in place of ${name}${hint}: a target that stays as it is will patch nothing.`;
}

function explain(name?: string): Page {
  if (name === undefined) return overview();
  const known = ownedPrefix(name);
  const row = ROWS.get(known);
  if (!row) return { equivalent: MODULES[known] ?? '', paragraphs: [name === known ? ofModule(name) : unknown(name)] };
  const roles = Object.values(BY_ROLE[known] ?? {});
  const names = row.same ? [`The same object is also called ${row.same.join(', ')}.`] : [];
  return { equivalent: row.use ?? '', paragraphs: [row.say, ...roles, ...names] };
}

/** The longest known name that the dotted name starts with, under its first spelling. */
function ownedPrefix(name: string): string {
  const parts = name.split('.');
  for (let length = parts.length; length > 0; length--) {
    const prefix = parts.slice(0, length).join('.');
    const canonical = CANONICAL.get(prefix) ?? prefix;
    if (ROWS.has(canonical) || canonical in MODULES) return canonical;
  }
  return name;
}

function overview(): Page {
  return {
    equivalent: '',
    paragraphs: [
      'Finds the names of eventlet that no other transform owns, and says for each what to do by hand; it rewrites nothing.',
      'They have no equivalent in the standard library, or one that is right only if order, parallelism and lifetime allow it, or only once nothing in the process is green.',
      'Change them in this order: locks, queues and green modules; then threads, pools and timeouts; then, in one step, tpool, patcher, hubs, debug and monkey_patch.',
      `Explained here, each with a page of its own: ${[...ROWS.keys()].sort().join(', ')}.`,
    ],
  };
}
