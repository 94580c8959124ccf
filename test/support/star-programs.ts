// Small projects whose files take names from each other by star imports. A test calls every function and reads every name
// that could be taken over; what it sees is its failure, so that two runs can be compared.
import fc from 'fast-check';

/** The lines of a file. */
type Lines = readonly string[];

const IMPORTS: readonly Lines[] = [
  ['import eventlet'],
  ['from eventlet import sleep'],
  ['from eventlet import sleep as nap'],
  ['from eventlet import sleep as _nap'],
  ['from eventlet import event'],
  ['from eventlet.semaphore import Semaphore'],
  ['from eventlet import queue'],
  ['from eventlet.queue import LightQueue'],
];
const OWN: readonly Lines[] = [
  [],
  [],
  ['import time'],
  ['time = 3'],
  ['def time():', '    return 4'],
  ['import threading'],
  ['class queue:', '    pass'],
  ['def sleep(seconds):', '    return seconds'],
  ['_time = 5'],
];
const EXPORTS: readonly Lines[] = [
  [],
  [],
  [],
  ["__all__ = ['sleep', 'event', 'base_0']"],
  ["__all__ = ['_nap', 'eventlet', 'time']"],
  ["__all__ = [name for name in dir() if name[0] != '_']"],
];
const STAR_GUARDS: readonly ((line: string) => Lines)[] = [
  (line) => [line],
  (line) => [line],
  (line) => [line],
  (line) => ['try:', `    ${line}`, 'except ImportError:', '    sleep = None'],
  (line) => ['if __name__:', `    ${line}`],
];
/** Bodies of functions: `$` is a number of their own. */
const BODIES: readonly Lines[] = [
  ['sleep(1)'],
  ['nap(2)'],
  ['_nap(2)'],
  ['eventlet.sleep(1)'],
  ['done = event.Event()', 'done.send()', 'done.wait()', 'return $'],
  ['done = eventlet.Event()', 'done.send()', 'done.wait()', 'return $'],
  ['with Semaphore(1):', '    return $'],
  ['with eventlet.Semaphore(2):', '    return $'],
  ['box = queue.LightQueue()', 'box.put($)', 'return box.get()'],
  ['box = LightQueue()', 'box.put($)', 'return box.get()'],
  ['return time'],
  ['time = $', 'sleep(time)'],
  ['return DONE.ready()'],
];
const PROBES = ['time', 'threading', 'queue', '_time', 'sleep'];

interface Part {
  readonly imports: readonly Lines[];
  readonly before: Lines;
  readonly after: Lines;
  readonly stars: readonly { readonly from: number; readonly guard: number }[];
  readonly exports: Lines;
  readonly bodies: readonly Lines[];
}
const part: fc.Arbitrary<Part> = fc.record({
  imports: fc.subarray([...IMPORTS], { minLength: 1, maxLength: 4 }),
  before: fc.constantFrom(...OWN),
  after: fc.constantFrom(...OWN),
  stars: fc.array(fc.record({ from: fc.nat(9), guard: fc.nat(STAR_GUARDS.length - 1) }), { maxLength: 2 }),
  exports: fc.constantFrom(...EXPORTS),
  bodies: fc.array(fc.constantFrom(...BODIES), { minLength: 1, maxLength: 4 }),
});

/** Projects: each file may take from those before it. */
export const starProjects: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record({
    base: part,
    middle: part,
    work: part,
    packed: fc.boolean(),
    done: fc.boolean(),
  })
  .map(({ base, middle, work, packed, done }) => {
    const folder = packed ? 'pkg/' : '';
    const names = ['base', 'middle', 'work'];
    const texts = [base, middle, work].map((each, index) => {
      const least = index === 0 ? [] : each.stars.length > 0 ? each.stars : [{ from: index - 1, guard: 0 }];
      const stars = least.flatMap(({ from, guard }) => {
        const module = `${packed ? '.' : ''}${names[from % index]}`;
        return STAR_GUARDS[guard]?.(`from ${module} import *`) ?? [];
      });
      const own = index === 0 ? each.imports : each.imports.slice(0, 1);
      const bodies = index === 0 ? each.bodies : [...each.bodies, ['sleep(1)']];
      const lines = [
        ...own.flat(),
        ...each.before,
        ...stars,
        ...each.after,
        ...(done && index === 0 ? ['from eventlet import event', 'DONE = event.Event()'] : []),
        ...bodies.flatMap((body, number) => [
          '',
          '',
          `def ${names[index]}_${number}():`,
          ...body.map((line) => `    ${line.replaceAll('$', `${number}`)}`),
        ]),
        ...each.exports.map((line) => (index === 0 || line.includes('dir()') ? line : '')),
      ];
      return `${lines.join('\n')}\n`;
    });
    const counts = [base, middle, work].map(({ bodies }, index) => bodies.length + Number(index > 0));
    const module = (name: string) => (packed ? `pkg.${name}` : name);
    return {
      'boot.py': 'import eventlet\neventlet.monkey_patch()\n',
      ...(packed ? { 'pkg/__init__.py': '' } : {}),
      ...Object.fromEntries(names.map((name, index) => [`${folder}${name}.py`, texts[index] ?? ''])),
      'test_it.py': testText(names.map(module), names, counts),
    };
  });

const OUTCOME = `def outcome(function):
    try:
        value = function()
    except AssertionError as error:
        return 'waits' if 'really called' in str(error) else 'assert'
    except Exception as error:
        return type(error).__name__
    return repr(value) if isinstance(value, (int, str, type(None))) else type(value).__name__
`;

function testText(modules: readonly string[], names: readonly string[], counts: readonly number[]): string {
  const calls = modules.flatMap((module, index) => [
    ...Array.from(
      { length: counts[index] ?? 0 },
      (_, number) => `outcome(lambda: ${module}.${names[index]}_${number}())`,
    ),
    ...PROBES.map((name) => `outcome(lambda: ${module}.${name})`),
  ]);
  return [
    'import unittest',
    '',
    ...modules.map((module) => `import ${module}`),
    '',
    '',
    OUTCOME,
    '',
    'class T(unittest.TestCase):',
    '    def test_it(self):',
    "        self.fail(' '.join([",
    ...calls.map((call) => `            ${call},`),
    '        ]))',
    '',
  ].join('\n');
}

/** What differs between what two runs of a test saw: what was there must be there still, and be the same. */
export function differences(before: string | null | undefined, after: string | null | undefined): string[] {
  const [old, now] = [before, after].map((each) => (each ?? '').split(' '));
  if (!old || old.length !== now?.length) return [`the test saw ${before}, and then ${after}`];
  return old.flatMap((each, index) => {
    // What was not there may be there now; the standard library's classes and functions have types of their own.
    if (/^(NameError|AttributeError|function|builtin_function_or_method|module|type)$/.test(each)) return [];
    return each === now[index] ? [] : [`number ${index} was ${each}, and is ${now[index]}`];
  });
}
