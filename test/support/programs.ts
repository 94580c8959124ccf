// Python programs made of parts: every import form meets every use, every clashing name, every placement and every layout.
// They must be valid Python; they need not make sense, and may use names that nobody defines.
import fc from 'fast-check';

/** What an import offers: an object by its short name, and the expression that reaches it. */
type Offers = readonly (readonly [string, string])[];

interface ImportForm {
  readonly lines: readonly string[];
  readonly offers: Offers;
}

const INDENT = '\t';

const HOMES: Readonly<Record<string, string>> = {
  sleep: 'greenthread',
  Event: 'event',
  Semaphore: 'semaphore',
  BoundedSemaphore: 'semaphore',
  LightQueue: 'queue',
  spawn: 'greenthread',
};
const OBJECTS = Object.keys(HOMES);

/** Everything, through a name for the package. */
function throughPackage(name: string): Offers {
  return OBJECTS.flatMap((object) => [
    [object, `${name}.${object}`] as const,
    [object, `${name}.${HOMES[object]}.${object}`] as const,
  ]);
}

/** What lives in one module, through a name for the module. */
function throughModule(module: string, name: string): Offers {
  return OBJECTS.filter((object) => HOMES[object] === module).map((object) => [object, `${name}.${object}`] as const);
}

const anyModule = fc.constantFrom('greenthread', 'event', 'semaphore', 'queue');
const anyObject = fc.constantFrom(...OBJECTS);
const anyAlias = fc.constantFrom('ev', '_e', 'time', 'queue2', 'threading_');

const plainForms: fc.Arbitrary<ImportForm> = fc.oneof(
  fc.constant({ lines: ['import eventlet'], offers: throughPackage('eventlet') }),
  anyAlias.map((as) => ({ lines: [`import eventlet as ${as}`], offers: throughPackage(as) })),
  anyModule.map((module) => ({
    lines: [`import eventlet.${module}`],
    offers: [...throughModule(module, `eventlet.${module}`), ...throughPackage('eventlet').slice(0, 2)],
  })),
  fc.tuple(anyModule, anyAlias).map(([module, as]) => ({
    lines: [`import eventlet.${module} as ${as}`],
    offers: throughModule(module, as),
  })),
  anyModule.map((module) => ({ lines: [`from eventlet import ${module}`], offers: throughModule(module, module) })),
  fc.tuple(anyModule, anyAlias).map(([module, as]) => ({
    lines: [`from eventlet import ${module} as ${as}`],
    offers: throughModule(module, as),
  })),
  anyObject.map((object) => ({
    lines: [`from eventlet.${HOMES[object]} import ${object}`],
    offers: [[object, object]] as Offers,
  })),
  fc.tuple(anyObject, anyAlias).map(([object, as]) => ({
    lines: [`from eventlet.${HOMES[object]} import ${object} as ${as}`],
    offers: [[object, as]] as Offers,
  })),
  fc.constant({ lines: ['import eventlet, os.path'], offers: throughPackage('eventlet') }),
  fc.constant({ lines: ['import os; import eventlet; import re'], offers: throughPackage('eventlet') }),
  fc.constant({ lines: ['import eventlet', 'import eventlet.event'], offers: throughPackage('eventlet') }),
  fc.constant({ lines: ['from eventlet import *'], offers: [['sleep', 'sleep']] as Offers }),
  severalNames(),
);

/** `from eventlet import …` with several names: on one line, in parentheses, over several lines, after a backslash. */
function severalNames(): fc.Arbitrary<ImportForm> {
  const names = ['sleep', 'spawn', 'event', 'queue', 'semaphore', 'Semaphore', 'Event as E', 'LightQueue'];
  const shape = fc.constantFrom('line', 'parentheses', 'lines', 'commented', 'backslash', 'packed');
  return fc.tuple(fc.subarray(names, { minLength: 2 }), shape).map(([chosen, as]) => {
    const offers = chosen.flatMap((name): Offers => {
      const [written = '', local = written] = name.split(' as ');
      return HOMES[written] ? [[written, local]] : throughModule(written, local);
    });
    const all = chosen.join(', ');
    const [first = '', ...rest] = chosen;
    const lines = {
      line: [`from eventlet import ${all}`],
      parentheses: [`from eventlet import (${all})`],
      lines: ['from eventlet import (', ...chosen.map((name) => `${INDENT}${name},`), ')'],
      commented: [
        'from eventlet import (  # several',
        `${INDENT}# the first`,
        ...chosen.map((name, index) => `${INDENT}${name}${index < chosen.length - 1 ? ',' : ''}  # why ${index}`),
        ')',
      ],
      backslash: [`from eventlet import ${first}, \\`, `${INDENT}${rest.join(', ')}`],
      packed: [`from eventlet import (${first},`, `${INDENT}${rest.join(', ')})`],
    }[as];
    return { lines, offers };
  });
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => INDENT + line);

/** The places where an import may stand at module level. */
const GUARDS: readonly ((lines: readonly string[]) => string[])[] = [
  (lines) => [...lines],
  (lines) => [...lines],
  (lines) => [...lines],
  (lines) => ['try:', ...indented(lines), 'except ImportError:', `${INDENT}pass`],
  (lines) => ['try:', ...indented(lines), 'finally:', `${INDENT}pass`],
  (lines) => ['if typing.TYPE_CHECKING:', ...indented(lines)],
  (lines) => ['if sys.platform:', ...indented(lines), 'else:', ...indented(lines)],
  (lines) => ['with contextlib.suppress(ImportError):', ...indented(lines)],
];

/** How an object is used; `$` is the expression that reaches it, `§` a number that makes names of its own. */
const USES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  sleep: [
    ['$(1)'],
    ['$()'],
    ['$(0)'],
    ['$(seconds=0.5)'],
    ['$(limit - spent)'],
    ['$(max(0, limit - spent))'],
    ['$(*args)'],
    ['$(', `${INDENT}1,  # eventlet waits`, ')'],
    ['x§ = $'],
    ['call($)'],
    ['call($, 1)'],
    ['patch(side_effect=$)'],
    ['x§ = lambda: $(2)'],
    ['x§ = [$(i) for i in range(3)]'],
    ['x§ = {time: $(time) for time in ()}'],
    ['x§ = [t for t in range($(1) or 3) if $(t)]'],
    ['x§ = f"{$(1)} {time}"'],
    ['while True: $(0)'],
    ['while ready():', `${INDENT}$(0)`],
    ['if x: $(1); y = 1'],
    ['x = 1; $(2); y = 2'],
    ['def f§(wait=$): wait(1)'],
    ['def f§(time=None):', `${INDENT}$(1)`, `${INDENT}return time`],
    ['def f§():', `${INDENT}time = 1`, `${INDENT}def g(): $(time)`, `${INDENT}return g`],
    ['def f§():', `${INDENT}global time`, `${INDENT}time = $(1)`],
    ['class C§:', `${INDENT}time = 1`, `${INDENT}$(1)`, `${INDENT}def m(self): $(2)`],
    ['print("eventlet", $(1))'],
    ['mock.patch("eventlet.sleep")'],
    ['$(1) if x else $()'],
    ['(', `${INDENT}$(1) or x`, ')'],
    ['$(-1)'],
    ['$(int(x))'],
    ['$.__name__'],
    ['if (time := $(1)): pass'],
    ['for time in (): $(1)'],
    ['with open(x) as time: $(1)'],
    ['try: $(1)', 'except TypeError as time: $(2)'],
    ['del x; $(1)'],
    ['$(seconds  # why eventlet', `${INDENT}= 1)`],
    ['$(', `${INDENT}# the first`, `${INDENT}seconds=2,  # the second`, ')'],
    ['$(seconds  # negative', `${INDENT}=-1)`],
    ['x§ = f"{$(1)=} {$(2)}"'],
    // Signs from far away.
    ['left§, n§ = limit - spent, 1', '$(left§)'],
    ['def f§(wait): $(wait)', 'f§(-1)', 'spawn(f§, 1)'],
    ['def f§():', `${INDENT}return 1 - limit`, '$(f§())'],
    ['for n§ in range(1, -2, -1): $(seconds=n§)'],
    ['if (left§ := limit - spent) > 0: $(left§)'],
    ['class C§:', `${INDENT}left = -1`, `${INDENT}def m(self): $(self.left)`],
    ['from fractions import Fraction', '$(Fraction(1, 3) - limit)'],
    ['$((', `${INDENT}limit - spent  # why`, ').real)'],
  ],
  Event: [
    [
      'class C§:',
      `${INDENT}def __init__(self):`,
      `${INDENT}${INDENT}self.signal = $()`,
      `${INDENT}def end(self):`,
      `${INDENT}${INDENT}try: self.signal.send()`,
      `${INDENT}${INDENT}except Exception: return self.signal.ready()`,
    ],
    [
      '@pytest.fixture',
      'def fix§():',
      `${INDENT}x = $()`,
      `${INDENT}yield x`,
      'def test§(fix§):',
      `${INDENT}fix§.send()`,
      `${INDENT}assert fix§.ready()`,
    ],
    [
      'class C§:',
      `${INDENT}def __init__(self): self.signal = $()`,
      `${INDENT}def end(self, n): return getattr(self, "sig" + n).send()`,
    ],
    ['x§ = $()', 'x§.send()', 'x§.wait()', 'x§.ready()'],
    ['x§ = $()', 'x§.send(None)', 'call(x§)'],
    ['x§ = $()', 'x§.send(1)'],
    ['x§ = $()', 'x§.send(True)', 'while not x§.wait(1):', `${INDENT}pass`],
    ['x§: $ = $()', 'x§.wait(timeout=1)'],
    ['def f§(e: "$" = None) -> "list[$]": return e'],
    ['def f§(e: $): return isinstance(e, $)'],
    ['class C§($): pass'],
    [
      'class C§:',
      `${INDENT}def __init__(self):`,
      `${INDENT}${INDENT}self.stop = $()`,
      `${INDENT}def end(self):`,
      `${INDENT}${INDENT}self.stop.send()`,
      `${INDENT}${INDENT}threading = 1`,
      `${INDENT}${INDENT}return threading`,
    ],
    ['x§ = [$() for threading in ()]'],
    ['x§ = $(); x§.send(None, ); x§.reset()'],
    ['x§ = $'],
    ['try: x§ = $()', 'except AssertionError: pass'],
    ['x§ = $()', 'x§.send(  # go', `${INDENT}None  # nothing`, ')'],
    ['x§ = $()', 'x§.send()', 'y§ = f"{x§.ready()=}"'],
  ],
  Semaphore: [
    [
      'class C§:',
      `${INDENT}def __init__(self): self.slots = $(1)`,
      `${INDENT}def twin(self): return copy.deepcopy(self), vars(self)`,
    ],
    ['@pytest.fixture', 'def fix§(): return $(2)', 'def test§(fix§):', `${INDENT}with fix§: pass`],
    ['x§ = $(2)', 'with x§:', `${INDENT}pass`],
    ['x§ = $()', 'x§.acquire(timeout=-1)', 'x§.release(1)'],
    ['x§ = $(value=3)', 'call(x§)'],
    ['x§ = $(int(y))', 'x§.acquire(True, y - z)'],
    ['x§ = $(1)', 'x§.locked()'],
    ['def f§(lock=$(1)):', `${INDENT}with lock: return threading`],
    ['with $(1): pass'],
    ['@$(1)', 'def f§(): pass'],
    ['x§ = $(2)', 'x§.acquire(True,  # block', `${INDENT}timeout=-1)`],
    ['x§ = $(2)', 'x§.acquire()', 'x§.release(False  # not', ')'],
    // Counts and timeouts from far away.
    ['half§ = y / 2', 'x§ = $(half§)', 'x§.acquire(timeout=half§)'],
    ['x§ = $(os.environ.get("N"))'],
    ['x§ = $(len(y) // 2)'],
    ['FOREVER§ = -1', 'x§ = $(2)', 'x§.acquire(True, FOREVER§)', 'x§.acquire(timeout=FOREVER§)'],
  ],
  BoundedSemaphore: [
    ['x§ = $(2)', 'x§.acquire()', 'x§.release()'],
    ['x§ = $(2); x§.balance'],
    ['def f§(x: "$", threading=1):', `${INDENT}y = $(1)`, `${INDENT}with y: return threading`],
  ],
  LightQueue: [
    [
      'class C§:',
      `${INDENT}def __init__(self): self.jobs = $()`,
      `${INDENT}def get(self): return self.jobs.get()`,
      'c§ = C§()',
    ],
    ['def f§():', `${INDENT}x = $()`, `${INDENT}x.put(1)`, `${INDENT}return x.qsize()`, 'y§ = f§()'],
    ['x§ = $()', 'x§.put(1)', 'x§.get()'],
    ['x§ = $(5)', 'x§.put(1, timeout=y - z)', 'x§.full()'],
    ['left§ = y - z', 'x§ = $()', 'x§.get(timeout=left§)', 'x§.get(True, (left§).real)'],
    ['x§ = $(0)', 'x§.get()'],
    ['x§ = $(maxsize=None)', 'x§.get_nowait()'],
    ['x§ = $(y)'],
    ['x§ = y = $()', 'y.put(queue)'],
    ['def f§(queue):', `${INDENT}x = $()`, `${INDENT}x.put(queue)`, `${INDENT}return x.qsize()`],
    ['def f§():', `${INDENT}queue = $()`, `${INDENT}queue.put(1)`, `${INDENT}queue.get(timeout=1)`],
    ['x§ = {queue: $() for queue in ()}'],
    ['isinstance(y, $)'],
  ],
  spawn: [['$(call, 1)'], ['x§ = $(call)', 'x§.wait()'], ['call($)']],
};

/** Bindings of the names that a rewrite would like to have, before or after the uses. */
const CLASHES: readonly (readonly string[])[] = [
  ['import time'],
  ['import time as clock'],
  ['from time import time'],
  ['from datetime import time'],
  ['time = 1'],
  ['def time(): return 1'],
  ['class queue: pass'],
  ['import queue'],
  ['from queue import Queue, Empty'],
  ['from project import queue'],
  ['import threading', 'threading.Lock()'],
  ['import threading as t'],
  ['threading = None'],
  ['_time = 2'],
  ['import time as _time', '_time.time()'],
  ['for time in range(2): pass'],
  ['print(time, queue, threading)'],
  ['__all__ = ["sleep", "Event", "eventlet"]'],
  ['import os', 'import sys', '', 'import requests'],
  ['import re', 'import time', '', 'from . import local', 'time.time(), re.I, local.x'],
  ['from __main__ import *'],
  ['try:', `${INDENT}import queue`, 'except ImportError:', `${INDENT}import Queue as queue`],
  ['if typing.TYPE_CHECKING:', `${INDENT}import threading`],
  ['def late():', `${INDENT}import time`, `${INDENT}return time.time()`],
];

/** Where uses stand. */
const PLACEMENTS: readonly ((lines: readonly string[], number: number) => string[])[] = [
  (lines) => [...lines],
  (lines) => [...lines],
  (lines, number) => [`def function${number}(limit, *args):`, ...indented(lines)],
  (lines, number) => [`async def function${number}(limit, *args):`, ...indented(lines)],
  (lines, number) => [`class Class${number}(object):`, `${INDENT}"""Of eventlet."""`, ...indented(lines)],
  (lines, number) => [`class Class${number}:`, `${INDENT}def method(self):`, ...indented(indented(lines))],
  (lines, number) => [
    `def outer${number}(time=1):`,
    `${INDENT}def inner():`,
    ...indented(indented(lines)),
    `${INDENT}return inner`,
  ],
  (lines) => ['if x:', ...indented(lines), 'else:', ...indented(lines)],
  (lines) => ['for y in range(3):', ...indented(lines)],
  (lines) => ['try:', ...indented(lines), 'except ValueError:', `${INDENT}raise`],
  (lines, number) => [`def queue${number}(threading, queue):`, `${INDENT}'''eventlet'''`, ...indented(lines)],
  (lines, number) => [`def local${number}():`, `${INDENT}time = queue = threading = 1`, ...indented(lines)],
  (lines, number) => [
    `def declared${number}():`,
    `${INDENT}global time, queue`,
    `${INDENT}time = queue = 1`,
    ...indented(lines),
  ],
  (lines) => ['with a as b:', ...indented(lines)],
];

interface Use {
  readonly offer: number;
  readonly template: number;
}
const use: fc.Arbitrary<Use> = fc.record({ offer: fc.nat(999), template: fc.nat(999) });

interface Block {
  readonly placement: number;
  readonly local: ImportForm | null;
  /** How many uses come before the local import. */
  readonly localAt: number;
  readonly uses: readonly Use[];
  readonly clash: readonly string[] | null;
}
const block: fc.Arbitrary<Block> = fc.record({
  placement: fc.nat(PLACEMENTS.length - 1),
  local: fc.option(plainForms, { freq: 2 }),
  localAt: fc.nat(3).map((number) => Math.max(0, number - 2)),
  uses: fc.array(use, { minLength: 1, maxLength: 4 }),
  clash: fc.option(fc.constantFrom(...CLASHES), { freq: 5 }),
});

/** How the lines become bytes. */
interface Layout {
  readonly indent: string;
  readonly eols: readonly string[];
  readonly comments: readonly string[];
  readonly bom: boolean;
  readonly latin1: boolean;
  readonly lastNewline: boolean;
  readonly gap: readonly string[];
}
const layout: fc.Arbitrary<Layout> = fc.record({
  indent: fc.constantFrom('    ', '  ', '\t'),
  eols: fc.constantFrom(['\n'], ['\n'], ['\r\n'], ['\n', '\r\n'], ['\r\n', '\n', '\n']),
  comments: fc.constantFrom(
    [''],
    [''],
    ['', '  # why'],
    ['  # noqa', ''],
    ['', '', '  # noqa: F401'],
    ['  # é', ' # eventlet'],
    [' ;'],
    ['  ', ''],
  ),
  bom: fc.boolean(),
  latin1: fc.boolean(),
  lastNewline: fc.boolean(),
  gap: fc.constantFrom([], [''], ['', ''], ['\f'], ['', '# between', '']),
});

const HEADS: readonly (readonly string[])[] = [
  [],
  [],
  ['#!/usr/bin/env python3'],
  ['"""About eventlet."""'],
  ['"""About."""', ''],
  ['# Licence', '#', '# eventlet', ''],
  ['from __future__ import annotations'],
  ['"""About."""', 'from __future__ import division; import abc'],
  ["'About'; import ast"],
];

/** The parts of one program, so that shrinking takes parts away. */
export interface Parts {
  readonly head: readonly string[];
  readonly clashesBefore: readonly (readonly string[])[];
  readonly imports: readonly { readonly form: ImportForm; readonly guard: number }[];
  readonly clashesAfter: readonly (readonly string[])[];
  readonly blocks: readonly Block[];
  readonly layout: Layout;
  /** How another file of the project patches the process; undefined where none does. */
  readonly patch: readonly string[] | undefined;
  /** Whether another file uses what the objects of this one hold. */
  readonly used: boolean;
}

/** How a process is patched: as a whole above all, and in parts, under conditions and by functions. */
const PATCHES: readonly (readonly string[] | undefined)[] = [
  ['eventlet.monkey_patch()'],
  ['eventlet.monkey_patch()'],
  ['eventlet.monkey_patch(os=False)'],
  undefined,
  ['if debug: eventlet.monkey_patch(thread=False)', 'else: eventlet.monkey_patch()'],
  ['if debug:', `${INDENT}eventlet.monkey_patch()`],
  ['def patch(**on):', `${INDENT}eventlet.monkey_patch(**on)`, 'patch(time=True)'],
  ['def patch():', `${INDENT}if debug: return`, `${INDENT}eventlet.monkey_patch()`, 'patch()'],
  ['eventlet.monkey_patch(thread=not debug)'],
];

/** Uses of attributes that the programs give to their objects: some move with these, some cannot. */
const USER = [
  'import mod',
  '',
  'def use(one, *more):',
  '\tone.signal.send(None)',
  '\tassert one.signal.ready(), one.signal.ready()',
  '\tone.slots.release(False)',
  '\tif one.slots.balance: return one.jobs.get(), one.stop.send(1)',
  '\tjobs = one.jobs; jobs.put(one.slots.locked())',
  '',
];

/** Programs as parts. */
export const programParts: fc.Arbitrary<Parts> = fc.record({
  head: fc.constantFrom(...HEADS),
  clashesBefore: fc.array(fc.constantFrom(...CLASHES), { maxLength: 2 }),
  imports: fc.array(fc.record({ form: plainForms, guard: fc.nat(GUARDS.length - 1) }), { minLength: 1, maxLength: 3 }),
  clashesAfter: fc.array(fc.constantFrom(...CLASHES), { maxLength: 1 }),
  blocks: fc.array(block, { minLength: 1, maxLength: 5 }),
  layout,
  patch: fc.constantFrom(...PATCHES),
  used: fc.nat(3).map((number) => number === 1),
});

/** A project of one program, at `mod.py`, perhaps with one that patches the process and one that uses its objects. */
export function projectOf(parts: Parts): Record<string, Buffer> {
  const patch = `${['import eventlet', ...(parts.patch ?? [])].join('\n')}\n`;
  return {
    'mod.py': assemble(parts),
    ...(parts.patch ? { 'main.py': Buffer.from(patch) } : {}),
    ...(parts.used ? { 'user.py': Buffer.from(USER.join('\n')) } : {}),
  };
}

/** The bytes of a program. */
function assemble(parts: Parts): Buffer {
  const { layout } = parts;
  const global = parts.imports.flatMap(({ form }) => form.offers);
  const body = parts.blocks.flatMap((each, number) => [...layout.gap, ...blockLines(each, number, global)]);
  const imports = parts.imports.flatMap(({ form, guard }) => GUARDS[isStar(form) ? 0 : guard]?.(form.lines) ?? []);
  const code = [...parts.clashesBefore.flat(), ...imports, ...parts.clashesAfter.flat(), ...body];
  const cookie = layout.latin1 && !layout.bom ? ['# -*- coding: latin-1 -*- é'] : [];
  const [first = '', ...rest] = parts.head;
  const head = first.startsWith('#!') ? [first, ...cookie, ...rest] : [...cookie, ...parts.head];
  const lines = [...head, ...code].map((line, index) => layOut(line, index, layout));
  const text = layout.lastNewline ? lines.join('') : lines.join('').replace(/\r?\n$/, '');
  const bytes = Buffer.from(text, cookie.length > 0 ? 'latin1' : 'utf8');
  return layout.bom ? Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]) : bytes;
}

function isStar(form: ImportForm): boolean {
  return form.lines.some((line) => line.includes('*'));
}

function blockLines(block: Block, number: number, global: Offers): string[] {
  const place = PLACEMENTS[block.placement] ?? ((lines: readonly string[]) => [...lines]);
  const star = block.local && isStar(block.local);
  const local = block.local && !star ? block.local : { lines: [], offers: [] };
  const offers = [...local.offers, ...global];
  const clash = block.clash?.some((line) => /\*|^__all__/.test(line)) ? [] : (block.clash ?? []);
  const uses = block.uses.map((each, index) => {
    const known = index < block.localAt ? global : offers;
    const [object = '', expression = ''] = known[each.offer % known.length] ?? [];
    const templates = USES[object] ?? [['pass']];
    const lines = templates[each.template % templates.length] ?? [];
    return lines.map((line) => line.replaceAll('$', expression).replaceAll('§', `${number}${index}`));
  });
  const [early, late] = [uses.slice(0, block.localAt), uses.slice(block.localAt)];
  return place([...early.flat(), ...local.lines, ...clash, ...late.flat()], number);
}

/** One line with its indent, its comment and its end. */
function layOut(line: string, index: number, layout: Layout): string {
  const comment = layout.comments[index % layout.comments.length] ?? '';
  const bare =
    /\\$|^$|^\f$|^#|^\s*#/.test(line) ||
    (comment === ' ;' && !/^\s*[\w.]+(\(\w*\)| = \w+)$|^import [\w.]+$/.test(line));
  const tabs = /^\t*/.exec(line)?.[0].length ?? 0;
  const end = layout.eols[index % layout.eols.length] ?? '\n';
  return layout.indent.repeat(tabs) + line.slice(tabs) + (bare ? '' : comment) + end;
}
