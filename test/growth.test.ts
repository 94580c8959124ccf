// How the work grows with the hunks: what is asked of the syntax trees, counted, for projects of which one has twice the hunks.
import { expect, it } from 'vitest';
import { reportHunks } from '../src/commands/print-ledger.ts';
import type { Plan } from '../src/plan/plan.ts';
import { parse } from '../src/python/source.ts';
import { render } from '../src/rewrite/render.ts';
import { planOf } from './support/plan.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const listed = (count: number, each: (index: number) => string) => numbers(count).map(each).join('\n\n');

/** Projects with so many of something that is rewritten; each has one class of places that were searched for each hunk. */
const SHAPES: Readonly<Record<string, (count: number) => Readonly<Record<string, string>>>> = {
  'calls in functions': (count) => ({
    'pkg/mod.py': `import eventlet\n\n${listed(count, (index) => `def f${index}():\n    eventlet.sleep(${index})\n`)}`,
  }),
  'imports in functions': (count) => ({
    'pkg/mod.py': listed(count, (index) => `def f${index}():\n    import eventlet\n    eventlet.sleep(${index})\n`),
  }),
  'local objects of one name': (count) => ({
    'pkg/mod.py': `from eventlet import event\n\n${listed(
      count,
      (index) => `def f${index}():\n    done = event.Event()\n    done.send()\n    done.wait()\n`,
    )}`,
  }),
  'a local name like the new module': (count) => ({
    'pkg/mod.py': `from eventlet import queue\n\n${listed(
      count,
      (index) => `class Q${index}:\n    def __init__(self):\n        self.q${index} = queue.LightQueue()\n`,
    )}`,
  }),
  'attributes of one name in many files': (count) =>
    Object.fromEntries(
      numbers(count).map((index) => [
        `pkg/m${index}.py`,
        `from eventlet import event\n\nclass W${index}:\n    def __init__(self):\n        self._done = event.Event()\n\n    def stop(self):\n        self._done.send()\n`,
      ]),
    ),
  mocks: (count) => ({
    'pkg/mod.py': 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n',
    'pkg/test_mod.py': `from unittest import mock\n\n${listed(
      count,
      (index) => `@mock.patch('pkg.mod.eventlet.sleep')\ndef test_${index}(m):\n    pass\n`,
    )}`,
  }),
};

const ASKED = ['startIndex', 'endIndex', 'id', 'namedChildren', 'children', 'descendantForIndex', 'childForFieldName'];

/** How often the binding of tree-sitter is asked for what walks and searches ask it. */
function countQuestions(work: () => void): number {
  const source = parse('a.py', 'a\n');
  if ('reason' in source) throw new Error(source.reason);
  const nodes: object = Object.getPrototypeOf(Object.getPrototypeOf(source.root));
  let questions = 0;
  const restore = ASKED.map((name) => {
    const plain = Object.getOwnPropertyDescriptor(nodes, name);
    if (!plain) throw new Error(`the binding has no ${name}`);
    const counted = (answer: (this: unknown, ...given: unknown[]) => unknown) =>
      function (this: unknown, ...given: unknown[]) {
        questions++;
        return answer.apply(this, given);
      };
    const { get, value } = plain;
    Object.defineProperty(nodes, name, {
      ...plain,
      ...(get ? { get: counted(get) } : { value: counted(value) }),
    });
    return () => Object.defineProperty(nodes, name, plain);
  });
  try {
    work();
  } finally {
    for (const each of restore) each();
  }
  return questions;
}

/** All that `scan` and `diff` ask of a plan. */
function report(plan: Plan): void {
  expect(plan.bugs).toEqual([]);
  reportHunks(plan, () => false, false);
  reportHunks(plan, () => false, true);
  render(plan, new Set(plan.hunks), () => false);
}

it.each(Object.entries(SHAPES))('asks the trees twice as much about twice as many: %s', (_, filesOf) => {
  const questions = (count: number) => {
    const files = { ...filesOf(count), 'pkg/__init__.py': '', 'main.py': 'import eventlet\neventlet.monkey_patch()\n' };
    return countQuestions(() => report(planOf(files)));
  };
  questions(2);
  const [few, many] = [questions(40), questions(80)];
  expect(few).toBeGreaterThan(40);
  expect(many / few).toBeLessThan(2.2);
});
