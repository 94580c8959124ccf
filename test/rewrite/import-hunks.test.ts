// Imports that those of another module take the place of, with their uses, over a made-up library. CPython judges the names.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editsOfHunk } from '../../src/rewrite/render.ts';
import { findStaleNames, staleMocks } from '../../src/rewrite/stale-names.ts';
import { planOfLib } from '../support/contract-transforms.ts';
import { accept, type Files, idsAt, ledgerOf } from '../support/plan.ts';
import { breaches } from '../support/plan-laws.ts';

const RUNS = Number(process.env.LAWS_RUNS ?? 90);
const SEED = Number(process.env.LAWS_SEED ?? 1);

/** One file with all hunks taken. */
function rewritten(text: string, others: Files = {}): string {
  const plan = planOfLib({ ...others, 'mod.py': text });
  return String(accept(plan, idsAt(plan, 'review'))['mod.py']);
}

/** What is manual in one file, with why. */
function left(text: string, others: Files = {}): string[] {
  return ledgerOf(planOfLib({ ...others, 'mod.py': text })).flatMap(({ path, verdict, role, name, message }) =>
    path === 'mod.py' && verdict === 'manual' && role !== 'import' ? [`${name}: ${message}`] : [],
  );
}

const none = () => false;

describe('an import that stays', () => {
  const stays = (text: string, message: string, others: Files = {}) => {
    expect(rewritten(text, others)).toBe(text);
    expect(left(text, others)).toContain(message);
  };

  it('is that of a class, whose name others may use', () => {
    stays(
      'class A:\n    from lib.green import socket\n    x = socket.a\n',
      'lib.green.socket.a: It is a name of its class, which others may use.',
    );
  });

  it('binds more than the module', () => {
    stays(
      'import lib.green.socket\n\nx = lib.green.socket.a\n',
      'lib.green.socket.a: lib.green.socket.a is not reached by an import of its module.',
    );
  });

  it('is a star', () => {
    expect(rewritten('from lib.green.socket import *\n\nx = create()\n')).toBe(
      'from lib.green.socket import *\n\nx = create()\n',
    );
  });

  it('is named by `__all__`', () => {
    stays(
      "from lib.green import socket\n\n__all__ = ['socket']\nx = socket.a\n",
      'lib.green.socket.a: `__all__` names it.',
    );
  });

  it('is of a module that the project has one by the name of', () => {
    stays(
      'from lib.green import socket\n\nx = socket.a\n',
      'lib.green.socket.a: The project has a module `socket` of its own.',
      { 'socket.py': '' },
    );
  });

  it('has one use that cannot stay, with all others', () => {
    const text = 'from lib.green import socket\n\nx = socket.a\ny = socket.trampoline\n';
    const why = 'Line 4 uses lib.green.socket.trampoline, which socket does not have.';
    expect(left(text)).toEqual([`lib.green.socket.a: ${why}`, `lib.green.socket.trampoline: ${why}`]);
    expect(rewritten(text)).toBe(text);
  });

  it('has a use that is assigned to', () => {
    expect(rewritten('from lib.green import socket\n\nsocket.a = 1\n')).toContain('from lib.green import socket');
  });

  it('has a use of another transform that is manual', () => {
    stays(
      'from lib.green import socket\n\nx = socket.a\ny = socket.wake()\n',
      'lib.green.socket.a: It belongs to the object created at line 4, which is not rewritten.',
    );
  });

  it('is bound to something else where it fails', () => {
    for (const other of ['socket = None', 'import sockets as socket', 'import socket\n    x = 1'])
      stays(
        `try:\n    from lib.green import socket\nexcept ImportError:\n    ${other}\n\nx = socket.a\n`,
        'lib.green.socket.a: `socket` is bound again at line 4, so it is not certain what it means here.',
      );
  });

  it('is reached by code of another file that stays', () => {
    stays(
      'from lib.green import socket\n\nx = socket.a\n',
      'lib.green.socket.a: other.py:3 reaches `socket` through this module and stays.',
      { 'other.py': 'import mod\n\nx = mod.socket.b\n' },
    );
  });

  it('is used by nobody', () => {
    expect(rewritten('from lib.green import socket\n')).toBe('from lib.green import socket\n');
  });
});

describe('an import', () => {
  it('goes into the groups of its file under the name that its uses have', () => {
    expect(rewritten('import os\n\nfrom lib.green import socket\n\nx = socket.a(os)\n')).toBe(
      'import os\nimport socket\n\n\nx = socket.a(os)\n'.replace('\n\n\n', '\n\n'),
    );
    expect(rewritten('import lib.green.socket as s\n\nx = s.a\n')).toBe('import socket as s\n\nx = s.a\n');
    expect(rewritten('from lib.green.http import client\n\nx = client.a\n')).toBe(
      'from http import client\n\nx = client.a\n',
    );
    expect(rewritten('from lib.green.urllib import request as r\n\nx = r.a\n')).toBe(
      'from urllib import request as r\n\nx = r.a\n',
    );
  });

  it('leaves the other names of its statement', () => {
    expect(rewritten('from lib.green import other, socket\n\nx = socket.a(other.b)\n')).toBe(
      'import socket\n\nfrom lib.green import other\n\nx = socket.a(other.b)\n',
    );
  });

  it('stays in its function, and where only type checkers look', () => {
    expect(rewritten('def f():\n    from lib.green import socket\n    return socket.a\n')).toBe(
      'def f():\n    import socket\n    return socket.a\n',
    );
    const head = 'from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    ';
    const tail = '\n\n\ndef f(x: "socket.socket") -> None:\n    pass\n';
    expect(rewritten(`${head}from lib.green import socket${tail}`)).toBe(`${head}import socket${tail}`);
  });

  it('leaves what a handler imports in its place alone', () => {
    expect(
      rewritten('try:\n    from lib.green import socket\nexcept ImportError:\n    import socket\n\nx = socket.a\n'),
    ).toBe('import socket\n\nx = socket.a\n');
    expect(
      rewritten(
        'def f():\n    try:\n        from lib.green import ssl as s\n    except ImportError:\n        import ssl as s\n    return s.a\n',
      ),
    ).toBe('def f():\n    import ssl as s\n    return s.a\n');
  });

  it('takes the name that the file has for the module already', () => {
    expect(rewritten('import socket\nfrom lib.green import socket as g\n\nx = g.a(socket.b, "g.a")\n')).toBe(
      'import socket\n\nx = socket.a(socket.b, "g.a")\n',
    );
    expect(rewritten('import http.client\nfrom lib.green.http import client\n\nx = client.a(http.client.b)\n')).toBe(
      'import http.client\n\nx = http.client.a(http.client.b)\n',
    );
  });

  it('keeps its own name where the one that is there is another thing in one place', () => {
    expect(
      rewritten(
        'import socket\nfrom lib.green import socket as g\n\nx = socket.b\n\n\ndef f(socket):\n    return g.a\n',
      ),
    ).toBe('import socket\nimport socket as g\n\nx = socket.b\n\n\ndef f(socket):\n    return g.a\n');
  });

  it('keeps its own name where others reach it, though the file has the module', () => {
    const test = 'from unittest import mock\n\nimport mod\n\n\n@mock.patch("mod.g.a")\ndef test(a):\n    mod.x()\n';
    const text = 'import socket\nfrom lib.green import socket as g\n\n\ndef x():\n    return g.a(socket.b)\n';
    expect(rewritten(text, { 'test_mod.py': test })).toBe(text.replace('from lib.green import', 'import'));
    expect(rewritten(text)).toContain('return socket.a(socket.b)');
  });

  it('serves what another hunk needs of the module', () => {
    expect(rewritten('from lib import fetch\nfrom lib.green import ssl as s\n\nx = s.a\ny = fetch(1)\n')).toBe(
      'import ssl as s\n\nx = s.a\ny = s.create(1)\n',
    );
  });

  it('changes single uses', () => {
    expect(rewritten('from lib.green import socket as s\n\nx = s.a(s.strict(1))\n')).toBe(
      'import socket as s\n\nx = s.a(s.relaxed())\n',
    );
  });

  it('is shown as a hunk of its own, of which the ledger has the import and the uses', () => {
    const plan = planOfLib({ 'mod.py': 'from lib.green import socket\n\nx = socket.a\nsocket.b()\n' });
    const [hunk] = plan.hunks;
    expect(plan.hunks.map(({ id, line, title }) => ({ id, line, title }))).toEqual([
      { id: 'green:mod.py:<module>:1', line: 1, title: 'lib.green.socket → socket' },
    ]);
    expect(ledgerOf(plan).map((entry) => [entry.line, entry.name, entry.verdict, entry.hunk])).toEqual([
      [1, 'lib.green.socket', 'safe', hunk?.id],
      [3, 'lib.green.socket.a', 'safe', hunk?.id],
      [4, 'lib.green.socket.b', 'safe', hunk?.id],
    ]);
    expect(hunk && editsOfHunk(plan, hunk, none).map(({ text }) => text)).toEqual(['import socket\n']);
  });
});

describe('mocks', () => {
  const mod = 'from lib.green import socket\n\n\ndef f():\n    return socket.create(1)\n';
  const tests = (target: string, imports = '') =>
    `from unittest import mock\n${imports}\nimport mod\n\n\ndef test():\n    with ${target}:\n        mod.f()\n`;
  const planned = (test: string) => planOfLib({ 'mod.py': mod, 'test_mod.py': test });

  it('stay where they reach the name of the module, which stays bound', () => {
    for (const target of ['mock.patch("mod.socket.create")', 'mock.patch("mod.socket")']) {
      const test = tests(target);
      const plan = planned(test);
      const after = accept(plan, idsAt(plan, 'review'));
      expect([String(after['mod.py']), String(after['test_mod.py'])]).toEqual([
        mod.replace('from lib.green import', 'import'),
        test,
      ]);
      expect(findStaleNames(plan, new Set(plan.hunks), none)).toEqual([]);
    }
  });

  it('of the own path of the library move', () => {
    const plan = planned(tests('mock.patch("lib.green.socket.create")'));
    expect(plan.hunks.map(({ title, level }) => [title, level])).toEqual([
      ['lib.green.socket → socket', 'review'],
      ['mock of lib.green.socket.create → socket.create', 'review'],
    ]);
    const after = accept(plan, idsAt(plan, 'review'));
    expect(String(after['test_mod.py'])).toContain('mock.patch("socket.create")');
  });

  it('on a module that the test imports go with that import, which needs the code that is mocked', () => {
    const plan = planned(tests('mock.patch.object(socket, "create")', 'from lib.green import socket\n'));
    const [own, test] = plan.hunks;
    expect(test?.requires).toEqual([own?.id]);
    const stale = own ? staleMocks(plan, new Set([own])) : [];
    expect(stale.map(({ path, hunk }) => [path, hunk])).toEqual([['test_mod.py', test?.id]]);
    const after = accept(plan, idsAt(plan, 'review'));
    expect(String(after['test_mod.py'])).toContain('import socket\nfrom unittest import mock\n');
  });

  it('on such a module hold its import where what they mock stays', () => {
    const plan = planOfLib({
      'mod.py': `${mod}\n\nsocket.trampoline()\n`,
      'test_mod.py': tests('mock.patch.object(socket, "create")', 'from lib.green import socket\n'),
    });
    expect(plan.hunks).toEqual([]);
    expect(ledgerOf(plan).map(({ message }) => message)).toContain('Line 8 mocks what mod.py:5 still uses.');
  });
});

describe('the laws', () => {
  it('hold for files that are taken together', () => {
    const text = (module: string) =>
      `from lib import nap\nfrom lib.green.http import client\n\n${module}(client.a)\nnap(1)\n`;
    const plan = planOfLib({ 'a.py': text('print'), 'b.py': text('repr') });
    const [first] = plan.hunks.filter(({ title }) => title.includes('client'));
    expect(first?.requires).toHaveLength(1);
    expect(breaches([plan])).toEqual([]);
  });

  it('hold for files that hand a module on', () => {
    const plan = planOfLib({
      'a.py': 'from lib.green import socket\n\nx = socket.a\n',
      'b.py': 'from a import socket\n\ny = socket.b\n',
    });
    expect(plan.hunks.map(({ requires }) => requires.length)).toEqual([1, 0]);
    expect(breaches([plan])).toEqual([]);
  });

  const IMPORTS = [
    'from lib.green import socket',
    'from lib.green import socket as s, ssl',
    'from lib.green import nothing, ssl',
    'import lib.green.socket as s',
    'from lib.green.http import client',
    'from lib.green.urllib import request as r',
    'from lib import fetch, nap',
    'from lib import (\n    nap,  # why\n    green,\n)',
    'import socket',
    'import ssl as other',
    'import time',
    'import http.client',
    'try:\n    from lib.green import ssl\nexcept ImportError:\n    import ssl',
  ];
  const USES = [
    'socket.a(1)',
    's.a(socket.b)',
    'x = ssl.a',
    's.strict(1)',
    's.strict(ssl.a)',
    'client.a(r.b)',
    'r.a(nap(1))',
    'nap(ssl.a)',
    'fetch(ssl.b)',
    'green.socket.a(1)',
    'other.a(s.b)',
    'time.sleep(1)',
    'http.client.a(1)',
    'print(f"{s.a}")',
    'lib_swap = [s.a for s.b in ()]',
  ];
  /** Whether the first name of a use is one that the imports bind; what goes with its only use is no import of a `try`. */
  const isBound = (use: string, imports: string) => {
    const locals = imports.replace(/\b(?:socket|ssl|request) as|lib\.green|http\.client\b/g, '');
    const taken = use === 's.strict(ssl.a)' && imports.includes('try:');
    return !taken && new RegExp(`\\b${/(\w+)[.(]/.exec(use)?.[1]}\\b`).test(locals);
  };
  const program = fc
    .record({
      top: fc.subarray(IMPORTS, { minLength: 1, maxLength: 6 }),
      inside: fc.subarray(IMPORTS.slice(0, 7), { maxLength: 2 }),
      module: fc.subarray(USES, { maxLength: 8 }),
      body: fc.subarray(USES, { minLength: 3, maxLength: 9 }),
      eol: fc.constantFrom('\n', '\n', '\r\n'),
    })
    .map(({ top, inside, module, body, eol }) =>
      [
        ...top,
        '',
        ...module.filter((use) => isBound(use, top.join('\n'))),
        '',
        '',
        'def f():',
        ...[...inside, ...body.filter((use) => isBound(use, [...top, ...inside].join('\n'))), 'pass'].map(
          (line) => `    ${line.replaceAll('\n', '\n    ')}`,
        ),
        '',
      ]
        .join('\n')
        .replaceAll('\n', eol),
    );

  it('hold for every set of hunks of programs that mix them with others', () => {
    const plans = fc
      .sample(program, { seed: SEED, numRuns: RUNS })
      .map((text) => planOfLib({ 'mod.py': text }))
      .filter(({ hunks }) => hunks.length < 6);
    expect(
      plans.filter(({ hunks }) => hunks.some(({ imports }) => imports) && hunks.length > 2).length,
    ).toBeGreaterThan(RUNS / 5);
    const problems = breaches(plans).sort((a, b) => a.length - b.length);
    expect(problems.slice(0, 1), `${problems.length} problems`).toEqual([]);
  }, 120_000);
});
