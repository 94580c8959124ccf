// What is refused whatever else is taken, as other code needs what would go; and what is not.
import { describe, expect, it } from 'vitest';
import { planOfLib } from '../support/contract-transforms.ts';
import { accept, idsAt, ledgerOf } from '../support/plan.ts';

function left(files: Readonly<Record<string, string>>): string[] {
  return ledgerOf(planOfLib(files)).flatMap(({ verdict, role, message }) =>
    verdict === 'manual' && role !== 'import' ? [message] : [],
  );
}

const inFile = (text: string) => left({ 'mod.py': `import lib\n\n${text}\n` });

describe('a change is left', () => {
  it.each([
    [
      'that takes a name which is used below',
      'with lib.limit(1) as t:\n  x()\nt.cancel()',
      '`t` has its value from here, and line 5 uses it',
    ],
    [
      'that takes one which a function uses',
      'def f():\n  return y\nx = lib.forget(y := 1)',
      '`y` has its value from here, and line 4 uses it',
    ],
    [
      'that takes a name of a class',
      'class C:\n  x = lib.forget(y := 1)',
      '`y` is a name of its class, which others may use',
    ],
    [
      'that takes an import which is used below',
      'if lib.flag():\n  import os\nos.x()',
      '`os` has its value from here, and line 5 uses it',
    ],
    [
      'that takes the only yield',
      'def f():\n  x = lib.forget((yield 1))\n  def g(): yield 2',
      'Line 4 has the only `yield` of its function',
    ],
    [
      'that takes a declaration',
      'def f():\n  if lib.flag():\n    global y\n    x()\n  y = 1',
      'Line 5 says where names are bound',
    ],
    [
      'that would bind a name which is there',
      'def f(held):\n  x = lib.ahead(1)',
      'It would bind `held`, which line 3 has already',
    ],
    ['that would move a text out of its scope', 'x = [lib.ahead(y) for y in z]', '`y` would move into another scope'],
  ])('%s', (_, text, why) => {
    expect(inFile(text)).toEqual([`${why}.`]);
  });

  it('that takes a name which another file uses', () => {
    const files = { 'mod.py': 'import lib\n\nx = lib.forget(y := 1)\n', 'user.py': 'import mod\n\nmod.y()\n' };
    expect(left(files)).toEqual(['`y` has its value from here, and user.py:3 uses it.']);
  });
});

describe('a change is made', () => {
  it.each([
    ['that takes a name which only it uses', 'with lib.limit(1) as t:\n  x()', 'x()\n'],
    [
      'that takes a name which is bound elsewhere too',
      't = 1\nwith lib.limit(1) as t:\n  x()\nt()',
      't = 1\nx()\nt()\n',
    ],
    [
      'that takes one of two yields',
      'def f():\n  yield 1\n  x = lib.forget((yield 2))',
      'def f():\n  yield 1\n  x = None\n',
    ],
    ['that takes a function with all in it', 'if lib.flag():\n  def f():\n    global y\n    y = yield 1', ''],
    [
      'that moves a text in its scope',
      'y([z for z in lib.ahead(f(lib.nap(1)))])',
      'import time\n\nheld = f(time.sleep(1))\ny([z for z in held])\n',
    ],
  ])('%s', (_, text, after) => {
    const plan = planOfLib({ 'mod.py': `import lib\n\n${text}\n` });
    expect(String(accept(plan, idsAt(plan, 'review'))['mod.py'])).toBe(after);
  });
});
