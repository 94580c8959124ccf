// The project's wishes, checked against the project: a symbol that it does not define is an error before anything is planned.
import type { Helper, Policy, ResultClass } from '../transform.ts';
import { use } from '../transform.ts';
import type { Registry } from './ownership.ts';
import { buildProject, type Project, type ProjectFile } from './project.ts';
import { splitSymbol } from './symbols.ts';

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
  if (wish === undefined || wish === 'time.sleep(0)') return undefined;
  if (wish === 'drop') return 'drop';
  const missing = whyMissing(wish, project);
  return missing ? { key: 'yield', message: missing } : use(wish);
}

function resultClass(
  symbol: string,
  methods: ReadonlyMap<string, string>,
  project: Project,
  known: Helper | undefined,
): ResultClass | Problem {
  const key = 'event-with-result';
  const missing = whyMissing(symbol, project);
  if (missing) return { key, message: missing };
  const { module, member } = splitSymbol(symbol);
  const body = classBody(project.sourceOf(module) ?? '', member);
  if (!body) return { key, message: `\`${symbol}\` is not a class` };
  const has = (name: string) =>
    !body.closed || new RegExp(`^[ \\t]+(?:async[ \\t]+)?def[ \\t]+${name}\\b`, 'm').test(body.text);
  for (const [from, to] of methods) {
    if (known && !known.methods.includes(from))
      return { key, message: `\`${from}\` is no method of an event; known are ${known.methods.join(', ')}` };
    if (!has(to)) return { key, message: `\`${symbol}\` has no method \`${to}\` (for ${from}())` };
  }
  return {
    symbol,
    written: false,
    method(name) {
      const own = methods.get(name) ?? name;
      return has(own) ? own : undefined;
    },
  };
}

/** The text of a class, and whether all its methods stand there: it has no base but object. */
function classBody(source: string, name: string): { readonly text: string; readonly closed: boolean } | undefined {
  const head = new RegExp(`^class[ \\t]+${name}\\b[ \\t]*(?:\\(([^)]*)\\))?[ \\t]*:`, 'm').exec(source);
  if (!head) return undefined;
  const rest = source.slice(head.index + head[0].length);
  const end = /^[^\s#)]/m.exec(rest.slice(1));
  return { text: end ? rest.slice(0, end.index + 1) : rest, closed: /^\s*(object\s*)?$/.test(head[1] ?? '') };
}

/** Why a symbol is none of the project; undefined where it is one. */
function whyMissing(symbol: string, project: Project): string | undefined {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(symbol))
    return `\`${symbol}\` is no dotted name such as \`package.module.name\``;
  const { module, member } = splitSymbol(symbol);
  const source = project.sourceOf(module);
  if (source === undefined) return `\`${symbol}\`: the project has no module \`${module}\``;
  const defined = new RegExp(
    `^(?:(?:async[ \\t]+)?def|class)[ \\t]+${member}\\b|^${member}[ \\t]*[:=]|^(?:from|import)\\b.*\\b${member}\\b`,
    'm',
  );
  return defined.test(source) ? undefined : `\`${symbol}\`: \`${module}\` does not define \`${member}\``;
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
  const body = classBody(existing, helper.name);
  if (!body) return { key, message: `\`${path}\` exists and does not define \`${helper.name}\`` };
  return { result, file: undefined };
}

function written(symbol: string, helper: Helper): ResultClass {
  return { symbol, written: true, method: (name) => (helper.methods.includes(name) ? name : undefined) };
}
