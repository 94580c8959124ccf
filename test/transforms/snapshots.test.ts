// The goldens: snapshots/<transform>/<case>.py with the product's own words and diff in <case>.diff.
// UPDATE_SNAPSHOTS=1 writes them; what it wrote is to be read like code.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { expectGolden } from '../support/golden.ts';
import { accept, describePlan, idsAt, planOf } from '../support/plan.ts';
import { compileErrors } from '../support/python.ts';

const root = fileURLToPath(new URL('../../snapshots/', import.meta.url));

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
    expectGolden(golden, describePlan(plan));
  });

  it('renders what CPython accepts, and proposes nothing the second time', () => {
    const rendered = (['safe', 'review'] as const).map((level) => accept(plan, idsAt(plan, level))[path] ?? bytes);
    expect(compileErrors(rendered)).toEqual(rendered.map(() => null));
    const [safe = bytes, review = bytes] = rendered;
    expect([...idsAt(planOf({ [path]: safe }), 'safe')]).toEqual([]);
    expect([...idsAt(planOf({ [path]: review }), 'review')]).toEqual([]);
  });
});
