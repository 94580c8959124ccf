// What patching leaves open: a call that leaves a kind of wait out, or of which it is not known, and a condition under which
// nothing is patched. A place is no gap where another patches as well whenever it runs.

import {
  alwaysPasses,
  bodyAround,
  type Condition,
  conditionsAround,
  conditionText,
} from '../python/dataflow/control-flow.ts';
import type { Node } from '../python/source.ts';
import { type AnalyzedFile, loadedBy } from './analyzed-file.ts';
import type { ProcessPatch } from './monkey-patch-calls.ts';
import type { SymbolResolver } from './resolve-symbol.ts';
import type { Registry } from './symbol-owners.ts';

/** A place after which a kind of wait may stop all green threads. */
export interface Gap {
  readonly path: string;
  readonly line: number;
  /** What it does, as a clause without subject. */
  readonly says: string;
}

/** The gaps of a project. */
export interface Gaps {
  /** The first gap of a group of waits among some places: one for certain before one that may be. */
  of(what: string, sites: readonly ProcessPatch[]): Gap | undefined;
  /** Conditions that name the library, and so decide whether anything is to be green at all. */
  readonly switches: readonly Gap[];
}

type Place = { readonly model: AnalyzedFile; readonly node: Node };

/** How far callers are followed, and modules that load modules. */
const MOST_STEPS = 6;

/** Reads the gaps. */
export function readGaps(sites: readonly ProcessPatch[], registry: Registry, callees: SymbolResolver): Gaps {
  const roots = new RegExp([...registry.library.roots].join('|'), 'i');
  const covering = new Map<string, ProcessPatch>();
  for (const site of sites) if (site.at) covering.set(keyOf(site.at), site);
  const modules = new Map(sites.flatMap(({ at }) => (at ? [[at.model.module, at.model] as const] : [])));

  /** Whether a node patches a kind of wait whenever it is evaluated. */
  const patches = (model: AnalyzedFile, what: string, steps: number) => (node: Node) => {
    if (covering.get(keyOf({ model, node }))?.coverage[what] === 'yes') return true;
    if (steps >= MOST_STEPS) return false;
    if (/^import_(from_)?statement$/.test(node.type)) return loads(model, node, what, steps + 1);
    if (node.type !== 'call') return false;
    const run = callees.run(model, node);
    return run.length > 0 && run.every((each) => patchesAlways(each.model, bodyOf(each.node), what, steps + 1));
  };

  function patchesAlways(model: AnalyzedFile, body: Node, what: string, steps: number): boolean {
    return alwaysPasses(body, patches(model, what, steps));
  }

  /** Whether an import loads a module that patches, or one inside of a package that does. */
  function loads(model: AnalyzedFile, statement: Node, what: string, steps: number): boolean {
    const imported = model.statements.find(({ node }) => node.startIndex === statement.startIndex);
    return (imported?.names ?? []).some((each) => loadPatches(loadedBy(model, each), what, steps));
  }

  function loadPatches(module: string, what: string, steps: number): boolean {
    const parts = module.split('.');
    return parts.some((_, index) => {
      const loaded = modules.get(parts.slice(0, index + 1).join('.'));
      return loaded !== undefined && patchesAlways(loaded, loaded.source.root, what, steps);
    });
  }

  /** Whether everything that reaches a place patches a kind of wait as well, before or after. */
  function patchedAround(place: Place, what: string, steps = 0): boolean {
    const { model, node } = place;
    const body = bodyAround(node);
    if (reachedWith(place, body, what)) return true;
    if (patchesAlways(model, model.source.root, what, 0) && body !== model.source.root) return true;
    if (body.type === 'module') return loadPatches(model.module.replace(/\.?[^.]*$/, ''), what, 0);
    const callers =
      steps < MOST_STEPS && body.type === 'function_definition' ? callees.callersOf({ model, node: body }) : [];
    return (
      callers.length > 0 &&
      callers.every((each) => patchedAround({ model: each.model, node: each.call }, what, steps + 1))
    );
  }

  /** Whether a statement beside a place, or around it, patches on every way. */
  function reachedWith({ model, node }: Place, body: Node, what: string): boolean {
    for (let at = node, up = at.parent; up && at.id !== body.id; at = up, up = at.parent) {
      if (up.type !== 'block' && up.type !== 'module') continue;
      const own = at.startIndex;
      if (statementsThatPatch(model, up, what).some((start) => start !== own)) return true;
    }
    return false;
  }

  const patching = new Map<string, readonly number[]>();
  /** Where the statements of a block begin that patch on every way; read once, as many places may ask. */
  function statementsThatPatch(model: AnalyzedFile, block: Node, what: string): readonly number[] {
    const key = `${what} ${keyOf({ model, node: block })}`;
    const wanted = patches(model, what, 0);
    const found =
      patching.get(key) ??
      block.namedChildren.filter((each) => alwaysPasses(each, wanted)).map((each) => each.startIndex);
    patching.set(key, found);
    return found;
  }

  /** The conditions on which a place is reached by its function, its callers among them. */
  function conditionsOf(
    { model, node }: Place,
    what: string,
    steps = 0,
  ): { model: AnalyzedFile; condition: Condition }[] {
    const own = conditionsAround(node)
      .filter(({ branching }) => !alwaysPasses(branching, patches(model, what, 0)))
      .map((condition) => ({ model, condition }));
    const body = bodyAround(node);
    if (body.type !== 'function_definition' || steps >= MOST_STEPS) return own;
    const callers = callees.callersOf({ model, node: body });
    return [
      ...own,
      ...callers.flatMap(({ model: at, call }) => conditionsOf({ model: at, node: call }, what, steps + 1)),
    ];
  }

  const isSwitch = ({ test }: Condition) => roots.test(test.text);
  /** Whether a condition asks for the program itself, for the patch, for what its own branch sets, or for who has forked. */
  const isNone = (model: AnalyzedFile, { test, branch }: Condition) =>
    /\b__name__\b|\bTYPE_CHECKING\b|patched/i.test(test.text) || setsItself(test, branch) || asksFork(model, test);

  function gapOf(site: ProcessPatch, what: string): (Gap & { readonly certain: boolean }) | undefined {
    const { path, line, coverage, doubt, at } = site;
    if (!at) return { path, line, says: `may patch without ${what}, as ${doubt}`, certain: false };
    if (coverage[what] !== 'yes') {
      if (patchedAround(at, what)) return undefined;
      const [nearest] = conditionsAround(at.node);
      const where =
        nearest && !isNone(at.model, nearest) ? ` ${nearest.holds ? 'where' : 'unless'} ${conditionText(nearest)}` : '';
      if (coverage[what] === 'no') return { path, line, says: `patches without ${what}${where}`, certain: true };
      return { path, line, says: `may patch without ${what}, as ${doubt}`, certain: false };
    }
    const found = conditionsOf(at, what).find(
      ({ model, condition }) => !isNone(model, condition) && !isSwitch(condition),
    );
    if (!found || patchedAround(at, what)) return undefined;
    const place = found.model.source.lines.at(found.condition.test.startIndex).line;
    const says = `${found.condition.holds ? 'patches only' : 'does not patch'} where ${conditionText(found.condition)}`;
    return { path: found.model.path, line: place, says, certain: false };
  }

  const known = new Map<string, ReturnType<typeof gapOf>>();
  function knownGap(site: ProcessPatch, what: string): ReturnType<typeof gapOf> {
    const key = `${what} ${site.path} ${site.at?.node.startIndex}`;
    if (!known.has(key)) known.set(key, gapOf(site, what));
    return known.get(key);
  }

  return {
    of(what, chosen) {
      let first: Gap | undefined;
      for (const site of chosen) {
        const found = knownGap(site, what);
        if (found?.certain) return found;
        first ??= found;
      }
      return first;
    },
    get switches() {
      const found = new Map<string, Gap>();
      for (const { at, coverage } of sites) {
        const [group] = Object.keys(coverage).filter((id) => coverage[id] === 'yes');
        if (!at || group === undefined) continue;
        for (const { model, condition } of conditionsOf(at, group)) {
          if (!isSwitch(condition) || isNone(model, condition)) continue;
          const line = model.source.lines.at(condition.test.startIndex).line;
          found.set(`${model.path}:${line}`, { path: model.path, line, says: conditionText(condition) });
        }
      }
      return [...found.values()];
    },
  };
}

function keyOf({ model, node }: Place): string {
  return `${model.path} ${node.startIndex} ${node.endIndex}`;
}

function bodyOf(definition: Node): Node {
  return definition.childForFieldName('body') ?? definition;
}

/** Whether a test is of what a fork gave: the other process is one of its own. */
function asksFork({ names }: AnalyzedFile, test: Node): boolean {
  const asked = test.type === 'comparison_operator' ? test.firstNamedChild : test;
  const scope = asked?.type === 'identifier' ? names.resolveAt(asked.text, asked) : undefined;
  if (!asked || !scope) return false;
  return names.bindings(asked.text, scope).some(({ node }) => {
    const right = node.parent?.type === 'assignment' ? node.parent.childForFieldName('right') : null;
    return right?.type === 'call' && /\bfork$/.test(right.childForFieldName('function')?.text ?? '');
  });
}

/** Whether a branch assigns the name that its test asks for: then it runs once, and did so before. */
function setsItself(test: Node, branch: Node): boolean {
  const asked = test.type === 'not_operator' ? test.firstNamedChild : test;
  if (asked?.type !== 'identifier' && asked?.type !== 'attribute') return false;
  const assigns = (node: Node): boolean =>
    (node.type === 'assignment' && node.childForFieldName('left')?.text === asked.text) ||
    node.namedChildren.some(assigns);
  return assigns(branch);
}
