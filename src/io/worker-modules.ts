// The modules that run in threads of their own. Only a build has them as files that a thread can load, and puts another module in
// the place of this one; elsewhere their work is done where it is asked for.

/** The module that counts files. */
export const COUNT_WORKER: URL | undefined = undefined;
