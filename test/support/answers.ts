// A process that is started once and then asked many times: each question and each answer is a line of JSON. Asking waits, as
// for a process that is run to its end, since starting one takes far longer than most answers.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIMIT_MS = 50_000;

interface Running {
  readonly child: ChildProcess;
  readonly questions: number;
  readonly answers: number;
}

/**
 * What asks a command, which is given two named pipes to read questions from and to write answers to. It is started with the
 * first question, and again after it has ended. The answer is undefined where the process ended instead.
 */
export function answersOf(command: string, args: readonly string[]): (question: unknown) => unknown {
  let running: Running | undefined;
  return (question) => {
    running ??= start(command, args);
    try {
      send(running, question);
      const line = receive(running);
      if (line !== undefined) return JSON.parse(line);
      running = stop(running);
      return undefined;
    } catch (error) {
      if (running) running = stop(running);
      throw error;
    }
  };
}

function start(command: string, args: readonly string[]): Running {
  const folder = mkdtempSync(join(tmpdir(), 'degreen-answers-'));
  const pipes = ['questions', 'answers'].map((name) => join(folder, name));
  const [questions = '', answers = ''] = pipes;
  execFileSync('mkfifo', pipes);
  const started: Running = {
    // For reading too: so that opening it waits for nobody.
    questions: openSync(questions, 'r+'),
    answers: openSync(answers, constants.O_RDONLY | constants.O_NONBLOCK),
    child: spawn(command, [...args, questions, answers], { stdio: ['ignore', 'inherit', 'inherit'] }),
  };
  // It ends when this process does, which closes its questions.
  started.child.unref();
  // It says first that it is there: until then the pipe looks as after its end.
  receive(started, true);
  rmSync(folder, { recursive: true });
  return started;
}

function stop({ child, questions, answers }: Running): undefined {
  child.kill('SIGKILL');
  closeSync(questions);
  closeSync(answers);
}

function send({ questions }: Running, question: unknown): void {
  let rest = Buffer.from(`${JSON.stringify(question)}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSync(questions, rest));
}

const clock = new Int32Array(new SharedArrayBuffer(4));
const chunk = Buffer.alloc(1 << 16);

/**
 * The next line; undefined where the process has ended.
 * @throws Error where it takes too long.
 */
function receive({ answers, child }: Running, starting = false): string | undefined {
  const deadline = Date.now() + LIMIT_MS;
  const parts: Buffer[] = [];
  while (parts.at(-1)?.at(-1) !== 10) {
    const size = readSome(answers);
    if (size === 0 && !starting) return undefined;
    if (size) parts.push(Buffer.from(chunk.subarray(0, size)));
    else if (Date.now() < deadline) Atomics.wait(clock, 0, 0, 1);
    else throw new Error(`no answer of ${child.spawnargs.join(' ')} within ${LIMIT_MS / 1000} s`);
  }
  return Buffer.concat(parts).toString();
}

/** How many bytes came; undefined where none did yet. */
function readSome(file: number): number | undefined {
  try {
    return readSync(file, chunk);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return undefined;
    throw error;
  }
}
