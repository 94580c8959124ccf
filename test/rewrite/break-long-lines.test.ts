// Soft spaces: a space where there is room, else a line break with the indentation that the brackets around it want.
import { describe, expect, it } from 'vitest';
import { planOfLib } from '../support/contract-transforms.ts';
import { accept } from '../support/plan.ts';
import { allSubsets, breaches } from '../support/plan-laws.ts';

/** The lines after all hunks, without imports. */
function lines(text: string): string[] {
  const plan = planOfLib({ 'mod.py': text });
  const ids = new Set(plan.hunks.map(({ id }) => id));
  const after = String(accept(plan, ids)['mod.py']);
  return after.split('\n').filter((line) => line.trim() !== '' && !/^import/.test(line));
}

const LONG = 'a_name_that_is_rather_long';

describe('a soft space', () => {
  it('is a space where the line has room', () => {
    expect(lines('import lib\nlib.fork(run, one)\n')).toEqual([
      'threading.Thread(target=run, args=(one,), daemon=True).start()',
    ]);
  });

  it('is one up to the last column, and a break behind it', () => {
    // 79 columns: `threading.Thread(target=`, the name, `, args=(x,), daemon=True).start()`.
    const rest = 'threading.Thread(target=, args=(x,), daemon=True).start()'.length;
    const name = 'f'.repeat(79 - rest);
    expect(lines(`import lib\nlib.fork(${name}, x)\n`)).toHaveLength(1);
    expect(lines(`import lib\nlib.fork(${name}f, x)\n`)).toEqual([
      `threading.Thread(target=${name}f, args=(x,),`,
      '                 daemon=True).start()',
    ]);
  });

  it('is a space in a file with longer lines', () => {
    const comment = `# ${'x'.repeat(118)}\n`;
    expect(lines(`${comment}import lib\nlib.fork(${LONG}, ${LONG}, y)\n`).slice(1)).toHaveLength(1);
  });

  it('breaks with the line ends and the indentation of its place', () => {
    const text = `import lib\r\n\r\n\r\ndef f():\r\n\tif x:\r\n\t\tlib.fork(${LONG}, ${LONG}, y)\r\n`;
    const after = lines(text);
    expect(after.slice(2)).toEqual([
      `\t\tthreading.Thread(target=${LONG},\r`,
      `\t\t                 args=(${LONG}, y,), daemon=True).start()\r`,
    ]);
  });

  it('breaks in a call in a call, below the bracket that is around it', () => {
    expect(lines(`import lib\nregister(lib.fork(${LONG}, ${LONG}), y)\n`)).toEqual([
      `register(threading.Thread(target=${LONG},`,
      `                          args=(${LONG},),`,
      '                          daemon=True).start(), y)',
    ]);
    expect(lines(`import lib\nregister(\n    lib.fork(${LONG}, ${LONG}), y)\n`)).toEqual([
      'register(',
      `    threading.Thread(target=${LONG},`,
      `                     args=(${LONG},),`,
      '                     daemon=True).start(), y)',
    ]);
  });

  it('breaks where another hunk has its own in what is kept, or copied', () => {
    const nested = `import lib\nlib.fork(run, lib.fork(${LONG}, one))\n`;
    expect(lines(nested)).toEqual([
      'threading.Thread(target=run,',
      `                 args=(threading.Thread(target=${LONG},`,
      '                                        args=(one,), daemon=True).start(),),',
      '                 daemon=True).start()',
    ]);
    const copied = lines(`import lib\nlib.swap(lib.fork(${LONG}, one), two)\n`);
    expect(copied).toEqual([
      `operator.sub(two, threading.Thread(target=${LONG},`,
      '                                   args=(one,), daemon=True).start())',
    ]);
    for (const text of [nested, `import lib\nlib.swap(lib.fork(${LONG}, lib.fork(run, lib.nap(1))), two)\n`])
      expect(breaches([planOfLib({ 'mod.py': text })], allSubsets)).toEqual([]);
  });
});
