// A real tree that is read and planned once in this process, and decided many times with the calls that `diff` is made of:
// reading and planning it anew is nearly all that a run of the program takes. The tests compare some of both.

import { decide, keepsFrom } from '../../src/commands/decide.ts';
import { loadProject } from '../../src/commands/load-project.ts';
import type { Selection } from '../../src/commands/selection.ts';
import type { World } from '../../src/commands/world.ts';
import { buildLedger } from '../../src/ledger/build-ledger.ts';
import { fits, noteText } from '../../src/plan/hunks/note.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { formatDiff } from '../../src/reporters/patch/format-diff.ts';
import { render } from '../../src/rewrite/render.ts';
import type { Outcome } from './tree.ts';

/** A tree with its plan. */
export interface Planned {
  /** The ids of its hunks. */
  readonly ids: readonly string[];
  /** What is said of its hunks and of what is manual and has no room in two lines. */
  readonly tooLong: readonly string[];
  /** What `degreen diff` prints, and says before its summary. */
  diff(choice: Selection): Promise<Outcome>;
}

/** A world that keeps what is said, and has nothing to print or read. */
function listening(cwd: string): World & { readonly said: string[] } {
  const said: string[] = [];
  const unused = async () => {
    throw new Error('nothing is printed here, and nothing read');
  };
  return {
    cwd,
    version: 'test',
    stdout: { colour: false, mark: '', print: unused, write: unused },
    stderr: {
      say: (line, head) => void said.push(`${head ? `${head.word} ` : ''}${line}\n`),
      progress: () => undefined,
    },
    readStdin: unused,
    said,
  };
}

/** Each note and each advice. */
export function saidOf(plan: Plan): string[] {
  const messages = buildLedger(plan).entries.flatMap(({ verdict, message }) => (verdict === 'manual' ? message : []));
  return [...plan.hunks.flatMap((hunk) => hunk.notes.map(noteText)), ...messages];
}

/** Reads and plans a tree. */
export async function planTree(place: string): Promise<Planned> {
  const beginning = listening(place);
  const prepared = await loadProject(beginning, [], {}, 'hunks');
  return {
    ids: prepared.plan.hunks.map(({ id }) => id),
    tooLong: saidOf(prepared.plan).filter((text) => !fits(text)),
    async diff(choice) {
      const world = listening(place);
      const { plan, settled, code } = await decide(world, prepared, choice);
      const stdout = formatDiff(render(plan, settled.accepted, keepsFrom(prepared.config)));
      return { status: code, stdout: Buffer.from(stdout), stderr: [...beginning.said, ...world.said].join('') };
    },
  };
}
