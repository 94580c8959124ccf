// The code around a reference as a transform sees it, on real shapes of code.
import { describe, expect, it } from 'vitest';
import { register } from '../../src/project/symbol-owners.ts';
import { advise, type Block, type Reference } from '../../src/transform.ts';
import { made } from '../support/made-transform.ts';
import { planWith } from '../support/plan.ts';

/** What is seen of each reference of `lib` in `mod.py`. */
function seen<Seen>(text: string, look: (reference: Reference) => Seen, others: Record<string, string> = {}): Seen[] {
  const found: Seen[] = [];
  const looking = made({
    id: 'looking',
    owns: [],
    roots: ['lib'],
    propose(reference) {
      found.push(look(reference));
      return advise('Seen.');
    },
  });
  const plan = planWith(register([looking]), { 'mod.py': text, ...others });
  expect(plan.bugs).toEqual([]);
  return found;
}

const statementsOf = (block: Block | undefined) =>
  block?.statements.map(({ kind, value, binds, alone }) =>
    [kind, value?.text, binds.join(' '), alone ? '' : 'shares its line'].filter(Boolean).join(' | '),
  );

describe('a block', () => {
  it('is none where the expression opens and decides nothing', () => {
    expect(
      seen(
        'import lib\nlib.a()\nx = [lib.b() for y in z]\nif f(lib.c()):\n    lib.d()\nwith open(lib.e()) as g:\n    pass\n',
        (reference) => reference.block(),
      ),
    ).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('has the statements that it opens or decides', () => {
    const text = [
      'import lib',
      'with lib.a(), other() as o:',
      '    # said',
      '    x = y = f()  # behind',
      '    import os, sys as s; z: int = 1',
      '    for i, (j, k) in x:',
      '        p = 1',
      '    def g(n=(m := 1)): q = 2',
      '    del x',
      '    a.b, c[0] = 1, 2',
      '    raise x',
      'while not lib.b and t: pass',
      'try:',
      '    raise X from e',
      'except (lib.C, D) as e:',
      '    print(e)',
      'if x: pass',
      'elif lib.d: w()',
      '',
    ];
    const blocks = seen(text.join('\n'), (reference) => statementsOf(reference.block()));
    expect(blocks).toEqual([
      [
        'assignment | f() | x y',
        'import | os s | shares its line',
        'assignment | 1 | z | shares its line',
        'for | i j k p',
        'function | g',
        'delete',
        'assignment | 1, 2',
        'raise | x',
      ],
      ['pass | shares its line'],
      ['expression | print(e)'],
      ['expression | w() | shares its line'],
    ]);
  });

  it('says what its statements store to', () => {
    const text =
      'import lib\nwith lib.a():\n    self.n += 1\n    a, t[k] = b = 1, 2\n    for x.y in z:\n        del q.r\n    def f():\n        u = 1\n    (v := 3)\n';
    const [stores] = seen(text, (reference) =>
      reference
        .block()
        ?.statements.flatMap((each) =>
          each.stores.map((one) => `${one.line} ${one.target}${one.augmented ? ' again' : ''}`),
        ),
    );
    expect(stores).toEqual(['3 self.n again', '4 a', '4 t[k]', '4 b', '5 x.y', '6 q.r', '9 v']);
  });

  it('knows how it is left, and by what', () => {
    const text =
      'import lib\ndef f():\n    with lib.a():\n        for x in y:\n            if x: break\n            else: continue\n        else:\n            return 1\n        z = yield x\n        g = lambda: (yield 2)\n        def h(): return 3\n        raise E\n    while 1:\n        with lib.b():\n            break\nasync def k():\n    with lib.c():\n        await l()\n        async with m(): pass\n';
    expect(seen(text, (reference) => reference.block()?.leaves.map(({ kind, line }) => `${line} ${kind}`))).toEqual([
      ['8 return', '9 yield', '12 raise'],
      ['15 break'],
      ['18 await', '19 await'],
    ]);
  });

  it('knows the handlers inside of it and around it', () => {
    const text =
      'import lib\ntry:\n    try:\n        with lib.a():\n            try: x()\n            except* A: y()\n            def f():\n                try: pass\n                except Z: pass\n    except (B, c.D) as e: pass\n    except: pass\n    else:\n        with lib.b(): pass\nexcept lib.E: pass\nfinally: pass\n';
    expect(
      seen(text, (reference) =>
        reference
          .block()
          ?.clauses.map((each) =>
            [each.where, each.catches.map((one) => one.text).join(' '), each.name ?? '', each.block.kind].join('|'),
          ),
      ),
    ).toEqual([
      ['inside|A||except', 'around|B c.D|e|except', 'around|||except', 'around|lib.E||except'],
      ['around|lib.E||except'],
      [],
    ]);
  });
});

describe('the calls of a statement', () => {
  const callsOf = ({ block }: Reference) =>
    block()?.statements.flatMap((each) =>
      each.calls.map(
        ({ call, always, loop }) => `${call.calleeText}${always ? '' : '?'}${loop ? ` in ${loop.line}` : ''}`,
      ),
    );

  it('come in the order of evaluation, and are certain only where nothing decides', () => {
    const text = [
      'import lib',
      'with lib.a():',
      '    t[k()] = v(u(), *w())',
      '    a() if b() else c()',
      '    x = p() and q()',
      '    assert r(), s()',
      '    y = [e() for f in g() if h()]',
      '    d(lambda: never())',
      '    def i(j=l()): m()',
      '    @n()',
      '    class o(z()): aa()',
      '    try: ab()',
      '    except ac(): ad()',
      '    finally: ae()',
      '    while af(): ag()',
      '    if ah(): return_()',
      '    else: return_()',
      '    for ai in aj(): ak()',
      '',
    ];
    const [calls] = seen(text.join('\n'), callsOf);
    expect(calls?.join(' ')).toBe(
      'u w v k b a? c? p q? r s? g? h? in 7 e? in 7 d l? n z aa ab? ac? ad? ae af in 15 ag? in 15 ah return_? return_? aj ak? in 18',
    );
  });

  it('are not certain behind a way out', () => {
    const text =
      'import lib\nfor x in y:\n    with lib.a():\n        a()\n        if b(): continue\n        c()\ndef f():\n    with lib.b():\n        for z in q():\n            break\n        d()\n        if e: raise g()\n        h()\n';
    expect(seen(text, callsOf)).toEqual([
      ['a', 'b', 'c?'],
      ['q', 'd', 'g?', 'h?'],
    ]);
  });
});

describe('the body of a function', () => {
  it('is none where it is not certain which', () => {
    const text =
      'import lib\nif x:\n    def f(): pass\nelse:\n    def f(): pass\nclass C: pass\nlib.a(f)\nlib.a(C)\nlib.a(lambda: 1)\nlib.a(g)\nlib.a(h.i)\n';
    expect(seen(text, ({ call, body }) => call?.arguments[0] && body(call.arguments[0].value))).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });

  it('is read in its own file', () => {
    const text =
      'import lib\nimport other\nclass C:\n    def m(self): a()\n    def n(self): lib.a(self.m)\nlib.a(other.f)\n';
    expect(
      seen(text, ({ call, body }) => call?.arguments[0] && statementsOf(body(call.arguments[0].value)), {
        'other.py': 'def f():\n    b()\n',
      }),
    ).toEqual([['expression | a() | shares its line'], ['expression | b()']]);
  });
});

describe('a free name', () => {
  it('is one that neither its scope nor another hunk has', () => {
    const text =
      'import lib\ntimer_1 = 0\ndef f():\n    timer = 1\n    lib.a()\n    [lib.a() for x in y]\n    def g():\n        lib.a()\n        timer_4 = 1\ndef h():\n    global timer\n    lib.a()\ndef k():\n    lib.a()\nlib.a()\n';
    expect(seen(text, ({ freeName }) => freeName('timer'))).toEqual([
      'timer_1',
      'timer_2',
      'timer',
      'timer_1',
      'timer',
      'timer_3',
    ]);
  });
});

describe('the statement of a reference', () => {
  it('is the innermost one', () => {
    const text = 'import lib\nif x:\n    y = f(lib.a())  # why\nz = lib.b(); w()\n@lib.c\ndef f(): pass\n';
    expect(
      seen(text, (reference) => reference.statement()).map(({ kind, line, alone }) => [kind, line, alone]),
    ).toEqual([
      ['assignment', 3, true],
      ['assignment', 4, false],
      ['function', 5, true],
    ]);
  });

  it('is that of a use by its span', () => {
    const text = 'import lib\nt = lib.a()\nif x:\n    t.kill()\n';
    const [uses] = seen(text, ({ follow, statement }) => follow().uses.map(({ span }) => statement(span).line));
    expect(uses).toEqual([4]);
  });
});
