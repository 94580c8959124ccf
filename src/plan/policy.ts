// The project's wishes, checked against the project: a symbol that it does not define is an error before anything is planned.

import { splitSymbol } from '../project/dotted-names.ts';
import type { ProjectFile } from '../project/project-file.ts';
import { buildProject, type Project } from '../project/project-index.ts';
import type { Registry } from '../project/symbol-owners.ts';
import { type Definition, definitionOf } from '../python/module-definitions.ts';
import type { Helper, Policy, ResultClass } from '../transform.ts';
import { use } from '../transform.ts';

/** The wishes as they are written. */
export interface Settings {
  /** A dotted symbol of the project, `drop`, or `time.sleep(0)`. */
  readonly yield: string | undefined;
  readonly eventWithResult: { readonly symbol: string; readonly methods: ReadonlyMap<string, string> } | undefined;
  /** The path of the module that degreen may write. */
  readonly helpers: string | undefined;
}

/** A module that is written where an accepted hunk needs it. */
export interface HelperFile {
  readonly path: string;
  /** Its dotted name. */
  readonly module: string;
  readonly text: string;
}

/** What the plan goes by. */
export interface Wishes {
  readonly policy: Policy;
  /** Undefined where none may be written, or where the project has it already. */
  readonly helper: HelperFile | undefined;
}

/** A wish that cannot be met, with the key that says it. */
export interface Problem {
  readonly key: string;
  readonly message: string;
}

/** No wishes at all. */
export const NO_WISHES: Wishes = { policy: { yield: undefined, eventWithResult: undefined }, helper: undefined };

/** Checks the settings against the files of the project. */
export function readWishes(settings: Settings, files: readonly ProjectFile[], registry: Registry): Wishes | Problem {
  const { helpers, eventWithResult } = settings;
  if (settings.yield === undefined && helpers === undefined && eventWithResult === undefined) return NO_WISHES;
  const project = buildProject(files);
  const yielding = yieldOf(settings.yield, project);
  if (yielding && typeof yielding === 'object' && 'key' in yielding) return yielding;
  const known = registry.transforms.find((transform) => transform.helper)?.helper;
  const result = eventWithResult && resultClass(eventWithResult.symbol, eventWithResult.methods, project, known);
  if (result && 'key' in result) return result;
  const helper = helpers === undefined ? undefined : helperOf(helpers, project, known);
  if (helper && 'key' in helper) return helper;
  const policy = { yield: yielding, eventWithResult: result ?? helper?.result };
  return { policy, helper: result ? undefined : helper?.file };
}

function yieldOf(wish: string | undefined, project: Project): Policy['yield'] | Problem {
  const key = 'yield';
  if (wish === undefined || wish === 'time.sleep(0)') return undefined;
  if (wish === 'drop') return 'drop';
  const found = define(wish, project);
  if (typeof found === 'string') return { key, message: found };
  if (found.kind === 'function' && !found.plain)
    return {
      key,
      message: `\`${wish}\` cannot stand for a yield: it must be callable without arguments, and not async`,
    };
  return use(wish);
}

function resultClass(
  symbol: string,
  methods: ReadonlyMap<string, string>,
  project: Project,
  known: Helper | undefined,
): ResultClass | Problem {
  const key = 'event-with-result';
  const found = define(symbol, project);
  if (typeof found === 'string') return { key, message: found };
  if (found.kind === 'function') return { key, message: `\`${symbol}\` is not a class` };
  // Of what is imported from elsewhere, or has bases, more methods may exist than are seen.
  const has = (name: string) => found.kind === 'other' || !found.closed || found.methods.has(name);
  for (const [from, to] of methods) {
    if (known && !known.methods.includes(from))
      return { key: from, message: `\`${from}\` is no method of an event; known are ${known.methods.join(', ')}` };
    if (!has(to)) return { key: from, message: `\`${symbol}\` has no method \`${to}\` (for ${from}())` };
  }
  const lacking = known?.needed.find((name) => !has(methods.get(name) ?? name));
  if (lacking)
    return { key, message: `\`${symbol}\` has no method \`${lacking}\`; name its own in the table of \`${key}\`` };
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

/** What a symbol is in the project, or why it is nothing there. */
function define(symbol: string, project: Project): Definition | string {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(symbol))
    return `\`${symbol}\` is no dotted name such as \`package.module.name\``;
  const { module, member } = splitSymbol(symbol);
  const source = project.sourceOf(module);
  if (source === undefined) return `\`${symbol}\`: the project has no module \`${module}\``;
  return definitionOf(source, member) ?? `\`${symbol}\`: \`${module}\` does not define \`${member}\``;
}

function helperOf(
  path: string,
  project: Project,
  helper: Helper | undefined,
): { readonly result: ResultClass; readonly file: HelperFile | undefined } | Problem {
  const key = 'helpers';
  if (!helper) return { key, message: 'no transform has a helper' };
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (!/^(?:[A-Za-z_]\w*\/)+[A-Za-z_]\w*\.py$/.test(path))
    return { key, message: `\`${path}\` is no path of a module such as \`package/native.py\`` };
  if (!project.files.some((file) => file.path === `${folder}/__init__.py`))
    return { key, message: `\`${path}\` is in no package: there is no ${folder}/__init__.py` };
  const module = project.moduleOf(path);
  const result = written(`${module}.${helper.name}`, helper);
  const existing = project.sourceOf(module);
  if (existing === undefined) return { result, file: { path, module, text: helper.text } };
  const found = definitionOf(existing, helper.name);
  if (found?.kind !== 'class') return { key, message: `\`${path}\` exists and does not define \`${helper.name}\`` };
  const lacking = helper.methods.find((method) => found.closed && !found.methods.has(method));
  if (lacking) return { key, message: `\`${helper.name}\` in \`${path}\` has no method \`${lacking}\`` };
  return { result, file: undefined };
}

function written(symbol: string, helper: Helper): ResultClass {
  return {
    symbol,
    written: true,
    renames: false,
    method: (name) => (helper.methods.includes(name) ? name : undefined),
  };
}
