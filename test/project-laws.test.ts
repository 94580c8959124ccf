// The laws over projects of several modules: whatever is handed on, mocked or called alike elsewhere. CPython judges the names
// and loads the modules. LAWS_RUNS and LAWS_SEED make other projects than the usual ones.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hunk } from '../src/plan/hunks/hunk.ts';
import type { Plan } from '../src/plan/plan.ts';
import { collide } from '../src/python/changes.ts';
import { resolveRequirements } from '../src/rewrite/decisions.ts';
import { editsOfFile, unneededAliases } from '../src/rewrite/render.ts';
import { findStaleNames } from '../src/rewrite/stale-names.ts';
import { applyEdits } from '../src/text/edits.ts';
import { judgeMocks } from './support/judge-mocks.ts';
import { judgeNames } from './support/judge-names.ts';
import { packageOf, packageParts } from './support/module-programs.ts';
import { accept, idsAt, planOf, registry } from './support/plan.ts';

const RUNS = Number(process.env.LAWS_RUNS ?? 90);
const SEED = Number(process.env.LAWS_SEED ?? 1);

type Files = Readonly<Record<string, Buffer>>;

/** One set of decisions about one project. */
interface Trial {
  readonly files: Files;
  readonly plan: Plan;
  readonly accepted: ReadonlySet<Hunk>;
  readonly after: Files;
}

const mask = fc.bigInt({ min: 0n, max: (1n << 40n) - 1n });
const projects = fc
  .sample(fc.record({ parts: packageParts, masks: fc.tuple(mask, mask) }), { seed: SEED, numRuns: RUNS })
  .map(({ parts, masks }) => {
    const files = packageOf(parts);
    return { files, masks, plan: planOf(files) };
  });

function tryOut(files: Files, plan: Plan, ids: ReadonlySet<string>): Trial {
  return { files, plan, accepted: resolveRequirements(plan, ids).accepted, after: accept(plan, ids) };
}

const trials: readonly Trial[] = projects.flatMap(({ files, masks, plan }) => {
  const some = masks.map((bits) => plan.hunks.filter((_, index) => (bits >> BigInt(index % 40)) & 1n));
  const safe = idsAt(plan, 'safe');
  const sets = [idsAt(plan, 'review'), safe, ...some.map((hunks) => new Set(hunks.map(({ id }) => id)))];
  return sets.map((ids) => tryOut(files, plan, ids));
});

/** A problem with all that is needed to see it again. */
function shown({ files, accepted, after }: Trial, problem: string): string {
  const texts = Object.keys(files).flatMap((path) => {
    const [old, now] = [String(files[path]), String(after[path])];
    return old.trim() === '' ? [] : [`--- ${path}\n${old}`, ...(old === now ? [] : [`+++ ${path}\n${now}`])];
  });
  return `${problem}\nwith ${[...accepted].map(({ id }) => id).join(', ') || 'no hunk'}\n${texts.join('')}`;
}

/** The smallest of the projects that break a law, and how many there are. */
function expectNone(problems: readonly string[]): void {
  const [smallest] = [...problems].sort((a, b) => a.length - b.length);
  expect(smallest ? [smallest] : [], `${problems.length} problems`).toEqual([]);
}

const nothing = () => false;

describe('projects of several modules', () => {
  it('have hunks that depend on others, and rings of imports', () => {
    expect(projects.filter(({ plan }) => plan.hunks.length > 2).length).toBeGreaterThan(RUNS / 3);
    expect(projects.filter(({ plan }) => plan.hunks.some((hunk) => hunk.ties)).length).toBeGreaterThan(RUNS / 20);
  });

  it('no two hunks of a plan rewrite the same text', () => {
    expectNone(
      projects.flatMap(({ files, plan }) => {
        const changes = plan.hunks.flatMap((hunk) => hunk.changes.map((change) => ({ hunk, change })));
        const pairs = changes.flatMap((one, index) =>
          changes
            .slice(index + 1)
            .filter(
              (other) =>
                other.hunk !== one.hunk && other.hunk.path === one.hunk.path && collide(one.change, other.change),
            )
            .map((other) => `${one.hunk.id} and ${other.hunk.id} overlap`),
        );
        return pairs.map((problem) => shown({ files, plan, accepted: new Set(), after: files }, problem));
      }),
    );
  });

  it('any set of hunks compiles, defines every name and leaves no import without a use', () => {
    const pairs = trials.flatMap((trial) =>
      Object.entries(trial.after).flatMap(([path, after]) => {
        const before = trial.files[path];
        return !before || before.equals(after) ? [] : [{ trial, path, before, after, added: {} }];
      }),
    );
    expectNone(
      judgeNames(pairs, registry.library.roots).flatMap(({ problems }, index) => {
        const one = pairs[index];
        // Which symbols are written is another law's affair.
        const found = problems.filter((problem) => !problem.startsWith('an expression means'));
        return one ? found.map((problem) => shown(one.trial, `${one.path}: ${problem}`)) : ['no such file'];
      }),
    );
  });

  it('every module loads that did, and what a mock replaces is there or warned of', () => {
    const verdicts = judgeMocks([...projects.map(({ files }) => files), ...trials.map(({ after }) => after)]);
    const before = new Map(projects.map(({ files }, index) => [files, verdicts[index]]));
    expectNone(
      trials.flatMap((trial, index) => {
        const [old, now] = [before.get(trial.files), verdicts[projects.length + index]];
        if (!old || !now) return [shown(trial, 'no verdict')];
        const errors = Object.entries(now.errors).filter(([path]) => !(path in old.errors));
        const left = findStaleNames(trial.plan, trial.accepted, nothing);
        const sites = old.sites.flatMap(([path, call, missing, first, last], at) => {
          const lacks = now.sites[at]?.[2] ?? null;
          const warned = left.some((each) => each.path === path && first <= each.line && each.line <= last);
          return missing === null && lacks !== null && lacks !== '?' && !warned ? [`${path}: ${call}: ${lacks}`] : [];
        });
        return [...errors.map(([path, error]) => `${path}: ${error}`), ...sites].map((each) => shown(trial, each));
      }),
    );
  });

  it('what is shown of one file is what is written', () => {
    expectNone(
      trials.flatMap((trial) =>
        trial.plan.files.flatMap(({ model }) => {
          const edits = editsOfFile(trial.plan, trial.accepted, nothing, model.path);
          const alone = applyEdits(model.decoded.text, edits);
          return alone === String(trial.after[model.path]) ? [] : [shown(trial, `${model.path} alone is\n${alone}`)];
        }),
      ),
    );
  });

  it('the order of hunks and files does not matter', () => {
    expectNone(
      trials.flatMap((trial) => {
        const { plan, accepted, after } = trial;
        const turned = { ...plan, hunks: plan.hunks.toReversed(), files: plan.files.toReversed() };
        const others = accept(turned, new Set([...accepted].map(({ id }) => id).reverse()));
        const differ = Object.keys(after).filter((path) => String(after[path]) !== String(others[path]));
        return differ.map((path) => shown(trial, `${path} depends on the order`));
      }),
    );
  });

  it('a second run with all proposes nothing and changes nothing', () => {
    const everything = trials.filter(({ plan, accepted }) => accepted.size === plan.hunks.length);
    expectNone(
      everything.flatMap((trial) => {
        const again = planOf(trial.after);
        const files = accept(again, idsAt(again, 'review'));
        const changed = Object.keys(files).filter((path) => String(files[path]) !== String(trial.after[path]));
        return [...again.hunks.map(({ id }) => id), ...changed].map((each) => shown(trial, `again: ${each}`));
      }),
    );
  });

  it('what is taken in two runs is what is taken in one, but for what the first warned of', () => {
    const whole = new Map(projects.map(({ plan, files }) => [files, accept(plan, idsAt(plan, 'review'))]));
    expectNone(
      trials.flatMap((trial) => {
        const { plan, accepted, after, files } = trial;
        const left = [...findStaleNames(plan, accepted, nothing), ...unneededAliases(plan, accepted, nothing)];
        const again = planOf(after);
        const second = accept(again, idsAt(again, 'review'));
        return Object.entries(whole.get(files) ?? {})
          .filter(([path, bytes]) => !bytes.equals(second[path] ?? bytes) && !left.some((each) => each.path === path))
          .map(([path, bytes]) => shown(trial, `${path} becomes\n${second[path]}\ninstead of\n${bytes}`));
      }),
    );
  });
});
