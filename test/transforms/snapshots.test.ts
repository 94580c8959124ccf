// The goldens: snapshots/<transform>/<case>.py with the product's own words and diff in <case>.diff.
// UPDATE_SNAPSHOTS=1 writes them; what it wrote is to be read like code.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { accept, describePlan, idsAt, planOf } from '../support/plan.ts';
import { compileErrors } from '../support/python.ts';

const root = fileURLToPath(new URL('../../snapshots/', import.meta.url));
const update = process.env.UPDATE_SNAPSHOTS === '1';

const cases = readdirSync(root)
  .sort()
  .flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.py'))
      .sort()
      .map((file) => ({ folder, name: file.slice(0, -3), file: join(root, folder, file) })),
  );

describe.each(cases)('snapshots/$folder/$name', ({ name, file }) => {
  const bytes = readFileSync(file);
  const path = `${name}.py`;
  const plan = planOf({ [path]: bytes });
  const golden = file.replace(/\.py$/, '.diff');

  it('says and does what its golden holds', () => {
    const actual = describePlan(plan);
    if (update) writeFileSync(golden, actual);
    expect(existsSync(golden), 'a golden exists; UPDATE_SNAPSHOTS=1 writes it').toBe(true);
    expect(actual).toBe(readFileSync(golden, 'utf8'));
  });

  it('renders what CPython accepts, and proposes nothing the second time', () => {
    const rendered = (['safe', 'review'] as const).map((level) => accept(plan, idsAt(plan, level))[path] ?? bytes);
    expect(compileErrors(rendered)).toEqual(rendered.map(() => null));
    const [safe = bytes, review = bytes] = rendered;
    expect([...idsAt(planOf({ [path]: safe }), 'safe')]).toEqual([]);
    expect([...idsAt(planOf({ [path]: review }), 'review')]).toEqual([]);
  });
});
