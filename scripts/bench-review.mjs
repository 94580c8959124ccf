// From a key to the frame that answers it: how long a review of a tree takes for that, at two sizes of the terminal.
// Usage: node scripts/bench-review.mjs TREE [KEYS]   (after `npm run build`)
import { PassThrough } from 'node:stream';

const [tree = '.', count = '200'] = process.argv.slice(2);
process.env.NODE_ENV = 'production';
const { loadProject } = await import('../dist/src/commands/load-project.js');
const { keepsFrom } = await import('../dist/src/commands/decide.js');
const started = performance.now();
const world = {
  cwd: process.cwd(),
  version: '0',
  stdout: { colour: true, write: async () => undefined },
  stderr: { colour: false, terminal: false, write: () => undefined },
  readStdin: async () => '',
};
const { plan, config } = await loadProject(world, [tree], {}, 'references');
const planned = performance.now();
const { review } = await import('../dist/src/tui/run-session.js');
const { openSession } = await import('../dist/src/tui/session.js');
const loaded = performance.now();
console.log(
  `${plan.hunks.length} hunks; planned in ${(planned - started).toFixed(0)} ms; React and Ink loaded in ${(loaded - planned).toFixed(0)} ms`,
);
const setting = { base: plan, keeps: keepsFrom(config), apart: new Set(), advice: new Map(), git: false, folder: '' };
const nothing = { marks: new Map(), edits: new Map(), assigned: new Map() };

/** A terminal that is not there: it takes frames and gives keys. */
function terminal(columns, rows) {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns, rows });
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin, ref() {}, unref() {} });
  stdout.resume();
  return { stdout, stdin };
}

for (const [columns, rows] of [
  [80, 24],
  [200, 60],
]) {
  const { stdout, stdin } = terminal(columns, rows);
  let drawn = () => undefined;
  stdout.on('data', () => drawn());
  const next = () => new Promise((resolve) => (drawn = () => resolve(performance.now())));
  const begun = performance.now();
  const first = next();
  const quiet = { enter() {}, leave() {}, suspend: async () => undefined, onContinue: () => () => undefined };
  const host = { stdin, stdout, colour: true, unicode: true, keymap: new Map(), save: () => undefined };
  const ended = review(openSession(setting, nothing), {
    ...host,
    terminal: { ...quiet, onCrash: () => () => undefined },
  });
  console.log(`${columns}×${rows}: first frame ${((await first) - begun).toFixed(0)} ms`);
  const times = [];
  const keys = ['\r', ...Array.from({ length: Number(count) }, (_, index) => 'yJnJuJ}{'[index % 8])];
  for (const key of keys) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    const pressed = performance.now();
    const answer = next();
    stdin.write(key);
    const at = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 400))]);
    if (at !== undefined) times.push(at - pressed);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(1);
  console.log(`${times.length} keys: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, slowest ${at(1)} ms`);
  stdin.write('q');
  await ended;
}
