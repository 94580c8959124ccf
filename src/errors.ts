// The one error a person can mend. Everything else that is thrown is a bug of degreen.

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
