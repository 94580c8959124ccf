// Every public name of eventlet that is explained and not rewritten: which names those are, and what to do about each.
//
// Why none of them is rewritten: most have no equivalent (kill, Timeout, the hub), or one whose correctness depends on
// what no single place shows, such as order, parallelism and lifetime (spawn, GreenPool), or on the whole process being
// free of eventlet (tpool, monkey_patch). A green module could be renamed, but a rename would promise more than it holds
// while the process is still green. So each name has its sentence, and a person decides.
//
// Left out on purpose: levels of confidence and argument fixes. A name that gets those moves to a transform of its own,
// which then owns it, and its row here is deleted (test/project/symbol-owners.test.ts holds both to that).
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
import { modules } from './advice/modules.ts';
import { network } from './advice/network.ts';
import { pools } from './advice/pools.ts';
import { threads } from './advice/threads.ts';
import { timeouts } from './advice/timeouts.ts';
import { tpoolAndPatcher } from './advice/tpool-and-patcher.ts';
import { work } from './advice/work.ts';
import { covers, GROUPS } from './shared/coverage.ts';
import { type Chapter, greenRow, pageOf, type Row, type Subject } from './shared/pages.ts';
import { limitedCallTask, replacedMember, spawnTask, type Task, timeoutTask } from './shared/tasks.ts';

const ROOT = 'eventlet';

const CHAPTERS: readonly Chapter[] = work;

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

/** What runs its first argument with the arguments that follow. */
const RUNS = ['spawn', 'spawn_n'].map((name) => ({ name, argument: 0 }));

const TABLES: readonly Readonly<Record<string, Row>>[] = [
  threads,
  locksAndQueues,
  timeouts,
  pools,
  tpoolAndPatcher,
  network,
  hubsAndDebug,
  Object.fromEntries(Object.entries(greenModules).map(([name, row]) => [name, greenRow(name, row)])),
];

/** The modules whose names are decided one by one, here or in another transform, with the nearest standard module. */
const MODULES: Readonly<Record<string, Subject & { readonly use: string }>> = modules;

/** Where what the reference does changes what is to be done. */
const BY_ROLE: Readonly<Record<string, Readonly<Partial<Record<Role, string>>>>> = {
  'eventlet.timeout.Timeout': {
    except:
      'Catch what the blocking call raises for its own timeout (TimeoutError, queue.Empty, …): those are Exceptions, this is not.',
    base: 'Derive from TimeoutError and let the blocking call keep the time: an except Exception then catches it, and no timer starts with it.',
  },
  'eventlet.greenthread.GreenThread': {
    base: 'Derive from threading.Thread with the work in run(), or write a plain function: link, kill and switch have no equal.',
  },
  'eventlet.queue.Queue': {
    base: 'Derive from queue.Queue, which calls the same _init, _put, _get and _qsize, but has no None size, getting, putting or resize.',
  },
};

/** What most projects have most of. */
const LEADING = [
  'eventlet.spawn',
  'eventlet.spawn_after',
  'eventlet.greenpool.GreenPool',
  'eventlet.timeout.Timeout',
  'eventlet.tpool.Proxy',
  'eventlet.queue.Queue',
  'eventlet.wsgi.server',
  'eventlet.green.socket',
  'eventlet.patcher.monkey_patch',
];

const ROWS = new Map<string, Row>(
  TABLES.flatMap((table) =>
    Object.entries(table).flatMap(([name, row]): [string, Row][] => {
      // What shares only the sentence does not share the other names.
      const { same, ...rest } = row;
      return [[name, row], ...Object.keys(row.also ?? {}).map((other): [string, Row] => [other, rest])];
    }),
  ),
);

const CANONICAL = new Map([...ROWS].flatMap(([name, row]) => (row.same ?? []).map((alias) => [alias, name] as const)));

export const transform: Transform = {
  id: 'unsupported',
  title: 'every other name of eventlet → advice for the person who replaces it',
  owns: [...ownedByRows(), ...Object.keys(MODULES).flatMap((name) => (name === ROOT ? [] : [{ name }]))],
  roots: [ROOT],
  schedules: SCHEDULES,
  limits: ['eventlet.timeout.Timeout', 'eventlet.timeout.with_timeout'],
  runs: RUNS,
  patching: { name: 'eventlet.patcher.monkey_patch', groups: GROUPS, covers },
  leading: LEADING,
  work,
  groupOf,
  propose,
  explain,
};

/** Straight from the tables, not from the map: so that a name which is there twice is seen by the test. */
function ownedByRows(): OwnedName[] {
  return TABLES.flatMap((table) =>
    Object.entries(table).flatMap(([name, row]): OwnedName[] => [
      row.same ? { name, aliases: row.same } : { name },
      ...Object.keys(row.also ?? {}).map((other) => ({ name: other })),
    ]),
  );
}

function propose(reference: Reference): Advice {
  return { ...advise(messageOn(reference)), ...taskOf(reference) };
}

function messageOn({ name, path, role }: Reference): string {
  const row = ROWS.get(ownedPrefix(name));
  // The registry stops at the module when nothing below it is known: then the path says what was meant.
  if (!row) return name in MODULES && !path.startsWith(`${name}.`) ? ofModule(name) : unknown(path);
  if (role === 'string') return ofTarget(name, row);
  return BY_ROLE[name]?.[role] ?? row.say;
}

/** Where the use decides to which work a name belongs. */
function taskOf(reference: Reference): Task | undefined {
  const { name } = reference;
  if (/^eventlet\.(timeout\.Timeout|(greenthread\.)?TimeoutError)$/.test(name)) return timeoutTask(reference);
  if (/^eventlet\.spawn(_n)?$/.test(name)) return spawnTask(reference);
  if (name === 'eventlet.timeout.with_timeout') return limitedCallTask(reference);
  const member = name in MODULES ? replacedMember(reference) : undefined;
  return member === undefined ? undefined : { group: groupOf(`${name}.${member}`), detail: `replaces ${member}` };
}

function groupOf(name: string): string {
  return ROWS.get(ownedPrefix(name))?.group ?? 'modules';
}

function ofModule(name: string): string {
  const nearest = MODULES[name]?.use;
  if (nearest === undefined) return unknown(name);
  const hint = nearest === '' ? '' : ` (nearest: ${nearest})`;
  return `The module ${name} itself is passed, patched or inspected: change this by hand${hint}.`;
}

function unknown(name: string): string {
  return `${name} has no equivalent known to degreen: rewrite the code around it by hand.`;
}

function ofTarget(name: string, { use }: Row): string {
  const hint = use ? ` (${use})` : '';
  return `Patch what the code under test calls instead of ${name}${hint}; this target will patch nothing.`;
}

function explain(name?: string): Page {
  if (name === undefined) return overview();
  const known = ownedPrefix(name);
  const row = ROWS.get(known) ?? moduleRow(name, known);
  const roles = Object.values(BY_ROLE[known] ?? {});
  return pageOf(ROWS.has(known) ? known : name, row, chapterOf(row.group), roles);
}

/** @throws Error where a row names a group that there is not. */
function chapterOf(group: string): Chapter {
  const chapter = CHAPTERS.find(({ id }) => id === group);
  if (!chapter) throw new Error(`there is no group of work \`${group}\``);
  return chapter;
}

/** A module, or what no table has: then its own name is all that is known. */
function moduleRow(name: string, known: string): Row {
  const module = name === known ? MODULES[known] : undefined;
  if (module) return { ...module, group: 'modules', say: ofModule(name) };
  return {
    group: 'modules',
    say: unknown(name),
    does: `No release of eventlet that degreen was written for has ${name} as a public name.`,
    before: '{import}\n',
    after: '# what the code around it needs\n',
  };
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
    does: [
      'Finds the names of eventlet that no other transform owns, and says for each what to do by hand; it rewrites nothing.',
    ],
    why: [
      'They have no equivalent in the standard library, or one that is right only if order, parallelism and lifetime allow it, or only once nothing in the process is green.',
    ],
    example: chapterOf('spawn-forget').example,
    safe: [
      'Never as a rename. Change them in this order: locks, queues and green modules; then threads, pools and timeouts; then, in one step, tpool, patcher, hubs, debug and monkey_patch.',
    ],
    look: [
      'degreen scan lists them by the work that they belong to, with a solution for each group. Green threads ran one at a time and only changed at waits; native threads run in parallel, start at once and cannot be interrupted.',
      `Explained here, each with a page of its own: ${[...ROWS.keys()].sort().join(', ')}.`,
    ],
    references: chapterOf('modules').references,
  };
}
