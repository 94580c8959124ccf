// What is known of a followed object: how it is made, used, and where it goes. Pure data; follow-value.ts fills it.
import type { Span } from '../../text/edits.ts';
import type { Call } from '../calls.ts';
import type { Loop } from './enclosing-loop.ts';

/** One use of a followed value. */
export interface ValueUse {
  /**
   * `method`: an attribute that is called; `attribute`: one that is read; `store`: one that is assigned;
   * `called`: the value itself is called; `identity`: compared with `is` or `==`, printed, asked for its type.
   */
  readonly kind:
    | 'method'
    | 'attribute'
    | 'store'
    | 'called'
    | 'with'
    | 'truth'
    | 'identity'
    | 'iterated'
    | 'subscripted';
  /** The attribute's name; empty where there is none. */
  readonly name: string;
  /** The attribute's name in the text, or the value's own expression. */
  readonly nameSpan: Span;
  /** The whole expression: the call for a method, else the attribute or the value. */
  readonly span: Span;
  readonly call: Call | undefined;
  /** What becomes of the result: for a `with`, `value` where it has an `as`. */
  readonly result: 'unused' | 'truth' | 'value';
  readonly line: number;
  /** The exceptions that a `try` around it catches, by their last names. */
  readonly caught: readonly string[];
  /** Where the block begins of which it is a statement of its own; undefined where it is part of a larger one. */
  readonly block: number | undefined;
  /** What runs while a `with` holds the value. */
  readonly body: Span | undefined;
  /** The condition that is false where it runs: `x` of an `if not x:` whose body it begins. */
  readonly unless: Span | undefined;
  /** The kind of the collection out of which the value came to it; undefined where it came by no collection. */
  readonly through: 'list' | 'dict' | undefined;
  /** What takes an exception that it raises: around it, and around calls of its function that are seen. */
  handlers(): readonly HandlerPlace[];
  /** Whether it runs at most once for each object, as far as the file shows all calls. */
  once(): boolean;
  /** The loop whose turns come here: around it, or around a call of the function that it is in. */
  loop(): Loop | undefined;
}

/** Something that takes an exception and lets the program go on. */
export interface HandlerPlace {
  /** The last names of what it takes; `BaseException` for everything. */
  readonly takes: readonly string[];
  /** As it is written: `except Exception`. */
  readonly text: string;
  readonly line: number;
  /** Where it is another file. */
  readonly path: string | undefined;
  /** Whether it is in the same function. */
  readonly own: boolean;
}

/** A place where the value leaves what is followed, or where something from outside may come in. */
export interface Escape {
  /** `leaves`: others get hold of the object; `named`: its name or attribute is used where it is not followed. */
  readonly kind: 'leaves' | 'named';
  /** A clause: `passed to utils.spawn()`. */
  readonly how: string;
  readonly line: number;
  /** Where it is another file. */
  readonly path?: string;
  /** The last name of the callee that makes another value. */
  readonly callee?: string;
  /**
   * In another file: the columns of what was found on the line, from 1; the attribute, where it is one that is written out;
   * and the member that is used of it.
   */
  readonly found?: {
    readonly column: number;
    readonly endColumn: number;
    readonly attribute: string;
    readonly member: string;
  };
}

/** A use in another file. */
export interface ElsewhereUse extends Pick<ValueUse, 'kind' | 'name' | 'nameSpan' | 'call' | 'result' | 'line'> {
  readonly path: string;
  /** The use as it is written. */
  readonly text: string;
  /** The name or attribute that holds the object there. */
  readonly held: string;
  /** Whether it is this object, and not only one that is held by the same name. */
  readonly certain: boolean;
}

/** How an object is held, so that other files can use it. */
export type Held =
  | { readonly kind: 'attribute'; readonly name: string; readonly family: ReadonlySet<string> }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'fixture'; readonly name: string };

/** A list or dict that holds values. */
export interface Collection {
  readonly kind: 'list' | 'dict';
  /** The name or attribute that holds it. */
  readonly holder: string;
  /** Where it is used: iterated, asked, taken from or added to. */
  readonly uses: readonly { readonly span: Span; readonly line: number }[];
}

/** All that is known of an object from the places where it is made. */
export interface Value {
  /** The expressions that make it; more than one where they share a name. */
  readonly constructions: readonly {
    readonly span: Span;
    readonly call: Call | undefined;
    /** Whether it may be made while modules are loaded, and no patch is seen to come first. */
    readonly atImport: boolean;
  }[];
  readonly uses: readonly ValueUse[];
  readonly escapes: readonly Escape[];
  /** What other files do with it, as far as they show it. */
  readonly elsewhere: readonly ElsewhereUse[];
  /** Other values that its names may hold: renaming a method would break those. */
  readonly others: readonly Escape[];
  /** The lists and dicts that hold it, where they were followed, in the order in which it comes to them. */
  readonly collections: readonly Collection[];
  /** The name or attribute that first holds it, for messages. */
  readonly holder: string | undefined;
}
