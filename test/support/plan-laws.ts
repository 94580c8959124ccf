// The laws of the design over the plans of a made-up library, for sets of hunks that a test chooses: what breaks them, in words.
import type { Hunk } from '../../src/plan/hunks/hunk.ts';
import { SAME_TEXT } from '../../src/plan/hunks/overlap.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { compose, type FlatEdit } from '../../src/python/compose.ts';
import { resolveRequirements } from '../../src/rewrite/decisions.ts';
import { makeSeries } from '../../src/rewrite/patch-series.ts';
import { contains, type Span } from '../../src/text/edits.ts';
import { planOfLib } from './contract-transforms.ts';
import { judgeNames, type Rewritten, symbolsOf } from './judge-names.ts';
import { accept, ledgerOf } from './plan.ts';
import { strayChanges } from './unintended-changes.ts';

type Bytes = Readonly<Record<string, Buffer>>;

/** Every set of the hunks of a plan, for those that have few. */
export function allSubsets(plan: Plan): Set<string>[] {
  const ids = plan.hunks.map(({ id }) => id);
  return Array.from({ length: 2 ** ids.length }, (_, bits) => new Set(ids.filter((_, index) => (bits >> index) & 1)));
}

/** What breaks a law; CPython is asked once for all. */
export function breaches(
  plans: readonly Plan[],
  setsOf: (plan: Plan) => readonly Set<string>[] = allSubsets,
): string[] {
  const problems: string[] = [];
  const pairs: Rewritten[] = [];
  const names: string[] = [];
  for (const plan of plans) {
    const text = plan.project.files.map(({ path, bytes }) => `# ${path}\n${bytes}`).join('\n');
    problems.push(...[...plan.bugs].map(({ error }) => `${text}${error}`), ...conservation(plan));
    for (const ids of setsOf(plan)) {
      const accepted = resolveRequirements(plan, ids).accepted;
      const name = `${text}with ${[...accepted].map(({ id }) => id).join(', ') || 'no hunk'}`;
      const after = accept(plan, ids);
      const judge = (state: Bytes, hunks: Iterable<Hunk>) => {
        for (const { path, bytes } of plan.project.files) {
          if (!path.endsWith('.py') || state[path]?.equals(bytes)) continue;
          const own = [...hunks].filter((hunk) => hunk.path === path);
          const added = sum(symbolsOf(own), fallbacksOf(plan, own));
          pairs.push({ before: bytes, after: state[path] ?? bytes, added });
          names.push(`${name}:\n${state[path]}`);
        }
      };
      judge(after, accepted);
      const found = [
        ...orderOf(plan, accepted, after),
        ...strays(plan, accepted, after),
        ...repeated(plan, accepted, after),
      ];
      problems.push(...found.map((each) => `${name}: ${each}`));
      const prefixes = series(plan, accepted);
      for (const { state, hunks } of prefixes.slice(0, -1)) judge(state, hunks);
      const last = prefixes.at(-1)?.state;
      if (last && Object.keys(after).some((path) => !last[path]?.equals(after[path] ?? Buffer.alloc(0))))
        problems.push(`${name}: the series ends in something else`);
    }
  }
  const verdicts = judgeNames(pairs, ['lib']);
  for (const [index, { problems: own }] of verdicts.entries()) {
    const found = own.filter((each) => !isOfCopies(each, pairs[index]));
    problems.push(...found.map((each) => `${names[index]}: ${each}`));
  }
  return problems;
}

/** Whether it is that what a file said already is written once more. */
function isOfCopies(problem: string, pair: Rewritten | undefined): boolean {
  const name = /^an expression means \S+(\.\w+) that did not before$/.exec(problem)?.[1];
  return name !== undefined && pair?.before.includes(name) === true;
}

/** The counts of both. */
function sum(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const counts = { ...a };
  for (const [key, count] of Object.entries(b)) counts[key] = (counts[key] ?? 0) + count;
  return counts;
}

/** How often an import that a handler has already serves what is reached through one that goes. */
function fallbacksOf(plan: Plan, hunks: readonly Hunk[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const served = hunks.flatMap(({ imports }) => (imports?.fallback ? [imports] : []));
  const gone = compose(hunks.map(({ changes }) => changes)).gone;
  for (const { binding, nameSpan, path } of plan.files.flatMap(({ model }) => model.references)) {
    const one = served.find((each) => each.binding === binding);
    if (!one || gone(nameSpan)) continue;
    const symbol = one.module + path.slice(binding.target.length);
    counts[symbol] = (counts[symbol] ?? 0) + 1;
  }
  return counts;
}

function conservation(plan: Plan): string[] {
  const said = ledgerOf(plan).filter(({ verdict, hunk, message }) => verdict === 'manual' && !hunk && message === '');
  const outcomes = plan.files.flatMap((file) => file.outcomes);
  const both = outcomes.filter(({ hunk, message }) => (hunk === undefined) === (message === undefined));
  return [
    ...said.map(({ path, line, name }) => `${path}:${line} ${name} has neither a hunk nor a message`),
    ...both.map(({ reference }) => `${reference.path} has not exactly one of a hunk and a message`),
  ];
}

function orderOf(plan: Plan, accepted: ReadonlySet<Hunk>, after: Bytes): string[] {
  const turned = { ...plan, hunks: [...plan.hunks].reverse(), files: [...plan.files].reverse() };
  const others = accept(turned, new Set([...accepted].map(({ id }) => id).reverse()));
  return Object.keys(after).flatMap((path) =>
    others[path]?.equals(after[path] ?? Buffer.alloc(0)) ? [] : [`${path} differs when the hunks come in reverse`],
  );
}

function strays(plan: Plan, accepted: ReadonlySet<Hunk>, after: Bytes): string[] {
  return plan.files.flatMap(({ model }) => {
    const file = plan.project.files.find(({ path }) => path === model.path);
    const own = [...accepted].filter((hunk) => hunk.path === model.path);
    const bytes = after[model.path];
    if (!file || !bytes) return [];
    if (own.length === 0) return bytes.equals(file.bytes) ? [] : [`${model.path} changed without a hunk`];
    const { lines, text } = model.source;
    const taken = own
      .flatMap(({ changes }) => changes.filter(({ takes }) => takes === 'statement' || takes === 'all'))
      .map(({ span }) => text.slice(span.start, lines.end(lines.at(span.end).line)));
    // A comment goes with the statement that it stands in or behind.
    const isTaken = (problem: string) => {
      const comment = /^"(#.*)" is gone$/.exec(problem)?.[1];
      return comment !== undefined && taken.some((each) => each.includes(comment));
    };
    return strayChanges(model, own, file.bytes, bytes).filter((each) => !isTaken(each));
  });
}

/**
 * A second run proposes nothing of what was taken: no more than was offered and not taken, and what was left because another hunk
 * rewrites the same text. The set is judged as a whole: what stands in a text that is written twice may be offered twice.
 */
function repeated(plan: Plan, accepted: ReadonlySet<Hunk>, after: Bytes): string[] {
  const place = ({ id }: Hunk) => id.replace(/:\d+$/, '');
  const twice = new Set(
    copiesIn(compose([...accepted].map(({ changes }) => changes)).edits).flatMap((span) =>
      plan.hunks.filter(({ changes }) => changes.some((change) => contains(span, change.span))).map(place),
    ),
  );
  const left = [...plan.hunks.filter((hunk) => !accepted.has(hunk)).map(place), ...collidingPlaces(plan)];
  return planOfLib(after)
    .hunks.map(place)
    .flatMap((each) => {
      const at = left.indexOf(each);
      if (at >= 0 && !twice.has(each)) left.splice(at, 1);
      return at >= 0 ? [] : [`the second run proposes ${each}`];
    });
}

/** Every text that is written elsewhere than it stands. */
function copiesIn(edits: readonly FlatEdit[]): Span[] {
  return edits.flatMap(({ pieces }) =>
    pieces.flatMap((piece) =>
      typeof piece !== 'string' && 'copy' in piece ? [piece.copy, ...copiesIn(piece.edits)] : [],
    ),
  );
}

/** The places of what is left because another hunk rewrites the same text. */
function collidingPlaces(plan: Plan): string[] {
  return plan.files.flatMap(({ model, outcomes }) =>
    outcomes.flatMap(({ reference, owner, reason }) =>
      reason === SAME_TEXT ? [`${owner.transform.id}:${model.path}:${reference.within}`] : [],
    ),
  );
}

/** The files after each patch of the series. */
function series(plan: Plan, accepted: ReadonlySet<Hunk>): { readonly state: Bytes; readonly hunks: readonly Hunk[] }[] {
  const options = { keeps: () => false, apart: new Set<string>(), split: undefined, assigned: new Map() };
  let state: Bytes = Object.fromEntries(plan.project.files.map(({ path, bytes }) => [path, bytes]));
  const hunks: Hunk[] = [];
  return makeSeries(plan, accepted, options).map((patch) => {
    state = { ...state, ...Object.fromEntries(patch.changes.map((change) => [change.path, change.bytesAfter])) };
    hunks.push(...patch.hunks);
    return { state, hunks: [...hunks] };
  });
}
