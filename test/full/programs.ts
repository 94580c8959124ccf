// Random small programs over the uses that the five transforms call safe. Each prints one deterministic summary, whatever
// the order in which its threads run. A few hold a use that nobody may rewrite: then the object has to stay as it is.

export const PRIMITIVES = ['sleep', 'event', 'semaphore', 'bounded-semaphore', 'light-queue'] as const;
export type Primitive = (typeof PRIMITIVES)[number];

/** What the parts of a program draw from. */
export class Draw {
  constructor(private readonly random: () => number) {}

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  one<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  several<T>(least: number, most: number, make: (index: number) => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, (_, index) => make(index));
  }
}

/** Objects, the workers that share them, and what the main thread does before it waits for the workers. */
interface Parts {
  readonly objects: readonly (readonly [name: string, made: string])[];
  readonly workers: readonly (readonly string[])[];
  readonly main: readonly string[];
  readonly after: readonly string[];
}

const CLASSES: Readonly<Record<Primitive, readonly [module: string, name: string]>> = {
  sleep: ['greenthread', 'sleep'],
  event: ['event', 'Event'],
  semaphore: ['semaphore', 'Semaphore'],
  'bounded-semaphore': ['semaphore', 'BoundedSemaphore'],
  'light-queue': ['queue', 'LightQueue'],
};

export function program(primitive: Primitive, random: () => number): string {
  const draw = new Draw(random);
  const [module, name] = CLASSES[primitive];
  const [line, reached] = draw.one<readonly [string, string]>([
    [`from eventlet import ${module}`, `${module}.${name}`],
    [`from eventlet import ${module} as _${module}`, `_${module}.${name}`],
    [`from eventlet.${module} import ${name}`, name],
    [`from eventlet.${module} import ${name} as Green`, 'Green'],
    [`import eventlet.${module}`, `eventlet.${module}.${name}`],
    ...(primitive === 'sleep' ? ([['', 'eventlet.sleep']] as const) : []),
  ]);
  const sleep = primitive === 'sleep' ? reached : 'eventlet.sleep';
  const pause = () =>
    `${sleep}(${draw.one(['', '0', '0.001', 'seconds=0.001', '-1', 'seconds=-0.5', '0.002 if log else 0'])})`;
  const parts = MAKERS[primitive](draw, reached, pause);
  const imports = ['import threading', ...(primitive === 'light-queue' ? ['import queue as plain'] : []), line];
  const lines = ['import eventlet', ...place(parts, imports, draw)];
  return `${lines.filter((each) => each !== '').join('\n')}\n`;
}

const PATCH = 'eventlet.monkey_patch()';

/**
 * Puts the parts into a module, a class or a function; `@x` in a line is the object x. The process is patched first, or
 * after a module has made the instance that makes the objects.
 */
function place(parts: Parts, imports: readonly string[], draw: Draw): string[] {
  const kind = draw.one(['module', 'class', 'function']);
  const [before, inside] = kind === 'class' ? ['self._', '    '] : ['', kind === 'function' ? '    ' : ''];
  const deep = kind === 'class' ? `${inside}    ` : inside;
  const shown = (lines: readonly string[], indent: string) =>
    lines.map((line) => indent + line.replaceAll(/@(\w+)/g, `${before}$1`));
  const objects = [...parts.objects, ['log', '[]'] as const, ['lock', 'threading.Lock()'] as const];
  const made = shown(
    objects.map(([name, value]) => `@${name} = ${value}`),
    deep,
  );
  const workers = parts.workers.flatMap((body, index) => [
    `${inside}def worker${index}(${kind === 'class' ? 'self' : ''}):`,
    ...shown(body.length > 0 ? body : ['pass'], `${inside}    `),
  ]);
  const target = kind === 'class' ? 'self.worker' : 'worker';
  const targets = parts.workers.map((_, index) => `threading.Thread(target=${target}${index})`);
  const run = [
    `threads = [${targets.join(', ')}]`,
    ...['for thread in threads:', '    thread.start()'],
    ...parts.main,
    ...['for thread in threads:', '    thread.join(10)'],
    ...parts.after,
    'print(sorted(@log, key=repr))',
  ];
  if (kind === 'class') {
    const job = [
      'class Job:',
      '    def __init__(self):',
      ...made,
      ...workers,
      '    def run(self):',
      ...shown(run, deep),
    ];
    if (draw.chance(0.4)) return [...imports, ...job, 'JOB = Job()', PATCH, 'JOB.run()'];
    return [PATCH, ...imports, ...job, 'Job().run()'];
  }
  const head = [PATCH, ...imports, ...(kind === 'function' ? ['def main():'] : [])];
  return [...head, ...made, ...workers, ...shown(run, inside), ...(kind === 'function' ? ['main()'] : [])];
}

const MAKERS: Readonly<Record<Primitive, (draw: Draw, made: string, pause: () => string) => Parts>> = {
  sleep: makeSleep,
  event: makeEvent,
  semaphore: (draw, made, pause) => makeSemaphore(draw, made, pause, false),
  'bounded-semaphore': (draw, made, pause) => makeSemaphore(draw, made, pause, true),
  'light-queue': makeQueue,
};

function makeSleep(draw: Draw, reached: string, pauseOfLog: () => string): Parts {
  const pause = () => pauseOfLog().replace('log', '@log');
  const step = (worker: number, index: number) =>
    draw.one<() => string[]>([
      () => [pause(), `@log.append((${worker}, ${index}))`],
      () => ['for turn in range(3):', `    ${pause()}`, `    @log.append((${worker}, ${index}, turn))`],
      () => [`@log.append((${worker}, ${index}, ${pause()}))`],
      () => ['delay = 0.001', `${reached}(delay)`, `@log.append((${worker}, ${index}, delay))`],
      () => [`if ${pause()} is None:`, `    @log.append((${worker}, ${index}, "nothing"))`],
      // A worker that only yields until another one has written.
      () => (worker === 0 ? [pause()] : ['while not @log:', `    ${reached}(${draw.one(['', '0', '0.001'])})`]),
      () => ['try:', `    ${reached}("x")`, 'except Exception as error:', '    @log.append(type(error).__name__)'],
    ])();
  const workers = draw.several(1, 4, (worker) => [
    ...draw.several(1, 4, (index) => step(worker, index)).flat(),
    `@log.append((${worker}, "end"))`,
  ]);
  return { objects: [], workers, main: draw.chance(0.5) ? [pause()] : [], after: [pause()] };
}

function makeEvent(draw: Draw, made: string, pauseOfLog: () => string): Parts {
  const pause = () => pauseOfLog().replace('log', '@log');
  const count = 1 + draw.below(3);
  const names = Array.from({ length: count }, (_, index) => `e${index}`);
  const tests = names.map(() => draw.chance(0.4));
  const wait = (index: number, worker: number): string[] => {
    const waited = `@e${index}.wait(${draw.one(['5', 'timeout=5'])})`;
    if (!tests[index]) return [draw.one([`@e${index}.wait()`, waited])];
    return draw.one([
      [`while not @e${index}.wait(timeout=0.01):`, '    pass'],
      [`if ${waited}:`, `    @log.append((${worker}, ${index}, "sent"))`, 'else:', '    @log.append("late")'],
      [`@log.append((${worker}, ${index}, "yes" if @e${index}.wait() else "no"))`],
      [`assert ${waited} and not @lock.locked()`],
    ]);
  };
  const send = (index: number) => {
    const sent = tests[index] ? draw.one(['True', 'True', 'result=True']) : draw.one(['', '', 'None', 'True']);
    return draw.one([[`@e${index}.send(${sent})`], [`if not @e${index}.ready():`, `    @e${index}.send(${sent})`]]);
  };
  // The worker of an event waits for earlier events only, so that no order is a deadlock; the main thread sends the first.
  const workers = [
    ...draw.several(1, 3, (worker) =>
      names.flatMap((_, index) => (draw.chance(0.7) ? wait(index, worker) : [pause()])),
    ),
    ...names.slice(1).map((_, index) => [...wait(index, index + 10), pause(), ...send(index + 1)]),
  ].map((body, worker) => [...body, `@log.append((${worker}, "end"))`]);
  const never = draw.chance(0.3);
  const forbidden = draw.chance(0.1) ? ['@log.append(("value", @e0.wait()))'] : [];
  const main = [
    draw.chance(0.5) ? pause() : '@log.append(("before", @e0.ready()))',
    ...(never ? [`@never.wait(${draw.one(['0', '0.005', 'timeout=0.005', 'timeout=0'])})`] : []),
    ...send(0),
    ...forbidden,
  ];
  const after = [
    `@log.append(("ready", ${[...names, ...(never ? ['never'] : [])].map((name) => `@${name}.ready()`).join(', ')}))`,
  ];
  const objects = [...names, ...(never ? ['never'] : [])].map((name) => [name, `${made}()`] as const);
  return { objects, workers, main, after };
}

function makeSemaphore(draw: Draw, made: string, pauseOfLog: () => string, bounded: boolean): Parts {
  const pause = () => pauseOfLog().replace('log', '@log');
  const count = 1 + draw.below(3);
  const given = count === 1 && draw.chance(0.3) ? '' : draw.one([`${count}`, `value=${count}`]);
  const release = (name: string) => `@${name}.release(${draw.one(['', '', '', 'True', 'blocking=False', 'False'])})`;
  const acquire = (name: string) =>
    `@${name}.acquire(${draw.one(['', 'True', 'blocking=True', 'timeout=5', 'True, 5', 'timeout=-1', 'True, -1', 'timeout=None'])})`;
  const critical = [
    ...[
      'with @lock:',
      '    @active.append(1)',
      `    @log.append(("over", len(@active))) if len(@active) > ${count} else None`,
    ],
    pause(),
    ...['with @lock:', '    @active.pop()'],
  ];
  const indented = critical.map((line) => `    ${line}`);
  const workers = draw.several(1, 4, (worker) => [
    ...draw
      .several(1, 3, () =>
        draw.one([
          ['with @sem:', ...indented],
          [acquire('sem'), 'try:', ...indented, 'finally:', `    ${release('sem')}`],
          [`if ${acquire('sem')}:`, ...indented, `    ${release('sem')}`],
          ['if @sem.acquire(False):', ...indented, `    ${release('sem')}`],
        ]),
      )
      .flat(),
    `@log.append((${worker}, "end"))`,
  ]);
  // One semaphore of the main thread alone: every answer of its methods is written down.
  let free = count;
  const steps = draw
    .several(2, 8, () => {
      if (free > 0 && draw.chance(0.5)) {
        free -= 1;
        return [
          `@log.append(("a", ${draw.one([acquire('own'), '@own.acquire(False)', '@own.acquire(blocking=False)'])}))`,
        ];
      }
      if (free === 0 && draw.chance(0.5)) {
        return [
          `@log.append(("b", @own.acquire(${draw.one(['False', 'blocking=False', 'timeout=0.005', 'True, 0.005', 'timeout=0'])})))`,
        ];
      }
      if (bounded && free === count) {
        return ['try:', `    ${release('own')}`, 'except ValueError as error:', '    @log.append(str(error))'];
      }
      free += 1;
      return [release('own')];
    })
    .flat();
  const forbidden = draw.chance(0.08) ? ['@log.append(@sem.locked())'] : [];
  const signal = !bounded && draw.chance(0.4);
  if (signal) workers.push(['for turn in range(3):', `    ${acquire('signal')}`, '    @log.append(("turn", turn))']);
  return {
    objects: [
      ['sem', `${made}(${given})`],
      ['own', `${made}(${given})`],
      ...(signal ? ([['signal', `${made}(0)`]] as const) : []),
      ['active', '[]'],
    ],
    workers,
    main: [...steps, ...(signal ? ['for turn in range(3):', `    ${release('signal')}`, `    ${pause()}`] : [])],
    after: forbidden,
  };
}

function makeQueue(draw: Draw, made: string, pauseOfLog: () => string): Parts {
  const pause = () => pauseOfLog().replace('log', '@log');
  const size = draw.chance(0.5) ? 1 + draw.below(4) : 0;
  const given =
    size > 0 ? draw.one([`${size}`, `maxsize=${size}`]) : draw.one(['', '', '', 'None', '-1', 'maxsize=None']);
  const put = (item: string) =>
    `@q.put(${item}${draw.one(['', '', ', block=True', ', timeout=5', ', True, 5', ', timeout=None'])})`;
  const get = () => `@q.get(${draw.one(['', '', 'timeout=5', 'True', 'block=True, timeout=5', 'True, 5'])})`;
  const producers = draw.several(1, 3, (producer) => [
    'for turn in range(4):',
    ...(draw.chance(0.5) ? [`    ${pause()}`] : []),
    `    ${put(`(${producer}, turn)`)}`,
    ...(size > 0 ? [`    @log.append("over") if @q.qsize() > ${size} else None`] : []),
  ]);
  const share = 4 * producers.length;
  const consumers = draw.one<readonly (readonly string[])[]>([
    [[`for turn in range(${share}):`, `    @log.append(${get()})`]],
    [['while True:', `    item = ${get()}`, '    if item == "stop":', '        break', '    @log.append(item)']],
    [
      [
        'count = 0',
        `while count < ${share}:`,
        '    try:',
        `        @log.append(@q.${draw.one(['get_nowait()', 'get(False)', 'get(timeout=0.001)', 'get(timeout=-1)'])})`,
      ].concat([
        '        count += 1',
        '    except plain.Empty:',
        `        eventlet.sleep(${draw.one(['', '0', '0.001'])})`,
      ]),
    ],
    [0, 1].map(() => [`for turn in range(${share / 2}):`, `    @log.append(${get()})`]),
  ]);
  const stops = consumers.some((body) => body.some((line) => line.includes('"stop"')));
  // One queue of the main thread alone: every answer of its methods is written down.
  const caught = (line: string, error: string) => [
    'try:',
    `    ${line}`,
    `except plain.${error} as error:`,
    '    @log.append(repr(error))',
  ];
  const state = `@log.append(("state", @own.qsize(), @own.empty()${draw.chance(0.4) ? ', @own.full()' : ''}))`;
  const steps = draw
    .several(2, 8, (index) =>
      draw.one([
        caught(
          `@own.put(${index}${draw.one([', False', ', block=False', ', timeout=0.003', ', timeout=-1', ', timeout=0', ', True, -0.5'])})`,
          'Full',
        ),
        caught(`@own.put_nowait(${index})`, 'Full'),
        caught(
          `@log.append(@own.get(${draw.one(['False', 'block=False', 'timeout=0.003', 'timeout=-1', 'timeout=0', 'True, -0.5'])}))`,
          'Empty',
        ),
        caught('@log.append(@own.get_nowait())', 'Empty'),
        [state],
      ]),
    )
    .flat();
  return {
    objects: [
      ['q', `${made}(${given})`],
      ['own', `${made}(${given})`],
    ],
    workers: [...producers, ...consumers],
    main: steps,
    after: [
      ...(draw.chance(0.08) ? ['@log.append(@q.getting())'] : []),
      '@log.append(("left", @q.qsize(), @q.empty()))',
    ],
    ...(stops ? stopping(producers, consumers, steps) : {}),
  };
}

/** The consumer that ends at a mark needs the mark after all items: the producers are waited for first. */
function stopping(
  producers: readonly (readonly string[])[],
  consumers: readonly (readonly string[])[],
  steps: readonly string[],
): Pick<Parts, 'workers' | 'main'> {
  const main = [...steps, `for thread in threads[:${producers.length}]:`, '    thread.join(10)', '@q.put("stop")'];
  return { workers: [...producers, ...consumers], main };
}
