// A disk on which something happens just before a call: a failure, a change by somebody else, the end of the process.
import { DISK, type Disk } from '../../src/io/disk/disk.ts';

/** One call of the file system. */
export interface Call {
  /** From 1. */
  readonly number: number;
  readonly name: keyof Disk;
  readonly path: string;
}

/** The real disk, with something before each of its calls. */
export function watched(before: (call: Call) => void): Disk {
  let number = 0;
  return new Proxy(DISK, {
    get(target, name: keyof Disk) {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return (...args: readonly unknown[]): unknown => {
        before({ number: ++number, name, path: String(args[0]) });
        return Reflect.apply(call, target, args);
      };
    },
  });
}

/** Does something once, before the n-th call of one name. */
export function once(name: keyof Disk, nth: number, act: () => void): Disk {
  let count = 0;
  return watched((call) => {
    if (call.name === name && ++count === nth) act();
  });
}

/** An error as the system gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: a failure that the test made`), { code });
}
