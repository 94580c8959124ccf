// A command that only prints answers from what it printed last, where all that it depends on is what it was: the files by
// what the file system says of them, the commit, the configuration, the decisions, the flags, and degreen itself. A file may
// have changed where the answer does not rest on what it was.
import { resolve } from 'node:path';
import { CONFIG_FILES } from '../io/config.ts';
import { checksum } from '../io/disk/checksum.ts';
import { stampFiles } from '../io/disk/file-stamps.ts';
import { LIMIT, readPlainText } from '../io/disk/regular-file.ts';
import { absoluteGitDirectory, headCommit, listFiles } from '../io/git/git.ts';
import { ownCode } from '../io/own-code.ts';
import { type Location, locate } from '../io/project-files.ts';
import { readAnswer, saveAnswer } from '../io/saved-answers.ts';
import { isRecord } from '../text/is-record.ts';
import { type Basis, beginObservation, stillHolds } from './answer-basis.ts';
import { finishInterruptedApply } from './finish-interrupted-apply.ts';
import type { Selection } from './selection.ts';
import { EXIT, type World } from './world.ts';

/** One thing that was printed. */
type Printed =
  /** `bytes`: in base64. */
  | { readonly to: 'print' | 'write' | 'bytes'; readonly text: string }
  | {
      readonly to: 'say';
      readonly text: string;
      readonly head?: { readonly word: string; readonly look: 'red' | 'yellow' };
    };

/** An answer as it is kept. */
interface SavedAnswer {
  readonly code: number;
  /** What stood for the control character of colours. */
  readonly mark: string;
  readonly printed: readonly Printed[];
  /** What the file system said of each file. */
  readonly stamps: readonly string[];
  /** Undefined where the answer rests on all files. */
  readonly basis?: Basis | undefined;
}

/** Runs a command, or says again what it said; `now` in milliseconds, as the file system counts. */
export async function withSavedAnswer(
  world: World,
  command: string,
  paths: readonly string[],
  options: Selection,
  run: (world: World) => Promise<number>,
  now: () => number = Date.now,
): Promise<number> {
  // Other transforms than our own are no files that could be stamped, and what is read from stdin is not there twice.
  if (world.registry || options.decisions === '-') return run(world);
  const location = await locate(world.cwd, paths);
  if (!location.inGit) return run(world);
  await finishInterruptedApply(world, location);
  const gitDirectory = await absoluteGitDirectory(location.root);
  const asked = { command, paths, options };
  const before = await keyOf(world, location, asked);
  const began = now();
  // What changed while it was read must not be kept for what it was before.
  const save = async (answer: SavedAnswer) => {
    if (before && before.settledAt < began && (await keyOf(world, location, asked))?.key === before.key)
      saveAnswer(gitDirectory, before.asked, answer);
  };
  const saved = before && readAnswer(gitDirectory, before.asked);
  if (before && isAnswer(saved)) {
    const changed = before.stamps.flatMap((stamp, index) => (stamp === saved.stamps[index] ? [] : [index]));
    if (changed.length === 0) return sayAgain(world, saved);
    if (saved.basis && stillHolds(location.root, before.names, changed, saved.basis)) {
      await save({ ...saved, stamps: before.stamps });
      return sayAgain(world, saved);
    }
  }
  const { recorder, printed } = record(world);
  // What is right at the end is asked of all files.
  const observation = options.finish ? undefined : beginObservation();
  const code = await run({ ...recorder, ...(observation ? { observation } : {}) });
  if (before && (code === EXIT.done || code === EXIT.found)) {
    const basis = observation?.basis(before.names);
    await save({ code, mark: world.stdout.mark, printed, stamps: before.stamps, basis });
  }
  return code;
}

/** What is asked, of the files that there are. */
export interface Asked {
  readonly command: string;
  readonly paths: readonly string[];
  readonly options: Selection;
}

/** A word for all that an answer depends on, and when the last of it changed, in milliseconds as the file system counts. */
export interface AnswerKey {
  readonly key: string;
  /** The same for all but what the files hold. */
  readonly asked: string;
  readonly names: readonly string[];
  /** What the file system says of each. */
  readonly stamps: readonly string[];
  readonly settledAt: number;
}

/** The word for what is asked; undefined where it cannot be said. */
export async function keyOf(
  world: World,
  { root, wanted }: Location,
  { options, ...asked }: Asked,
): Promise<AnswerKey | undefined> {
  try {
    const [names, base] = await Promise.all([listFiles(root), headCommit(root)]);
    const { words: stamps, settledAt } = stampFiles(root, names);
    const read = (path: string) => readPlainText(path, path, LIMIT.written) ?? null;
    const word = wordFor({
      ...asked,
      code: ownCode(world.version),
      options,
      wanted,
      cwd: world.cwd,
      colour: world.stdout.colour,
      base,
      names,
      configuration: options.config
        ? read(resolve(world.cwd, options.config))
        : CONFIG_FILES.map((name) => read(resolve(root, name))),
      decisions: options.decisions === undefined ? null : read(resolve(world.cwd, options.decisions)),
    });
    return { key: wordFor([word, stamps]), asked: word, names, stamps, settledAt };
  } catch {
    // Whatever is wrong, the command itself says it best.
    return undefined;
  }
}

/** The same word, the same value. */
export function wordFor(value: object): string {
  return checksum(JSON.stringify(value));
}

async function sayAgain({ stdout, stderr }: World, { code, mark, printed }: SavedAnswer): Promise<number> {
  for (const each of printed) {
    if (each.to === 'say') stderr.say(each.text, each.head);
    else if (each.to === 'print') await stdout.print(each.text.replaceAll(mark, stdout.mark));
    else await stdout.write(each.to === 'bytes' ? Buffer.from(each.text, 'base64') : each.text);
  }
  return code;
}

/** The same world, which keeps what is said to it. */
function record(world: World): { readonly recorder: World; readonly printed: readonly Printed[] } {
  const printed: Printed[] = [];
  const { stdout, stderr } = world;
  const recorder: World = {
    ...world,
    stdout: {
      ...stdout,
      print(text) {
        printed.push({ to: 'print', text });
        return stdout.print(text);
      },
      write(chunk) {
        if (typeof chunk === 'string') printed.push({ to: 'write', text: chunk });
        else printed.push({ to: 'bytes', text: Buffer.from(chunk).toString('base64') });
        return stdout.write(chunk);
      },
    },
    stderr: {
      ...stderr,
      say(line, head) {
        printed.push({ to: 'say', text: line, ...(head ? { head } : {}) });
        stderr.say(line, head);
      },
    },
  };
  return { recorder, printed };
}

function isAnswer(value: unknown): value is SavedAnswer {
  return (
    isRecord(value) &&
    typeof value.code === 'number' &&
    typeof value.mark === 'string' &&
    Array.isArray(value.stamps) &&
    Array.isArray(value.printed) &&
    value.printed.every(
      (each: unknown) => isRecord(each) && typeof each.to === 'string' && typeof each.text === 'string',
    )
  );
}
