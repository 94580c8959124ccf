// The first screen of a review, kept with the saved answers: a second review over what has not changed shows it while the
// project is still read.
import { absoluteGitDirectory } from '../io/git/git.ts';
import type { Location } from '../io/project-files.ts';
import { readAnswer, saveAnswer } from '../io/saved-answers.ts';
import type { SessionFile } from '../io/session-file.ts';
import { isRecord } from '../text/is-record.ts';
import { type Frame, frameOf, type Size } from '../tui/frame.ts';
import type { Keymap } from '../tui/key-bindings.ts';
import { fit, row } from '../tui/rows.ts';
import type { Session } from '../tui/session.ts';
import { type Asked, keyOf, wordFor } from './saved-answer.ts';
import type { World } from './world.ts';

/** What the screen depends on beside the project. */
interface Setting {
  readonly file: SessionFile;
  readonly keymap: Keymap;
  readonly size: Size;
}

/** The first screen as far as it is known. */
export interface FirstScreen {
  /** What to show while the project is read; undefined where something has changed. */
  readonly frame: Frame | undefined;
  /** Keeps the screen on which a session would open now; nothing where the project changed meanwhile. */
  keep(session: Session): Promise<void>;
}

/** Finds the first screen of a review of files in a git work tree; `now` in milliseconds, as the file system counts. */
export async function findFirstScreen(
  world: World,
  location: Location,
  asked: Asked,
  { file, keymap, size }: Setting,
  now = Date.now(),
): Promise<FirstScreen> {
  const gitDirectory = await absoluteGitDirectory(location.root);
  const project = await keyOf(world, location, asked);
  if (!project || project.settledAt >= now) return { frame: undefined, keep: () => Promise.resolve() };
  const key = () => wordFor([project.key, file.read() ?? null, [...keymap], size]);
  const kept = readAnswer(gitDirectory, key());
  return {
    frame: isFrame(kept) ? reading(kept, size) : undefined,
    async keep(session) {
      const word = key();
      if (readAnswer(gitDirectory, word) !== undefined) return;
      const still = await keyOf(world, location, asked);
      if (still?.key === project.key) saveAnswer(gitDirectory, word, frameOf(session, keymap, size));
    },
  };
}

/** The same with the keys' row replaced: nothing answers to them yet. */
function reading(frame: Frame, { columns }: Size): Frame {
  const said = row(['reading the project; keys count once it is read', 'quiet']);
  return { ...frame, rows: [...frame.rows.slice(0, -1), fit(said, columns)] };
}

function isFrame(value: unknown): value is Frame {
  return (
    isRecord(value) &&
    typeof value.page === 'number' &&
    typeof value.limit === 'number' &&
    Array.isArray(value.rows) &&
    value.rows.every(
      (each: unknown) =>
        Array.isArray(each) && each.every((part: unknown) => isRecord(part) && typeof part.text === 'string'),
    )
  );
}
