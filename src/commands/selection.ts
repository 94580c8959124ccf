// What flags and configuration choose, checked against what there is.

import { UserError } from '../errors.ts';
import type { Config } from '../io/config.ts';
import type { AskedLevel } from '../plan/hunks/level.ts';
import { type CheckedPolicy, checkPolicy } from '../plan/policy.ts';
import type { ProjectFile } from '../project/project-file.ts';
import type { Registry } from '../project/symbol-owners.ts';

/** The flags that choose hunks. */
export interface Selection {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly level?: AskedLevel;
  readonly decisions?: string;
  readonly exclude?: readonly string[];
  readonly config?: string;
  /** Whether what is right only when nothing is left is asked for. */
  readonly finish?: boolean;
}

/**
 * The transforms that flags choose, else the configuration.
 * @throws UserError where one does not exist.
 */
export function selectedTransforms(
  registry: Registry,
  choice: Selection,
  config: Pick<Config, 'only' | 'skip' | 'where'>,
): ReadonlySet<string> {
  const ids = registry.transforms.map((transform) => transform.id);
  const only = choice.only ?? config.only;
  const skip = choice.skip ?? config.skip;
  const check = (id: string, from: string) => {
    if (!ids.includes(id))
      throw new UserError(`${from}there is no transform \`${id}\``, `Known are ${ids.join(', ')}.`);
  };
  for (const id of only ?? []) check(id, choice.only ? '' : `${config.where('only')}: `);
  for (const id of skip) check(id, choice.skip ? '' : `${config.where('skip')}: `);
  return new Set(ids.filter((id) => (only === undefined || only.includes(id)) && !skip.includes(id)));
}

/**
 * What the configuration wishes, checked against the project.
 * @throws UserError with file and line where it names what does not exist.
 */
export function checkedPolicy(config: Config, files: readonly ProjectFile[], registry: Registry): CheckedPolicy {
  for (const key of config.levels.keys()) {
    const [id, variant] = key.split(':');
    const transform = registry.transforms.find((each) => each.id === id);
    if (!transform) throw new UserError(`${config.where(key)}: there is no transform \`${id}\``);
    if (variant !== undefined && !transform.variants?.some((each) => each.id === variant)) {
      const known = transform.variants?.map((each) => `\`${id}:${each.id}\``).join(', ') ?? 'none';
      throw new UserError(`${config.where(key)}: \`${id}\` has no variant \`${variant}\``, `Known: ${known}.`);
    }
  }
  for (const kept of config.keep) {
    const path = kept.slice(0, Math.max(0, kept.lastIndexOf(':')));
    if (path !== '' && !files.some((file) => file.path === path))
      throw new UserError(`${config.where('keep')}: \`${kept}\`: the project has no file \`${path}\``);
  }
  const wishes = checkPolicy(config, files, registry);
  if ('key' in wishes) throw new UserError(`${config.where(wishes.key)}: ${wishes.message}`, wishes.cure);
  return wishes;
}
