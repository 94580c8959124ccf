// Changes of several hunks in one text, over a made-up library that says all that the contract allows.
import { describe, expect, it } from 'vitest';
import { planOfLib } from '../support/contract-transforms.ts';
import { accept, idsAt } from '../support/plan.ts';

/** One file with all hunks taken. */
function rewritten(text: string): string {
  const plan = planOfLib({ 'mod.py': text });
  return String(accept(plan, idsAt(plan, 'review'))['mod.py']);
}

describe('a change', () => {
  it('writes a symbol, which the engine imports', () => {
    expect(rewritten('import lib\n\nlib.nap(1)\n')).toBe('import time\n\ntime.sleep(1)\n');
  });
});
