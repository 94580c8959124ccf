// The project's wishes, checked against the project: a symbol that it does not define is an error before anything is planned.

import { splitSymbol } from '../project/dotted-names.ts';
import type { ProjectFile } from '../project/project-file.ts';
import { buildProject, type Project } from '../project/project-index.ts';
import { byPosition, type Registry } from '../project/symbol-owners.ts';
import { type Definition, definitionOf } from '../python/module-definitions.ts';
import type { Policy } from '../transform.ts';
import { type HelperModule, readHelper } from './helper-module.ts';

/** The wishes as they are written. */
export interface Settings {
  /** What the configuration says under the keys that transforms declare. */
  readonly keys: ReadonlyMap<string, unknown>;
  /** The path of the module that degreen may write. */
  readonly helpers: string | undefined;
}

/** What the plan goes by. */
export interface CheckedPolicy {
  readonly policy: Policy;
  /** Undefined where none may be written, or where the project has all of it already. */
  readonly helper: HelperModule | undefined;
}

/** A wish that cannot be met, with the key that says it. */
export interface Unmet {
  readonly key: string;
  readonly message: string;
  /** What can be written there, where a transform says it. */
  readonly cure?: string;
}

/** No wishes at all. */
export const NO_POLICY: CheckedPolicy = { policy: { helper: undefined }, helper: undefined };

/** The keys of the configuration that transforms declare, in the order of their patches. */
export function policyKeys({ transforms }: Registry): string[] {
  return [...transforms].sort(byPosition).flatMap(({ keys = [] }) => keys.map(({ id }) => id));
}

/** Checks the settings against the files of the project. */
export function checkPolicy(
  { keys, helpers }: Settings,
  files: readonly ProjectFile[],
  registry: Registry,
): CheckedPolicy | Unmet {
  if (keys.size === 0 && helpers === undefined) return NO_POLICY;
  const project = buildProject(files);
  const helper = helpers === undefined ? undefined : readHelper(helpers, project, registry);
  const policy: Policy = Object.freeze({ helper: typeof helper === 'object' ? helper.module : undefined });
  for (const { id, help, read } of [...registry.transforms].sort(byPosition).flatMap((each) => each.keys ?? [])) {
    if (!keys.has(id)) continue;
    const trouble = read(policy, keys.get(id), { define: (symbol) => define(symbol, project) });
    if (trouble) return { key: trouble.within ?? id, message: trouble.message, cure: `\`${id}\` is ${help}.` };
  }
  if (typeof helper === 'string') return { key: 'helpers', message: helper };
  return { policy, helper: helper && helper.sections.length > 0 ? helper : undefined };
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
