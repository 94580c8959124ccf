// The class that hands a result to those who wait for an event: one that the project's configuration names, or the one that
// degreen writes.
import { type Policy, type PolicyView, Problem, policyKey } from '../../src/transform.ts';
import { RESULT_EVENT } from './result-event.ts';

/** The class that degreen writes, and its methods. */
const [WRITTEN = ''] = RESULT_EVENT.provides;
const METHODS = RESULT_EVENT.methods[WRITTEN] ?? [];

/** Those without which a class of the project cannot stand for it. */
const NEEDED = ['send', 'wait'];

/** A class that hands a result to those who wait for it. */
export interface ResultClass {
  /** `pkg.mod.Class`. */
  readonly symbol: string;
  /** The class's own name for a method of the library's object; undefined where it has none. */
  method(name: string): string | undefined;
  /** Whether any method has another name than the library's. */
  readonly renames: boolean;
  /** Whether it is the one that degreen writes: then it does what the library's object does. */
  readonly written: boolean;
}

/** A class of the project, alone or in a table with its names for the methods. */
export const EVENT_WITH_RESULT = policyKey<ResultClass>(
  'event-with-result',
  'a class of the project, for events that carry a value',
  (written, project) => {
    const wanted = wantedOf(written);
    return wanted instanceof Problem ? wanted : classOf(wanted.symbol, wanted.methods, project);
  },
);

/** The class that events with a result become; undefined where there is none. */
export function resultClass(policy: Policy): ResultClass | undefined {
  const named = EVENT_WITH_RESULT.of(policy);
  if (named || policy.helper === undefined) return named;
  return {
    symbol: `${policy.helper}.${WRITTEN}`,
    written: true,
    renames: false,
    method: (name) => (METHODS.includes(name) ? name : undefined),
  };
}

interface Wanted {
  readonly symbol: string;
  readonly methods: ReadonlyMap<string, string>;
}

function wantedOf(written: unknown): Wanted | Problem {
  const key = EVENT_WITH_RESULT.id;
  if (typeof written === 'string') return { symbol: written, methods: new Map() };
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    return new Problem(`\`${key}\` must be a class, or a table with \`class\` and names of methods`);
  const names = new Map<string, unknown>(Object.entries(written));
  const symbol = names.get('class');
  names.delete('class');
  if (typeof symbol !== 'string') return new Problem(`\`${key}\` must name a \`class\``);
  const methods = new Map<string, string>();
  for (const [name, own] of names) {
    if (typeof own !== 'string') return new Problem(`\`${key}.${name}\` must be the name of a method`);
    methods.set(name, own);
  }
  return { symbol, methods };
}

function classOf(symbol: string, methods: ReadonlyMap<string, string>, project: PolicyView): ResultClass | Problem {
  const found = project.define(symbol);
  if (typeof found === 'string') return new Problem(found);
  if (found.kind === 'function') return new Problem(`\`${symbol}\` is not a class`);
  // Of what is imported from elsewhere, or has bases, more methods may exist than are seen.
  const has = (name: string) => found.kind === 'other' || !found.closed || found.methods.has(name);
  for (const [from, to] of methods) {
    if (!METHODS.includes(from))
      return new Problem(`\`${from}\` is no method of an event; known are ${METHODS.join(', ')}`, from);
    if (!has(to)) return new Problem(`\`${symbol}\` has no method \`${to}\` (for ${from}())`, from);
  }
  const lacking = NEEDED.find((name) => !has(methods.get(name) ?? name));
  if (lacking)
    return new Problem(
      `\`${symbol}\` has no method \`${lacking}\`; name its own in the table of \`${EVENT_WITH_RESULT.id}\``,
    );
  return {
    symbol,
    written: false,
    renames: [...methods].some(([from, to]) => from !== to),
    method(name) {
      const own = methods.get(name) ?? name;
      return has(own) ? own : undefined;
    },
  };
}
