// What a transform declares beside its answers, so that nothing else knows its names: variants of its hunks, keys of the
// configuration, how a process is patched, what runs functions.
import type { Argument } from '../python/calls.ts';
import type { Definition } from '../python/module-definitions.ts';

/** Hunks of one transform that are set apart from its others. */
export interface Variant {
  readonly id: string;
  /** In subjects, in the place of the name's last word: `sleep(0)`. */
  readonly shows: string;
  /** What it is about, as a sentence for commit messages. */
  readonly does: string;
  /** Said beside a number of hunks: `only yield`. */
  readonly counted?: string;
  /** False where it only lets others run: a mock of waiting is not about it. */
  readonly waits: boolean;
  /** The policy key that gives it a patch of its own. */
  readonly apartWith?: string;
}

/** Whether a call patches a kind of wait; `unknown` where its arguments are not literals. */
export type Covered = 'yes' | 'no' | 'unknown';

/** What waits cooperatively after a call that patches, by the ids of groups. */
export type Coverage = Readonly<Record<string, Covered>>;

/** Waits that are patched together. */
export interface PatchingGroup {
  readonly id: string;
  /** Whether reports say of each call if it covers the group. */
  readonly reported: boolean;
  /** Whether objects that were made before the call stay as they are, so that it matters when they are made. */
  readonly bindsObjects: boolean;
}

/** The call by which a program makes the standard library cooperate with green threads. */
export interface Patching {
  /** The function's canonical dotted name. */
  readonly name: string;
  readonly groups: readonly PatchingGroup[];
  /** What a call with these arguments covers: an answer for each group. */
  covers(given: readonly Argument[]): Coverage;
}

/** A function that runs one of its arguments with those that follow it. */
export interface Runner {
  /** Its last name. */
  readonly name: string;
  /** The position of the argument that is run. */
  readonly argument: number;
}

/** A part of the module of helper text that degreen may write into a project, where a rewrite needs more than the standard library. */
export interface Section {
  /** The functions and classes that hunks may name: `Task`, `spawn`. */
  readonly provides: readonly string[];
  /** The public methods, by the names of the classes. */
  readonly methods: Readonly<Record<string, readonly string[]>>;
  /** What it uses of other sections: names that they provide. */
  readonly needs: readonly string[];
  /** The modules that it imports: `threading`. */
  readonly imports: readonly string[];
  /** Why there is no way without it, as a sentence for commit messages. */
  readonly why: string;
  /** Without imports; it ends with one line end. */
  readonly text: string;
}

/** What the project wants where the standard library leaves a choice. Keys that transforms declare read their values of it. */
export interface Policy {
  /** The dotted name of the module that helper text goes into; undefined where none may be written. */
  readonly helper: string | undefined;
}

/** The project, as a key may ask about it. */
export interface PolicyView {
  /** What a dotted symbol is in the project; or why it is nothing there, as a sentence. */
  define(symbol: string): Definition | string;
}

/** Why a value of a key cannot be used. */
export class Problem {
  /** As a sentence without a full stop. */
  readonly message: string;
  /** The name inside of the value that is wrong, for its line. */
  readonly within: string | undefined;

  constructor(message: string, within?: string) {
    this.message = message;
    this.within = within;
  }
}

/** A key of the configuration. */
export interface PolicyKey<Value> {
  readonly id: string;
  /** What is written there, as the table of keys has it. */
  readonly help: string;
  /** Reads what is written into a policy; gives why it cannot be used. */
  read(policy: Policy, written: unknown, project: PolicyView): Problem | undefined;
  /** The value; undefined where the key is not written, or says what is done without it. */
  of(policy: Policy): Value | undefined;
}

/**
 * A key of the configuration.
 * @param read - gives the value; undefined where it says what is done without it.
 */
export function policyKey<Value extends object | string>(
  id: string,
  help: string,
  read: (written: unknown, project: PolicyView) => Value | Problem | undefined,
): PolicyKey<Value> {
  const values = new WeakMap<Policy, Value>();
  return {
    id,
    help,
    read(policy, written, project) {
      const value = read(written, project);
      if (value instanceof Problem) return value;
      if (value !== undefined) values.set(policy, value);
      return undefined;
    },
    of: (policy) => values.get(policy),
  };
}
