// The errors that are not bugs in degreen: what a person can fix, and the end that a person wanted.

/**
 * Something the user can fix: usage, configuration, git state, a missing file.
 * The message is one sentence that says what is wrong and where; `cure` says what to do, and `output` has the lines of
 * another program that say more. The command line prints them without a stack and exits 2.
 */
export class UserError extends Error {
  readonly cure: string | undefined;
  readonly output: readonly string[];

  constructor(message: string, cure?: string, output: readonly string[] = []) {
    super(message);
    this.name = 'UserError';
    this.cure = cure;
    this.output = output;
  }
}

/** A path or a program that is not there. */
export class NotFound extends UserError {
  readonly what: 'path' | 'program';

  constructor(what: NotFound['what'], name: string) {
    if (what === 'program') super(`${name} was not found`, `Install ${name}, or put it on the PATH.`);
    else super(`${name} does not exist`, 'Name a file or a folder.');
    this.what = what;
  }
}

/** Something the user can fix, before which nothing was written. */
export class Unwritten extends UserError {
  /** What is wrong, without that. */
  readonly why: string;

  constructor(why: string, cure?: string) {
    super(`${why}; nothing was written`, cure);
    this.why = why;
  }
}

/**
 * A signal that waited until nothing was half done any more. The message says what was done.
 * The command line prints it and ends by the signal.
 */
export class Interrupted extends Error {
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals, message: string) {
    super(message);
    this.name = 'Interrupted';
    this.signal = signal;
  }
}
