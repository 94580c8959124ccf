// Projects of several modules made of parts: names that are handed on in rings, classes of one name in several files, mocks
// and other reaches from tests. They must be valid Python; whether a ring can be loaded is for CPython to say.
import fc from 'fast-check';

const MODULES = ['pkg', 'pkg.a', 'pkg.b', 'pkg.sub', 'pkg.sub.c'] as const;
const PATHS: Readonly<Record<string, string>> = {
  pkg: 'pkg/__init__.py',
  'pkg.a': 'pkg/a.py',
  'pkg.b': 'pkg/b.py',
  'pkg.sub': 'pkg/sub/__init__.py',
  'pkg.sub.c': 'pkg/sub/c.py',
};

/** The names that a module may have from the library, with their imports and the objects that they reach. */
const NAMES = {
  sleep: { line: 'from eventlet import sleep', calls: ['$(1)', '$(0)'] },
  Semaphore: { line: 'from eventlet.semaphore import Semaphore', calls: ['$(2)'] },
  Event: { line: 'from eventlet.event import Event', calls: ['$()'] },
  eventlet: { line: 'import eventlet', calls: ['$.sleep(1)', '$.Semaphore(2)', '$.spawn(f)'] },
  queue: { line: 'from eventlet import queue', calls: ['$.LightQueue()', '$.LightQueue(3)'] },
} as const;
type Name = keyof typeof NAMES;
const anyName = fc.constantFrom<Name>('sleep', 'Semaphore', 'Event', 'eventlet', 'queue');
const anyModule = fc.constantFrom(...MODULES);

/** How a module takes a name from another: its import line, and the expression that reaches it. */
const FORMS: readonly ((from: string, name: string) => readonly [line: string, expression: string])[] = [
  (from, name) => [`from ${from} import ${name}`, name],
  (from, name) => [`from ${from} import ${name}`, name],
  (from, name) => [`from ${from} import ${name} as my_${name}`, `my_${name}`],
  (from, name) => [`import ${from}`, `${from}.${name}`],
  (from, name) =>
    from.includes('.')
      ? [`from ${from.replace(/\.\w+$/, '')} import ${from.split('.').at(-1)}`, `${from.split('.').at(-1)}.${name}`]
      : [`import ${from} as top`, `top.${name}`],
];

const use = fc.record({ of: fc.nat(99), call: fc.nat(9), late: fc.boolean() });
const taken = fc.record({ from: anyModule, name: anyName, form: fc.nat(FORMS.length - 1) });
const modulePart = fc.record({
  own: fc.uniqueArray(anyName, { maxLength: 2 }),
  marked: fc.nat(9),
  taken: fc.array(taken, { maxLength: 3 }),
  uses: fc.array(use, { maxLength: 4 }),
  worker: fc.nat(3),
});
type ModulePart = typeof modulePart extends fc.Arbitrary<infer T> ? T : never;

/** What a test does with a module: `$M` is its name, `$O` an expression for it, `$N` a name. */
const REACHES: readonly (readonly string[])[] = [
  ["@mock.patch('$M.$N')", 'def test_§(mocked):', '    pass'],
  ["@mock.patch.object($O, '$N')", 'def test_§(mocked):', '    pass'],
  ['def test_§():', "    with mock.patch('$M.$N') as mocked:", '        pass'],
  ["@mock.patch('$M.eventlet.sleep')", 'def test_§(mocked):', '    pass'],
  ['def test_§():', "    with mock.patch.object($O.eventlet, 'sleep') as mocked:", '        pass'],
  ['def test_§(monkeypatch):', "    monkeypatch.setattr($O, '$N', print)"],
  ["SHOWN§ = '$M.$N'"],
  ['def test_§():', '    return $O.$N'],
  ["NAMED§ = getattr($O, '$N', None)"],
  ['def test_§(w):', '    assert w._drained.ready() or w._drained.ready()', '    w._slots.balance'],
  ['def test_§(w):', '    assert isinstance(w, $O.Worker), w._slots.balance'],
];
const reach = fc.record({ module: anyModule, name: fc.nat(9), how: fc.nat(REACHES.length - 1) });

/** The parts of a project. */
export const packageParts = fc.record({
  modules: fc.tuple(modulePart, modulePart, modulePart, modulePart, modulePart),
  reaches: fc.array(reach, { maxLength: 4 }),
  patched: fc.nat(3).map((number) => number > 0),
});
type PackageParts = typeof packageParts extends fc.Arbitrary<infer T> ? T : never;

/** The project of parts. */
export function packageOf({ modules, reaches, patched }: PackageParts): Record<string, Buffer> {
  const provided = providersOf(modules);
  const texts: Record<string, string> = { 'pkg/tests/__init__.py': '' };
  for (const [index, module] of MODULES.entries()) {
    const part = modules[index];
    if (part) texts[PATHS[module] ?? ''] = moduleText(module, part, provided);
  }
  texts['pkg/tests/test_all.py'] = testText(reaches, provided);
  if (patched) texts['main.py'] = 'import eventlet\neventlet.monkey_patch()\n';
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
}

/** Which modules have which names, by any derivation that ends at the library. */
function providersOf(modules: readonly ModulePart[]): ReadonlySet<string> {
  const provided = new Set(modules.flatMap(({ own }, index) => own.map((name) => `${MODULES[index]} ${name}`)));
  for (let before = -1; before !== provided.size; ) {
    before = provided.size;
    for (const [index, part] of modules.entries())
      for (const { from, name, form } of part.taken)
        if (form < 2 && provided.has(`${from} ${name}`)) provided.add(`${MODULES[index]} ${name}`);
  }
  return provided;
}

function moduleText(
  module: string,
  { own, marked, taken: wanted, uses, worker }: ModulePart,
  provided: ReadonlySet<string>,
) {
  const lines = own.map((name, index) => NAMES[name].line + (marked === index ? '  # noqa: F401' : ''));
  const reached: [Name, string][] = own.map((name) => [name, name]);
  for (const { from, name, form } of wanted) {
    const [line, expression] = FORMS[form]?.(from, name) ?? ['', ''];
    const bound = expression.split('.')[0] ?? '';
    const known = reached.some(([, other]) => other.split('.')[0] === bound && !(other.includes('.') && form === 3));
    if (!provided.has(`${from} ${name}`) || known || (from === module && form < 2)) continue;
    if (!lines.includes(line)) lines.push(line);
    reached.push([name, expression]);
  }
  const body = uses.flatMap(({ of, call, late }, index) => {
    const [name, expression] = reached[of % Math.max(1, reached.length)] ?? [];
    if (name === undefined || expression === undefined) return [];
    const { calls } = NAMES[name];
    const text = (calls[call % calls.length] ?? '').replace('$', expression);
    // What another module hands on may not be there yet while this one is loaded.
    return late || expression.includes('.') || /spawn|sleep/.test(text)
      ? ['', '', `def f${index}():`, `    ${text}`]
      : ['', `X${index} = ${text}`];
  });
  return `${[...lines, ...body, ...workerLines(worker, reached)].join('\n')}\n`;
}

/** A class of one name in every file, whose attributes others use. */
function workerLines(kind: number, reached: readonly (readonly [Name, string])[]): string[] {
  const event = reached.find(([name]) => name === 'Event')?.[1];
  const semaphore = reached.find(([name]) => name === 'Semaphore')?.[1];
  if (kind === 0 || (event === undefined && semaphore === undefined)) return [];
  return [
    ...['', '', 'class Worker:', '    def __init__(self):', `        self.kind = ${kind}`],
    ...(event ? [`        self._drained = ${event}()`] : []),
    ...(semaphore ? [`        self._slots = ${semaphore}(${kind})`] : []),
    ...(event ? ['', '    def done(self):', '        return self._drained.ready()'] : []),
    ...(event ? ['', '    def end(self):', '        self._drained.send()'] : []),
  ];
}

function testText(reaches: PackageParts['reaches'], provided: ReadonlySet<string>): string {
  const modules = [...new Set(reaches.map(({ module }) => module))].sort();
  const bodies = reaches.flatMap(({ module, name, how }, index) => {
    const names = [...provided].flatMap((key) => (key.startsWith(`${module} `) ? [key.split(' ')[1] ?? ''] : []));
    const chosen = names[name % Math.max(1, names.length)] ?? 'eventlet';
    const lines = REACHES[how] ?? [];
    if (lines.some((line) => line.includes('eventlet')) && !names.includes('eventlet')) return [];
    const text = lines.map((line) =>
      line.replaceAll('$M', module).replaceAll('$O', module).replaceAll('$N', chosen).replaceAll('§', `${index}`),
    );
    return ['', '', ...text];
  });
  return `${['from unittest import mock', '', ...modules.map((module) => `import ${module}`), ...bodies].join('\n')}\n`;
}
