// The laws of the design, as properties: over the snapshots, over the sample project, and over programs made of parts.
// CPython is the judge of what is valid. LAWS_RUNS and LAWS_SEED make other programs than the usual ones.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../src/ledger/entry.ts';
import type { Hunk } from '../src/plan/hunks/hunk.ts';
import type { Plan } from '../src/plan/plan.ts';
import { resolveRequirements } from '../src/rewrite/decisions.ts';
import { render } from '../src/rewrite/render.ts';
import { judgeNames, symbolsOf } from './support/judge-names.ts';
import { accept, idsAt, ledgerOf, planOf, registry } from './support/plan.ts';
import { programParts, projectOf } from './support/programs.ts';
import { ONCE_BROKEN } from './support/regression-programs.ts';
import { shrinkLines } from './support/shrink.ts';
import { strayChanges } from './support/unintended-changes.ts';

const RUNS = Number(process.env.LAWS_RUNS ?? 250);
const SEED = Number(process.env.LAWS_SEED ?? 1);

type Files = Readonly<Record<string, Buffer>>;

/** One set of decisions about one project, and what it made. */
interface Trial {
  readonly name: string;
  readonly plan: Plan;
  readonly accepted: readonly Hunk[];
  readonly after: Files;
  /** What was thrown while it was rendered. */
  readonly error: string | undefined;
}

/** Each trial's problems. */
type Law = (trials: readonly Trial[]) => readonly (readonly string[])[];

/** A bit for each hunk; more hunks than bits share them. */
const mask = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n });

function chosenBy(bits: bigint, plan: Plan): Set<string> {
  return new Set(plan.hunks.filter((_, index) => (bits >> BigInt(index % 32)) & 1n).map((hunk) => hunk.id));
}

function tryOut(name: string, plan: Plan, ids: ReadonlySet<string>): Trial {
  const accepted = [...resolveRequirements(plan, ids).accepted];
  try {
    return { name, plan, accepted, after: accept(plan, ids), error: undefined };
  } catch (error) {
    return { name, plan, accepted, after: filesOf(plan), error: String(error) };
  }
}

function filesOf(plan: Plan): Files {
  return Object.fromEntries(plan.project.files.map((file) => [file.path, file.bytes]));
}

function read(folder: string): Record<string, Buffer> {
  const root = fileURLToPath(new URL(`../${folder}`, import.meta.url));
  if (!existsSync(root)) return {};
  const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(root.length + 1), readFileSync(path)]));
}

/** Every level, every hunk alone, all but one, and some random sets. */
function subsets(plan: Plan, randomOnes: number): Set<string>[] {
  const all = idsAt(plan, 'review');
  const ids = [...all];
  const random = fc.sample(mask, { seed: SEED, numRuns: randomOnes }).map((bits) => chosenBy(bits, plan));
  const few = ids.length <= 12 ? ids : [];
  const alone = few.map((id) => new Set([id]));
  const without = few.map((id) => new Set(ids.filter((other) => other !== id)));
  return [all, idsAt(plan, 'safe'), ...random, ...alone, ...without];
}

// The cases that are whole projects have tests of their own.
const snapshots = Object.entries(read('snapshots')).filter(([path]) => /^[^/]+\/[^/]+\.py$/.test(path));
/** A process that is patched as a whole, so that no hunk is held back. */
const PATCHES = { 'main.py': Buffer.from('import eventlet\neventlet.monkey_patch()\n') };

const given: readonly Trial[] = [
  ...snapshots.map(([path, bytes]) => ({ name: `snapshots/${path}`, plan: planOf({ [path]: bytes }) })),
  ...Object.entries(ONCE_BROKEN).map(([name, text]) => ({
    name,
    plan: planOf({ 'mod.py': Buffer.from(text), ...PATCHES }),
  })),
  { name: 'sample', plan: planOf(read('sample')) },
].flatMap(({ name, plan }) => subsets(plan, 8).map((ids) => tryOut(name, plan, ids)));

const program = fc.record({ parts: programParts, masks: fc.tuple(mask, mask) }).map(({ parts, masks }) => {
  const files = projectOf(parts);
  const text = files['mod.py']?.toString('latin1') ?? '';
  return { files, text, masks };
});

function trialsOf({ files, text, masks }: { files: Files; text: string; masks: readonly bigint[] }): Trial[] {
  const plan = planOf(files);
  const sets = [idsAt(plan, 'review'), ...masks.map((bits) => chosenBy(bits, plan))];
  return sets.map((ids) => tryOut(`\n${text}\n`, plan, ids));
}

const made: readonly Trial[] = fc.sample(program, { seed: SEED, numRuns: RUNS }).flatMap(trialsOf);

/** What broke a law, in words: each kind of problem with the first trial that shows it. */
function broken(trials: readonly Trial[], law: Law): string[] {
  const verdicts = law(trials);
  const kinds = new Map<string, string>();
  for (const [index, trial] of trials.entries()) {
    const ids = trial.accepted.map((hunk) => hunk.id).join(', ');
    for (const problem of verdicts[index] ?? []) {
      const kind = kindOf(problem);
      if (!kinds.has(kind)) kinds.set(kind, `${trial.name} with ${ids || 'no hunk'}: ${problem}`);
    }
  }
  return [...kinds.values()];
}

function holds(law: Law): void {
  it('for the snapshots, the sample, and what broke it once', () => {
    expect(broken(given, law)).toEqual([]);
  });
  it('for programs made of parts', () => {
    const kinds = new Map<string, Trial>();
    for (const [index, problems] of law(made).entries()) {
      const trial = made[index];
      for (const problem of problems) if (trial && !kinds.has(kindOf(problem))) kinds.set(kindOf(problem), trial);
    }
    const few = [...kinds].slice(0, KINDS_SHOWN);
    expect(few.map(([kind, trial]) => `${kinds.size} kinds; one made small: ${smallest(kind, trial, law)}`)).toEqual(
      [],
    );
  });
}

const KINDS_SHOWN = 2;

/** A problem without the places in it, so that it is known again in a smaller program. */
function kindOf(problem: string): string {
  return problem
    .replace(/"(?:[^"\\]|\\.)*"|\bline \d+|\b\d+\b/g, '*')
    .replace(/\S+\.py\S*/g, '*')
    .replace(/ in [\w.<>]+/, ' in *');
}

/** A program that breaks a law in some way, made small; with the hunks that show it. */
function smallest(kind: string, trial: Trial, law: Law): string {
  const files = filesOf(trial.plan);
  const trialsOfLines = (lines: readonly string[]) => {
    const plan = planOf({ ...files, 'mod.py': Buffer.from(lines.join(''), 'latin1') });
    const sets = [...subsets(plan, 0), new Set(trial.accepted.map((hunk) => hunk.id))];
    return sets.map((ids) => tryOut(`\n${lines.join('')}\n`, plan, ids));
  };
  const ofKind: Law = (trials) => law(trials).map((problems) => problems.filter((each) => kindOf(each) === kind));
  const fails = (candidates: readonly (readonly string[])[]): boolean[] => {
    const trials = candidates.map(trialsOfLines);
    const problems = ofKind(trials.flat());
    let at = 0;
    return trials.map((own) => {
      at += own.length;
      return problems.slice(at - own.length, at).some((each) => each.length > 0);
    });
  };
  const lines = files['mod.py']?.toString('latin1').split(/(?<=\n)/) ?? [];
  return broken(trialsOfLines(shrinkLines(lines, fails)), ofKind)[0] ?? `${kind}, only with some of the hunks`;
}

describe('subset validity: any set of hunks compiles, defines every name and leaves no import behind', () => {
  holds((trials) => {
    const pairs = trials.flatMap((trial, index) =>
      Object.entries(trial.after).flatMap(([path, after]) => {
        const before = trial.plan.project.files.find((file) => file.path === path)?.bytes;
        if (!before || before.equals(after)) return [];
        return [{ index, path, before, after, added: symbolsOf(trial.accepted.filter((hunk) => hunk.path === path)) }];
      }),
    );
    const verdicts = judgeNames(pairs, registry.library.roots);
    const problems: string[][] = trials.map((trial) => (trial.error ? [trial.error] : []));
    for (const [number, { index }] of pairs.entries()) problems[index]?.push(...(verdicts[number]?.problems ?? []));
    return problems;
  });
});

describe('order independence: sets in, sets out', () => {
  holds((trials) =>
    trials.map(({ plan, accepted, after, error }) => {
      if (error) return [];
      const problems: string[] = [];
      const turned = { ...plan, hunks: [...plan.hunks].reverse(), files: [...plan.files].reverse() };
      const others = accept(turned, new Set(accepted.map((hunk) => hunk.id).reverse()));
      for (const [path, bytes] of Object.entries(after)) {
        if (!others[path]?.equals(bytes)) problems.push(`${path} differs when the hunks come in reverse`);
        const own = accepted.filter((hunk) => hunk.path === path);
        if (own.length < 2) continue;
        for (const turn of shuffles(own)) {
          const rest = accepted.filter((hunk) => hunk.path !== path);
          const shuffled = render({ ...plan, hunks: [...rest, ...turn] }, new Set([...turn, ...rest]), () => false);
          if (!shuffled.find((change) => change.path === path)?.bytesAfter.equals(bytes))
            problems.push(`${path} differs when the hunks are shuffled`);
        }
      }
      return problems;
    }),
  );

  it('for the files of a project, which may be read in any order', () => {
    const files = Object.entries(read('sample'));
    const [forth, back] = [files, files.toReversed()].map((each) => planOf(Object.fromEntries(each)));
    expect(back?.hunks).toEqual(forth?.hunks);
    expect(back && ledgerOf(back)).toEqual(forth && ledgerOf(forth));
  });
});

function shuffles(hunks: readonly Hunk[]): Hunk[][] {
  const order = fc.shuffledSubarray([...hunks], { minLength: hunks.length, maxLength: hunks.length });
  return fc.sample(order, { seed: SEED, numRuns: 3 });
}

describe('conservation: every reference ends in exactly one hunk or message, and no line is forgotten', () => {
  holds((trials) => {
    const known = new Map<Plan, readonly string[]>();
    const plans = [...new Set(trials.map((trial) => trial.plan))];
    const python = plans.flatMap((plan) =>
      plan.project.files.map((file) => ({ plan, file, before: file.bytes, after: file.bytes, added: {} })),
    );
    const asked = python.filter(({ plan, file }) => plan.files.some(({ model }) => model.path === file.path));
    const uses = judgeNames(asked, registry.library.roots);
    for (const plan of plans) {
      const entries = ledgerOf(plan);
      const problems = [...entryTroubles(plan, entries), ...uncoveredLines(plan, entries), ...outcomeTroubles(plan)];
      for (const [index, { plan: own, file }] of asked.entries()) {
        if (own !== plan) continue;
        const found = entries.filter((entry) => entry.path === file.path && isCode(entry)).length;
        const there = uses[index]?.uses ?? 0;
        if (there > found) problems.push(`CPython sees ${there} uses in ${file.path}, the ledger ${found}`);
      }
      known.set(plan, problems);
    }
    return trials.map((trial) => known.get(trial.plan) ?? []);
  });
});

function isCode(entry: Entry): boolean {
  return !['import', 'attribute', 'string', 'mention'].includes(entry.role);
}

function entryTroubles(plan: Plan, entries: readonly Entry[]): string[] {
  const hunks = new Map(plan.hunks.map((hunk) => [hunk.id, hunk]));
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    const say = (what: string) => problems.push(`${entry.path}:${entry.line} ${entry.name} (${entry.role}) ${what}`);
    const { verdict, hunk, message } = entry;
    if (hunk !== null && !hunks.has(hunk)) say(`speaks of ${hunk}, which is not offered`);
    if (verdict === 'manual' && (hunk !== null || message === '')) say('is manual and has a hunk, or no reason');
    if (verdict === 'mention' && (hunk !== null || entry.role !== 'mention'))
      say('is a mention that is more than that');
    if (verdict === 'review' && message === '') say('is for review without a note');
    if (verdict === 'safe' || verdict === 'review') {
      if (entry.role === 'import' ? hunk !== null : hunks.get(hunk ?? '')?.level !== verdict)
        say(`is ${verdict}, its hunk ${hunk} is not`);
    }
    if (entry.line < 1 || entry.column < 1 || entry.endLine < entry.line) say('has no place');
    if (entry.endLine === entry.line && entry.endColumn <= entry.column) say('has an empty place');
    const place = [entry.path, entry.line, entry.column, entry.endLine, entry.endColumn, entry.role].join(' ');
    if (seen.has(place)) say('is listed twice');
    seen.add(place);
  }
  for (const id of hunks.keys()) {
    if (!entries.some((entry) => entry.hunk === id)) problems.push(`no reference has the hunk ${id}`);
  }
  if (hunks.size !== plan.hunks.length) problems.push('two hunks have one id');
  return problems;
}

function uncoveredLines(plan: Plan, entries: readonly Entry[]): string[] {
  return plan.project.files.flatMap((file) => {
    const own = entries.filter((entry) => entry.path === file.path);
    return file.bytes
      .toString('latin1')
      .split('\n')
      .flatMap((text, index) => {
        const line = index + 1;
        const covered = own.some((entry) => entry.line <= line && line <= entry.endLine);
        return /eventlet/i.test(text) && !covered ? [`${file.path}:${line} is in no entry: ${text}`] : [];
      });
  });
}

function outcomeTroubles(plan: Plan): string[] {
  return plan.files.flatMap(({ model, outcomes }) => {
    const decided = new Map(outcomes.map((outcome) => [outcome.reference, outcome]));
    const problems = model.references
      .filter((each) => !decided.has(each))
      .map((each) => `${each.path} was not decided`);
    if (decided.size !== outcomes.length) problems.push('a reference was decided twice');
    for (const { reference, hunk, message } of outcomes) {
      if ((hunk === undefined) === (message === undefined || message === ''))
        problems.push(`${reference.path} has not exactly one of a hunk and a message`);
      if (hunk && !plan.hunks.includes(hunk)) problems.push(`${hunk.id} is not in the plan`);
    }
    return problems;
  });
}

describe('nothing else moves: every byte outside of accepted edits is as it was', () => {
  holds((trials) =>
    trials.map(({ plan, accepted, after, error }) =>
      plan.project.files.flatMap((file) => {
        if (error) return [];
        const bytes = after[file.path] ?? file.bytes;
        const own = accepted.filter((hunk) => hunk.path === file.path);
        const model = plan.files.find((each) => each.model.path === file.path)?.model;
        if (own.length === 0 || !model) return bytes.equals(file.bytes) ? [] : [`${file.path} changed without a hunk`];
        return strayChanges(model, own, file.bytes, bytes);
      }),
    ),
  );
});

describe('idempotence: what was accepted is not proposed again', () => {
  holds((trials) =>
    trials.map(({ plan, accepted, after, error }) => {
      if (error) return [];
      const again = planOf(after);
      const left = countPlaces(plan.hunks.filter((hunk) => !accepted.includes(hunk)));
      const problems = [...countPlaces(again.hunks)]
        .filter(([place, count]) => count > (left.get(place) ?? 0))
        .map(([place, count]) => `the second run proposes ${count} of ${place}, ${left.get(place) ?? 0} were left`);
      if (accepted.length === plan.hunks.length) {
        const changed = render(again, resolveRequirements(again, idsAt(again, 'review')).accepted, () => false);
        problems.push(...changed.map((change) => `the second run changes ${change.path}`));
      }
      return problems;
    }),
  );
});

function countPlaces(hunks: readonly Hunk[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const hunk of hunks) {
    const place = hunk.id.replace(/:\d+$/, '');
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

describe('the programs made of parts', () => {
  it('are valid Python, and give hunks to choose from', () => {
    const plans = [...new Set(made.map((trial) => trial.plan))];
    const pairs = plans.flatMap((plan) =>
      plan.project.files.map((file) => ({ before: file.bytes, after: Buffer.from(''), added: {} })),
    );
    const invalid = judgeNames(pairs, []).flatMap(({ problems }, index) =>
      problems.some((problem) => problem.startsWith('changed, though')) ? [`${problems} ${pairs[index]?.before}`] : [],
    );
    expect(invalid).toEqual([]);
    expect(plans.flatMap((plan) => plan.skipped.map((file) => file.reason))).toEqual([]);
    expect(plans.filter((plan) => plan.hunks.length > 1).length).toBeGreaterThan(plans.length / 3);
    const kinds = new Set(plans.flatMap((plan) => plan.hunks.map((hunk) => hunk.transform)));
    expect([...kinds].sort()).toEqual(['bounded-semaphore', 'event', 'light-queue', 'semaphore', 'sleep']);
  });
});
