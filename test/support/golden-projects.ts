// Goldens that are small projects: snapshots/<feature>/<case>/ with Python files, perhaps a configuration, and golden.diff.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../src/io/config.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { policyKeys } from '../../src/plan/policy.ts';
import { type House, planOf, registry } from './plan.ts';

/** Contents by path. */
export type Files = Readonly<Record<string, Buffer>>;

/** One case, with its plan. */
export interface Case {
  readonly name: string;
  readonly files: Files;
  readonly house: House;
  readonly plan: Plan;
  /** The file with what is to be said and done. */
  readonly golden: string;
}

/** Reads the cases of a feature. */
export async function casesOf(feature: string): Promise<readonly Case[]> {
  const root = fileURLToPath(new URL(`../../snapshots/${feature}/`, import.meta.url));
  const names = readdirSync(root).sort();
  return Promise.all(
    names.map(async (name) => {
      const folder = join(root, name);
      const [files, house] = [filesIn(folder), await houseOf(folder)];
      return { name, files, house, plan: planOf(files, house), golden: join(folder, 'golden.diff') };
    }),
  );
}

function filesIn(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths
      .filter((path) => path.endsWith('.py'))
      .sort()
      .map((path) => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path)]),
  );
}

async function houseOf(folder: string): Promise<House> {
  const config = await readConfig(folder, folder, policyKeys(registry), undefined);
  return { settings: config, levels: config.levels };
}
