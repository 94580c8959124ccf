// Random projects whose main.py patches its process in some way, under conditions and through functions, and whose jobs wait
// for each other in every way that a rewrite may be safe for. Each prints one line, however it is patched.
import type { Draw } from './programs.ts';

const ARGUMENTS = [
  '',
  '',
  '',
  '',
  'os=False',
  'all=True',
  'thread=False',
  'time=False',
  'socket=True',
  'time=True, thread=True',
  'thread=DEBUG',
  'thread=not DEBUG, time=True',
  'all=not DEBUG',
  '**({"thread": False} if DEBUG else {})',
] as const;

const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`);

/** Statements that patch, or do not; functions that they call are added to `functions`. */
function patching(draw: Draw, depth: number, functions: string[]): string[] {
  const call = () => `eventlet.monkey_patch(${draw.one(ARGUMENTS)})`;
  const inner = () => patching(draw, depth - 1, functions);
  if (depth === 0) return [draw.chance(0.95) ? call() : 'pass'];
  return draw.one<() => string[]>([
    () => [call()],
    () => [call(), ...inner()],
    () => [`if ${draw.one(['DEBUG', 'not DEBUG'])}:`, ...indented(inner()), 'else:', ...indented(inner())],
    () => [`if ${draw.one(['DEBUG', 'not DEBUG'])}:`, ...indented(inner())],
    () => [`if ${draw.one(['DEBUG', 'not DEBUG'])}:`, ...indented(inner()), ...inner()],
    () => ['try:', ...indented(inner()), 'finally:', ...indented(inner())],
    () => [`${draw.one(['DEBUG or', 'DEBUG and', 'not DEBUG and'])} eventlet.monkey_patch()`],
    () => {
      const name = `patch${functions.length}`;
      functions.push('');
      const early = draw.chance(0.4) ? [`if ${draw.one(['DEBUG', 'not DEBUG'])}:`, '    return'] : [];
      const body = [`def ${name}():`, ...indented([...early, ...inner()]), ''];
      functions.push(...body);
      return [`${name}()`];
    },
  ])();
}

const JOBS: Readonly<Record<string, readonly string[]>> = {
  nap: ['eventlet.spawn(log.append, "tick")', 'naps.nap(0.02)', 'log.append("slept")'],
  event: ['done = event.Event()', 'eventlet.spawn(lambda: done.send())', 'done.wait()', 'log.append("event")'],
  slot: ['slot = semaphore.Semaphore(0)', 'eventlet.spawn(slot.release)', 'slot.acquire()', 'log.append("slot")'],
  queue: ['items = queue.LightQueue()', 'eventlet.spawn(items.put, 1)', 'log.append(items.get())'],
  look: [
    'done = event.Event()',
    'told = []',
    'eventlet.spawn(told.append, 1)',
    'while not told:',
    '    done.wait(0)',
    'log.append("looked")',
  ],
  limit: ['with eventlet.Timeout(0.05, False):', '    naps.nap(0.3)', '    log.append("too late")'],
  turns: [
    'turn = semaphore.Semaphore(1)',
    'def step(name):',
    '    for _ in range(3):',
    '        with turn:',
    '            log.append(name)',
    '            eventlet.sleep(0)',
    'for each in [eventlet.spawn(step, "a"), eventlet.spawn(step, "b")]:',
    '    each.wait()',
  ],
};

/** A random project. */
export function processProject(draw: Draw): Record<string, string> {
  const functions: string[] = [];
  const statements = patching(draw, draw.below(3), functions);
  const names = Object.keys(JOBS).filter(() => draw.chance(0.4));
  const jobs = names.length > 0 ? names : ['event'];
  const main = [
    'import os',
    'import sys',
    'import eventlet',
    '',
    'DEBUG = "debug" in sys.argv',
    '',
    ...functions,
    ...statements,
  ];
  const work = ['import eventlet', 'from eventlet import event, queue, semaphore', 'import naps', ''];
  for (const name of jobs) work.push('', `def job_${name}(log):`, ...indented(JOBS[name] ?? []));
  // How the interpreter ends after half a patch is not the question.
  const end = ['print(log, flush=True)', 'os._exit(0)'];
  const run = ['import work', 'log = []', ...jobs.map((name) => `work.job_${name}(log)`), ...end];
  return {
    'main.py': `${[...main, ...run].join('\n')}\n`,
    'work.py': `${work.join('\n')}\n`,
    'naps.py': 'import eventlet\n\n\ndef nap(seconds):\n    eventlet.sleep(seconds)\n',
  };
}
