// Objects that other files use as well: what they do moves with the object, or leaves it to a person, or is named by every
// command that writes. A fixture is an object of all tests that take it.
import { afterAll, describe, expect, it } from 'vitest';
import { resolveRequirements } from '../../src/rewrite/decisions.ts';
import { findStaleNames } from '../../src/rewrite/stale-names.ts';
import { cleanUp, degreen, repositoryOf } from '../support/cli.ts';
import { accept, idsAt, planOf } from '../support/plan.ts';

const MAIN = 'import eventlet\neventlet.monkey_patch()\n';
const EVENT =
  'from eventlet import event\n\n\nclass W:\n    def __init__(self):\n        self._done = event.Event()\n\n    def end(self):\n        self._done.send()\n';
const LOCK =
  'from eventlet import semaphore\n\n\nclass W:\n    def __init__(self):\n        self._lock = semaphore.Semaphore(2)\n\n    def end(self):\n        with self._lock:\n            pass\n';
const QUEUE =
  'from eventlet import queue\n\n\nclass W:\n    def __init__(self):\n        self._q = queue.LightQueue()\n\n    def end(self):\n        self._q.put(1)\n';

/** What all hunks make of the files, the levels of what the first makes, and what is left behind. */
function tried(files: Readonly<Record<string, string>>) {
  const plan = planOf({ 'main.py': MAIN, ...files });
  const ids = idsAt(plan, 'review');
  const after = accept(plan, ids);
  const left = findStaleNames(plan, resolveRequirements(plan, ids).accepted, () => false);
  return {
    text: (path: string) => after[path]?.toString() ?? '',
    made: plan.hunks.filter(({ follows }) => !follows).map(({ level }) => level),
    left: left.map(({ path, line, text, how, message }) => ({ place: `${path}:${line}`, text, how, message })),
  };
}

describe('a use in another file', () => {
  const test = (line: string) => `from a import W\n\n\ndef test(self, other):\n    w = W()\n    ${line}\n`;

  it.each([
    [EVENT, 'w._done.send()', 'w._done.set()'],
    [EVENT, 'w._done.send(None)', 'w._done.set()'],
    [EVENT, 'w._done.send(result=True)', 'w._done.set()'],
    [EVENT, 'w._done.reset()', 'w._done.clear()'],
    [EVENT, 'done = w._done; done.send()', 'done = w._done; done.set()'],
    [EVENT, 'assert w._done.ready(), w._done.ready()', 'assert w._done.is_set(), w._done.is_set()'],
    [EVENT, 'other._done.send()', 'other._done.set()'],
    [EVENT, 'w._done.wait(1)', 'w._done.wait(1)'],
    [EVENT, 'assert w._done is not None', 'assert w._done is not None'],
    [LOCK, 'assert w._lock.balance == 1', 'assert w._lock._value == 1'],
    [LOCK, 'w._lock.release(False)', 'w._lock.release()'],
    [LOCK, 'w._lock.acquire(timeout=1)', 'w._lock.acquire(timeout=1)'],
    [QUEUE, 'w._q.get(timeout=1)', 'w._q.get(timeout=1)'],
    [QUEUE, 'assert not w._q.full()', 'assert not w._q.full()'],
  ])('moves: %s %s', (maker, line, after) => {
    const { text, made, left } = tried({ 'a.py': maker, 'test_a.py': test(line) });
    expect(text('test_a.py')).toBe(test(after));
    expect([made, left]).toEqual([['review'], []]);
  });

  it.each([
    [EVENT, 'w._done.send(3)', 'set() carries no value'],
    [EVENT, 'x = w._done.wait()', 'wait() gives True or False'],
    [EVENT, 'w._done.poll()', 'has no `poll`'],
    [EVENT, 'assert w._done._result is None', '`_result` is passed on'],
    [EVENT, 'call(w._done.send)', '`send` is passed on'],
    [EVENT, 'done = w._done; done.send(3)', 'set() carries no value'],
    [LOCK, 'assert not w._lock._waiters', 'no public `_waiters`'],
    [LOCK, 'assert w._lock.locked()', 'no public `locked`'],
    [LOCK, 'assert w._lock.release()', 'release() gives None'],
    [QUEUE, 'assert not w._q._getters', 'no `_getters`'],
    [QUEUE, 'w._q.resize(3)', 'no `resize`'],
  ])('leaves its object to a person: %s %s', (maker, line, why) => {
    const files = { 'a.py': maker, 'test_a.py': test(line) };
    expect(tried(files)).toMatchObject({ made: [], left: [] });
    const [outcome] = planOf(files).files.flatMap(({ outcomes }) => outcomes.filter(({ message }) => message));
    expect(outcome?.message).toMatch(/^test_a\.py:6 uses /);
    expect(outcome?.message).toContain(why);
  });

  it.each([
    [EVENT, 'other._done.send(3)'],
    [EVENT, 'other._done.poll()'],
    [LOCK, 'assert not other._lock._waiters'],
    [QUEUE, 'assert not other._q._getters'],
  ])('is named where it only may be of the object: %s %s', (maker, line) => {
    const { made, left } = tried({ 'a.py': maker, 'test_a.py': test(line) });
    expect(made).toEqual(['review']);
    expect(left).toMatchObject([{ place: 'test_a.py:6', how: 'uses', message: expect.stringContaining('by hand') }]);
  });

  it('of another class is none', () => {
    const other =
      'class V:\n    def __init__(self):\n        self._done = object()\n\n    def f(self):\n        self._done.poll()\n';
    expect(tried({ 'a.py': EVENT, 'b.py': other })).toMatchObject({ made: ['safe'], left: [] });
    const same = 'from b import W\n\n\ndef f():\n    W()._done.poll()\n';
    const { made } = tried({ 'a.py': EVENT, 'b.py': 'class W:\n    pass\n', 'c.py': same });
    expect(made).toEqual(['review']);
  });

  it('of a global moves too', () => {
    const maker = 'from eventlet import event\n\nDONE = event.Event()\n\n\ndef end():\n    DONE.send()\n';
    const user = (ready: string, set: string) =>
      `import a\nfrom a import DONE as D\n\n\ndef f():\n    a.DONE.${set}()\n    return D.${ready}()\n`;
    const { text, left } = tried({ 'a.py': maker, 'b.py': user('ready', 'send') });
    expect([text('b.py'), left]).toEqual([user('is_set', 'set'), []]);
    expect(tried({ 'a.py': maker, 'b.py': 'from a import DONE\n\nDONE.send(1)\n' }).made).toEqual([]);
  });
});

describe('a fixture', () => {
  const fixture = (head: string, made: string, back: string) =>
    `import pytest\nfrom eventlet import event, semaphore\n\n\n${head}\ndef it():\n    one = ${made}\n    ${back} one\n`;

  it.each([
    ['@pytest.fixture', 'return'],
    ['@pytest.fixture', 'yield'],
    ["@pytest.fixture(scope='module')", 'yield'],
    ['@pytest.yield_fixture', 'yield'],
  ])('of %s that has a %s goes with the tests that take it', (head, back) => {
    const uses = (ready: string, set: string) =>
      `def test_one(it):\n    it.${set}()\n    assert it.${ready}()\n\n\ndef helper(it):\n    it.other()\n`;
    const { text, made, left } = tried({
      't/conftest.py': fixture(head, 'event.Event()', back),
      't/test_a.py': uses('ready', 'send'),
      'u/test_b.py': uses('ready', 'send'),
    });
    expect(text('t/conftest.py')).toContain('threading.Event()');
    expect(text('t/test_a.py')).toBe(uses('is_set', 'set'));
    expect(text('u/test_b.py')).toBe(uses('ready', 'send'));
    expect([made.length, left]).toEqual([1, []]);
  });

  it('in the file of its tests is one hunk with them', () => {
    const text = `${fixture('@pytest.fixture', 'event.Event()', 'return')}\n\ndef test_one(it):\n    it.send()\n    assert it.ready()\n`;
    const after = tried({ 'test_a.py': text }).text('test_a.py');
    expect(after).toContain('    it.set()\n    assert it.is_set()\n');
  });

  it.each([
    ['event.Event()', 'it.send(3)'],
    ['event.Event()', 'assert it.wait() == 3'],
    ['semaphore.Semaphore(1)', 'assert not it._waiters'],
    ['semaphore.Semaphore(1)', 'assert it.locked()'],
  ])('%s stays for %s', (made, line) => {
    const files = {
      'conftest.py': fixture('@pytest.fixture', made, 'yield'),
      'test_a.py': `def test_one(it):\n    ${line}\n`,
    };
    expect(tried(files)).toMatchObject({ made: [], left: [] });
  });

  it('of a name that has two is not followed', () => {
    const text = fixture('@pytest.fixture', 'event.Event()', 'return');
    const twice = `${text}${text.slice(text.indexOf('@'))}`;
    expect(tried({ 'test_a.py': `${twice}\n\ndef test_one(it):\n    it.send()\n` }).made).toEqual([]);
    const own = 'import pytest\n\n\n@pytest.fixture\ndef it():\n    return 1\n\n\ndef test_one(it):\n    it.send()\n';
    expect(tried({ 'conftest.py': text, 'test_a.py': own }).text('test_a.py')).toBe(own);
  });

  it('by another name', () => {
    const files = {
      'conftest.py': fixture("@pytest.fixture(name='that')", 'semaphore.Semaphore(1)', 'return'),
      'test_a.py': 'def test_one(that):\n    assert that.balance == 1\n',
    };
    expect(tried(files).text('test_a.py')).toContain('that._value');
  });
});

describe('the command line', () => {
  afterAll(cleanUp);

  it.each([['diff'], ['apply'], ['patch', '-o', 'out']])('%s names every use that stays behind', (...command) => {
    const folder = repositoryOf({
      '.gitignore': 'out\n',
      'main.py': MAIN,
      'a.py': EVENT,
      'b.py': 'def f(other):\n    other._done.ready()\n    return other._done.poll()\n',
    });
    const { stderr } = degreen(folder, [...command, '--level', 'review']);
    expect(stderr).toContain(
      'warning: b.py:3 still uses other._done.poll() of the object that a.py:6 makes: threading.Event has no `poll`; change it by hand.',
    );
    expect(degreen(folder, ['diff', '--level', 'safe']).stderr).not.toContain('still uses');
  });

  it('says which hunk would move one that is not taken', () => {
    const folder = repositoryOf({ 'main.py': MAIN, 'a.py': EVENT, 'b.py': 'def f(other):\n    other._done.ready()\n' });
    const decisions = JSON.stringify({ version: 1, base: null, decisions: { 'event:a.py:W.__init__:1': 'accept' } });
    const { stderr } = degreen(folder, ['diff', '--decisions', '-'], { input: decisions });
    expect(stderr).toContain(
      'b.py:2 still uses other._done.ready() of the object that a.py:6 makes: take event:b.py:f:1 as well',
    );
  });
});
