// Helper text in sections, over a made-up library: what is written, in which order, under which licence, and beside what.
import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../src/plan/policy.ts';
import { formatMessage } from '../../src/reporters/patch/commit-message.ts';
import { resolveRequirements } from '../../src/rewrite/decisions.ts';
import { makeSeries } from '../../src/rewrite/patch-series.ts';
import { libRegistry, planOfLib } from '../support/contract-transforms.ts';
import { accept, idsAt } from '../support/plan.ts';
import { compileErrors } from '../support/python.ts';

const house = { settings: { helpers: 'pkg/native.py' } };
const USERS = {
  'pkg/__init__.py': '',
  'pkg/a.py': 'import lib\n\n\ndef f():\n    return lib.Keeper()\n',
  'pkg/b.py': 'import lib\n\n\ndef g():\n    return lib.Box(), lib.box()\n',
  'pkg/c.py': 'import lib\n\n\ndef h():\n    return lib.alone()\n',
};

/** The module with the hunks of some files taken; undefined where there is none. */
function written(paths: readonly string[], more: Readonly<Record<string, string>> = {}): string | undefined {
  const plan = planOfLib({ ...USERS, ...more }, house);
  const ids = plan.hunks.filter(({ path }) => paths.includes(path)).map(({ id }) => id);
  return accept(plan, new Set(ids))['pkg/native.py']?.toString();
}

const definedIn = (text: string | undefined) =>
  [...(text ?? '').matchAll(/^(?:class|def) (\w+)/gm)].map(([, name]) => name);
const importsIn = (text: string | undefined) => text?.match(/^import .*$/gm) ?? [];

/** The wish that cannot be met with a module that is there. */
function refused(native: string): string | undefined {
  const files = Object.entries({ ...USERS, 'pkg/native.py': native }).map(([path, text]) => ({
    path,
    bytes: Buffer.from(text),
    python: true,
    chosen: true,
  }));
  const wishes = checkPolicy({ keys: new Map(), helpers: 'pkg/native.py' }, files, libRegistry);
  return 'key' in wishes ? `${wishes.key}: ${wishes.message}` : undefined;
}

const KEEPER = /^"""Stands in[\s\S]*?"""\n\nimport threading\n\n\nclass Keeper:\n[\s\S]*\n {4}return repr\(thing\)\n$/;

describe('helper text', () => {
  it('is not written where no hunk needs it', () => {
    expect(written([])).toBeUndefined();
  });

  it('is the sections that hunks name, with what these need, in a fixed order', () => {
    expect(written(['pkg/a.py'])).toMatch(KEEPER);
    expect(definedIn(written(['pkg/b.py']))).toEqual(['Keeper', '_shown', 'Box', 'box']);
    expect(importsIn(written(['pkg/b.py']))).toEqual(['import collections', 'import threading']);
    expect(definedIn(written(['pkg/c.py', 'pkg/a.py']))).toEqual(['Keeper', '_shown', 'alone']);
    expect(importsIn(written(['pkg/c.py']))).toEqual([]);
  });

  it('compiles with its users for every set of hunks, and is not asked for again', () => {
    const plan = planOfLib(USERS, house);
    const ids = [...idsAt(plan, 'review')];
    expect(ids.length).toBe(4);
    for (let bits = 0; bits < 2 ** ids.length; bits++) {
      const after = accept(plan, new Set(ids.filter((_, at) => (bits >> at) & 1)));
      const again = planOfLib(after, house);
      expect(again.hunks.length).toBe(ids.length - [...bits.toString(2)].filter((bit) => bit === '1').length);
      expect(compileErrors(Object.values(after)).filter((error) => error !== null)).toEqual([]);
    }
  });

  it('is whole in the first patch of a series', () => {
    const plan = planOfLib(USERS, house);
    const options = { keeps: () => false, apart: new Set<string>(), assigned: new Map(), split: undefined };
    const accepted = new Set(plan.hunks);
    const series = makeSeries(plan, accepted, options);
    expect(series.map(({ key }) => key)).toEqual(['helper', 'keeper', 'box', 'alone']);
    expect(series.map(({ changes }) => changes.map(({ path }) => path))).toEqual([
      ['pkg/native.py'],
      ['pkg/a.py'],
      ['pkg/b.py'],
      ['pkg/c.py'],
    ]);
    const [helper] = series;
    expect(definedIn(helper?.changes[0]?.after)).toEqual(['Keeper', '_shown', 'Box', 'box', 'alone']);
    const templates = { subject: undefined, body: undefined };
    const context = { plan, accepted, split: undefined, templates, trailers: [] };
    const message = helper && formatMessage(helper, context);
    expect(message?.subject).toBe('Add Keeper, Box, box, alone for native threads');
    expect(message?.text).toContain('Nothing keeps one thing. Nothing keeps many things. Nothing is alone.');
  });
});

describe('a module that is there', () => {
  it('gets at its end what it lacks, and the imports of that', () => {
    const own = '"""Our own."""\nimport os\n\n\ndef here():\n    return os.name\n';
    const text = written(['pkg/b.py'], { 'pkg/native.py': own });
    expect(definedIn(text)).toEqual(['here', 'Keeper', '_shown', 'Box', 'box']);
    expect(importsIn(text)).toEqual(['import collections', 'import os', 'import threading']);
    expect(text).toContain('return os.name\n\n\nclass Keeper:');
    const keeper = written(['pkg/a.py']) ?? '';
    expect(definedIn(written(['pkg/b.py'], { 'pkg/native.py': keeper }))).toEqual(['Keeper', '_shown', 'Box', 'box']);
  });

  it('keeps its line ends', () => {
    const text = written(['pkg/a.py'], { 'pkg/native.py': 'x = 1\r\n' });
    expect(text).toMatch(/^import threading\r\n/);
    expect(text?.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('stays as it is where it has all that is needed', () => {
    const keeper = written(['pkg/a.py']) ?? '';
    expect(written(['pkg/a.py'], { 'pkg/native.py': keeper })).toBe(keeper);
  });

  it('is changed by hunks of its own beside that, patch by patch', () => {
    const plan = planOfLib({ ...USERS, 'pkg/native.py': 'import lib\n\n\ndef nap():\n    lib.nap(1)\n' }, house);
    const options = { keeps: () => false, apart: new Set<string>(), assigned: new Map(), split: undefined };
    const state = new Map<string, Buffer>();
    for (const { changes } of makeSeries(plan, new Set(plan.hunks), options)) {
      for (const { path, bytesBefore, bytesAfter } of changes) {
        if (state.has(path)) expect(bytesBefore).toEqual(state.get(path));
        state.set(path, bytesAfter);
      }
      expect(compileErrors([...state.values()]).filter((error) => error !== null)).toEqual([]);
    }
    const whole = accept(
      plan,
      new Set([...resolveRequirements(plan, idsAt(plan, 'review')).accepted].map(({ id }) => id)),
    );
    for (const [path, bytes] of state) expect(String(bytes)).toBe(String(whole[path]));
    expect(definedIn(String(state.get('pkg/native.py')))).toEqual(['nap', 'Keeper', '_shown', 'Box', 'box', 'alone']);
    expect(String(state.get('pkg/native.py'))).toContain('time.sleep(1)');
  });

  it.each([
    ['a part of a section', 'class Box:\n    def put(self, thing):\n        pass\n', 'defines `Box`, but not `box`'],
    ['another name of a section', 'def _shown(x):\n    return x\n', 'has another `_shown` than `Keeper` would bring'],
    ['another thing by the name of a module', 'threading = None\n', 'has another `threading` than `Keeper`'],
    ['a class without a method', 'class Keeper:\n    def keep(self, thing):\n        pass\n', 'has no method `kept`'],
    ['no class', 'def Keeper():\n    pass\n', 'does not define `Keeper`'],
    ['no Python', 'def (:\n', 'cannot be read'],
  ])('with %s is an error', (_, native, why) => {
    expect(refused(native)).toMatch(/^helpers: `/);
    expect(refused(native)).toContain(why);
  });
});

describe('the licence', () => {
  const APACHE = '#    Licensed under the Apache License, Version 2.0\n#    under the License.\n';
  const under = (files: Readonly<Record<string, string>>) => written(['pkg/a.py'], files);
  const a = USERS['pkg/a.py'];

  it('is that of most files of the folder, without what is said of one file', () => {
    const text = under({
      'pkg/x.py': `#!/usr/bin/env python\n# Copyright 2011 Somebody\n# All Rights Reserved.\n#\n${APACHE}\nx = 1\n`,
      'pkg/y.py': `# vim: tabstop=4\n\n# Copyright (c) 2012 Somebody Else\n#\n${APACHE}"""Doc."""\n`,
      'pkg/z.py': `${APACHE}\n\nz = 1\n`,
      'pkg/v.py': `${APACHE}\n`.concat('v = 1\n'),
    });
    expect(text?.startsWith(`${APACHE}\n"""Stands in`)).toBe(true);
    expect(compileErrors([Buffer.from(text ?? '')])).toEqual([null]);
  });

  it('is none where not most have one, or no two the same', () => {
    expect(under({ 'pkg/x.py': `${APACHE}\nx = 1\n` })?.startsWith('"""')).toBe(true);
    expect(under({ 'pkg/x.py': `# One.\n${APACHE}\nx = 1\n` })?.startsWith('"""')).toBe(true);
    expect(a.startsWith('import')).toBe(true);
  });

  it('is that of the package around where the folder has none', () => {
    const licensed = { 'pkg/x.py': `${APACHE}\nx = 1\n`, 'pkg/y.py': `${APACHE}\ny = 1\n`, 'pkg/__init__.py': '' };
    const plan = planOfLib(
      { ...licensed, 'pkg/sub/__init__.py': '', 'pkg/sub/a.py': a },
      { settings: { helpers: 'pkg/sub/native.py' } },
    );
    expect(String(accept(plan, idsAt(plan, 'safe'))['pkg/sub/native.py']).startsWith(APACHE)).toBe(true);
  });
});
