// What a command of the session is, and where one is valid.
import { countMarks } from './accept-skip.ts';
import type { Session } from './session.ts';

/** What a key's work may need of the frame that is shown. */
export interface Frame {
  /** The rows that scroll, and how far they can. */
  readonly page: number;
  readonly limit: number;
}

/** One thing that a person can do. */
export interface Command {
  /** As a keymap names it. */
  readonly id: string;
  readonly keys: readonly string[];
  /** The command that does the opposite; the footer shows both keys at once. */
  readonly opposite?: string;
  /** For the footer. */
  readonly label: string | ((session: Session) => string);
  readonly help: string;
  valid(session: Session): boolean;
  run(session: Session, frame: Frame): Session;
}

/** Valid on screens that nothing lies over. */
export const on =
  (...screens: readonly Session['screen'][]) =>
  ({ screen, overlay }: Session): boolean =>
    overlay === undefined && screens.includes(screen);

/** Valid where a hunk is shown. */
export const inHunk = on('hunk');

/** Whether the list of files is open. */
export const inFiles = ({ overlay }: Session): boolean => overlay === 'files';

/** Valid where rows are chosen from. */
export const listed = (session: Session): boolean => on('start')(session) || inFiles(session);

/** Whether there is anything to write. */
export const anyAccepted = ({ outline, decisions }: Session): boolean =>
  countMarks(outline.hunks, decisions).accepted > 0;

/** Asks the person for a line. */
export const ask =
  (kind: NonNullable<Session['prompt']>['kind'], text: (session: Session) => string = () => '') =>
  (session: Session): Session => ({ ...session, said: '', prompt: { kind, text: text(session) } });
