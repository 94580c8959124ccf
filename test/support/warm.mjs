// The built program in a process that has read its modules already: each run begins at the built command line anew, with its
// own arguments, environment, folder and streams.
//     warm.mjs QUESTIONS ANSWERS     two named pipes; each question and each answer is a line of JSON
// The first line of the answers says that it is there.
import { createReadStream, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';

const [questions, answers] = process.argv.slice(2);
const program = new URL('../../dist/bin/degreen.js', import.meta.url);

const input = createReadStream('', { fd: openSync(questions, 'r') });
const output = openSync(answers, 'w');

/** Whatever is written to the returned stream, in `chunks`. */
function collector() {
  const chunks = [];
  const stream = new Writable({
    write(chunk, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, chunks };
}

/** One run; what it says and its exit code. */
async function run({ cwd, args, env, input: given, terminal }, number) {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.argv = [process.execPath, program.pathname, ...args];
  process.exitCode = undefined;
  const stdout = collector();
  const stderr = terminal ? stdout : collector();
  const streams = {
    stdin: Readable.from([Buffer.from(given, 'base64')]),
    stdout: stdout.stream,
    stderr: stderr.stream,
  };
  if (terminal) for (const stream of Object.values(streams)) stream.isTTY = true;
  for (const [name, value] of Object.entries(streams))
    Object.defineProperty(process, name, { value, configurable: true, enumerable: true });
  let code;
  try {
    await import(`${program.href}?run=${number}`);
    code = process.exitCode ?? 0;
  } catch (error) {
    stderr.stream.write(`${error.stack}\n`);
    code = 1;
  }
  process.exitCode = undefined;
  const bytes = ({ chunks }) => Buffer.concat(chunks).toString('base64');
  return { code, stdout: bytes(stdout), stderr: terminal ? '' : bytes(stderr) };
}

/** Answers whole: a pipe takes as much as it likes at a time. */
function answer(value) {
  let rest = Buffer.from(`${JSON.stringify(value)}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSync(output, rest));
}

answer('ready');
let number = 0;
for await (const line of createInterface({ input })) answer(await run(JSON.parse(line), ++number));
