// Places that are passed over by their text: with them or without, the same sites are found.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../../src/project/analyzed-file.ts';
import { patchSites } from '../../../src/project/mocks/find-patches.ts';
import type { PatchSite } from '../../../src/project/mocks/patch-site.ts';
import { registry } from '../../support/plan.ts';

const RUNS = Number(process.env.LAWS_RUNS ?? 500);
const SEED = Number(process.env.LAWS_SEED ?? 1);

const WORDS = new Set(['eventlet', 'sleep']);
const target = fc.constantFrom(
  "'a.b'",
  "'a.'\n    'eventlet.x'",
  "'event'\n    'let.x'",
  "'a.sleep'",
  '"a"  ".b"',
  "'''a.sleep'''",
  "f'a.{x}'",
  'NAME',
  "'a.%s' % 'sleep'",
  "# what\n    'a.sleep'",
  "'a' + '.sleep'",
);
const object = fc.constantFrom(
  'self.a',
  'cls',
  'a',
  'a.b',
  'e',
  'p',
  'e.g',
  'eventlet',
  'm.eventlet.b',
  'q',
  '(e)',
  'a[0]',
);
const attribute = fc.constantFrom("'b'", "'sleep'", '"b"', "'sl' 'eep'", 'NAME', "f'b'", "'b' 'c'", "# no\n    'b'");
const site = fc.oneof(
  fc.tuple(target).map(([t]) => `mock.patch(${t})`),
  fc.tuple(target).map(([t]) => `self.stub_out(${t}, fake)`),
  fc.tuple(target).map(([t]) => `mp.setattr(${t}, 1)`),
  fc.tuple(object, attribute).map(([o, a]) => `mock.patch.object(${o}, ${a})`),
  fc.tuple(object, attribute).map(([o, a]) => `mock.patch.object(\n    ${o},\n    ${a}, autospec=True)`),
  fc.tuple(object, attribute).map(([o, a]) => `P(${o}, ${a})`),
  fc.tuple(object, attribute).map(([o, a]) => `mp.setattr(${o}, ${a}, 2)`),
  fc.tuple(object).map(([o]) => `mock.patch.multiple(${o}, sleep=1, b=2)`),
);
const tie = fc.constantFrom(
  'import eventlet',
  'from m import (\n    a,\n    eventlet as e,\n)',
  'e = eventlet',
  'e = m.eventlet.b',
  'for e in (eventlet, a):\n    pass',
  'for e in [a.b, 2]:\n    pass',
  'L = [eventlet, a]\nfor e in L:\n    pass',
  'def object(p):\n    mock.patch.object(p, "b")\nm.object(eventlet)',
  'def f(p, q=eventlet):\n    mock.patch.object(p, "b")\n    mock.patch.object(q, "b")\nf(eventlet)\nf(1, q=a.sleep)',
  'def g(p):\n    mock.patch.object(p, "b")\ng(p=eventlet.c)',
  '@pytest.mark.parametrize("p", [eventlet, a])\ndef h(p):\n    mock.patch.object(p, "b")',
  '@pytest.mark.parametrize("p, q", [(eventlet, a), eventlet.x(a)])\ndef h(p, q):\n    mock.patch.object(p, "b")',
  '@ddt.data(eventlet, a)\ndef k(self, p):\n    mock.patch.object(p, "b")',
  'try:\n    eventlet.sleep(0)\nexcept (A, eventlet.Timeout) as e:\n    raise eventlet.B',
  'def t(x: eventlet.C) -> "eventlet.D":\n    return type(x) == eventlet.C',
  'NAME = "a.sleep"',
  'NAME = "sleep"',
  'P = mock.patch.object',
  '# eventlet',
  '"""eventlet"""',
);
const program = fc
  .array(fc.oneof(site, site, tie), { minLength: 1, maxLength: 7 })
  .map((lines) => `from unittest import mock\n${lines.join('\n')}\n`);

function sitesOf(text: string, words: ReadonlySet<string>): readonly PatchSite[] | undefined {
  const file = { path: 'a.py', bytes: Buffer.from(text), python: true, chosen: true };
  const model = analyzeFile(file, 'a', registry.library);
  if ('reason' in model) return undefined;
  const { source, names } = model;
  const nothing = () => undefined;
  const context = { source, names, module: 'a', moduleNamed: nothing, constant: nothing, calledElsewhere: () => false };
  return patchSites(model, context, words);
}

const hasWord = ({ targets, attributes, loads }: PatchSite) =>
  loads ||
  attributes === undefined ||
  targets.some(({ path }) => path.some((word) => WORDS.has(word))) ||
  attributes.some(({ name }) => WORDS.has(name));

const shown = (sites: readonly PatchSite[] | undefined) => sites?.map(({ span, text }) => `${span.start} ${text}`);

describe('patch sites', () => {
  it('are those that are found when none is passed over', () => {
    let found = 0;
    fc.assert(
      fc.property(program, (text) => {
        // Where every word is asked for, the text of no site rules it out.
        const all = sitesOf(text, new Set(text.match(/\w+/g)));
        const sites = sitesOf(text, WORDS);
        found += sites?.length ?? 0;
        expect(shown(sites), text).toEqual(shown(all?.filter(hasWord)));
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(found).toBeGreaterThan(RUNS / 4);
  });
});
