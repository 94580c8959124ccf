// Who runs when: waits of no time in loops, semaphores that are handed on, and yields that are dropped.
import { describe, expect, it } from 'vitest';
import { notesText } from '../../src/plan/hunks/note.ts';
import { planOf } from '../support/plan.ts';

const PATCHED = { 'main.py': 'import eventlet\neventlet.monkey_patch()\n' };
const lines = (...text: readonly string[]) => `${text.join('\n')}\n`;

/** The hunks of a class that makes an object and uses it in a method. */
function hunksOf(made: string, body: readonly string[]) {
  const text = lines(
    'import eventlet',
    'from eventlet import event, queue, semaphore',
    'class A:',
    '    def __init__(self):',
    `        self._x = ${made}`,
    '    def run(self, tries, items):',
    ...body.map((line) => `        ${line}`),
    '    def once(self):',
    '        pass',
  );
  return planOf({ ...PATCHED, 'mod.py': text }).hunks.filter(({ transform }) => transform !== 'sleep');
}

const LOST = 'lets others run in eventlet only';

describe('a wait of no time in a loop', () => {
  const event = 'event.Event()';
  const semaphore = 'semaphore.Semaphore(1)';
  it.each<readonly [string, readonly string[]]>([
    [event, ['while not self._x.ready():', '    self._x.wait(0)']],
    [event, ['while not self._x.ready():', '    self._x.wait(timeout=0.0)']],
    [event, ['while not self._x.ready():', '    self._x.wait(-1)']],
    [event, ['while not self._x.ready():', '    if tries:', '        eventlet.sleep(1)', '    self._x.wait(0)']],
    [event, ['for item in items:', '    self._x.wait(0)']],
    [event, ['pause = 0', 'while not self._x.ready():', '    self._x.wait(pause)']],
    [semaphore, ['[self._x.acquire(timeout=0) for item in items]']],
    [event, ['def look():', '    self._x.wait(0)', 'while tries:', '    look()']],
    [event, ['self.once()', 'while not self._x.ready():', '    with items:', '        self._x.wait(0)']],
    [semaphore, ['while not self._x.acquire(timeout=0):', '    pass']],
    [semaphore, ['while not self._x.acquire(True, 0):', '    pass']],
    [semaphore, ['while True:', '    if self._x.acquire(blocking=True, timeout=0):', '        break']],
    ['semaphore.BoundedSemaphore(1)', ['while not self._x.acquire(timeout=0):', '    pass']],
  ])('%s: %j is at level review', (made, body) => {
    const [hunk] = hunksOf(made, body);
    expect(hunk?.level).toBe('review');
    expect(notesText(hunk?.notes ?? [])).toContain(LOST);
  });

  it.each<readonly [string, readonly string[]]>([
    [event, ['self._x.wait(0)']],
    [event, ['while not self._x.ready():', '    self._x.wait(0.1)']],
    [event, ['while not self._x.ready():', '    self._x.wait()']],
    [event, ['while not self._x.ready():', '    self._x.wait(None)']],
    [event, ['while not self._x.ready():', '    self._x.wait(tries)']],
    [event, ['while not self._x.ready():', '    self._x.wait(0)', '    eventlet.sleep(1)']],
    [
      event,
      [
        'while not self._x.ready():',
        '    try:',
        '        self._x.wait(0)',
        '    finally:',
        '        eventlet.sleep(0)',
      ],
    ],
    [event, ['for item in items:', '    def look():', '        self._x.wait(0)']],
    [semaphore, ['while not self._x.acquire(False, 0):', '    pass']],
    [semaphore, ['while not self._x.acquire(blocking=False):', '    pass']],
    [semaphore, ['self._x.acquire(timeout=0)']],
  ])('%s: %j is safe', (made, body) => {
    expect(hunksOf(made, body).map(({ level }) => level)).toEqual(['safe']);
  });

  it('makes a queue.Queue of a queue, which waits as today', () => {
    const titles = (...body: readonly string[]) =>
      hunksOf('queue.LightQueue()', body).map(({ title, level }) => `${level} ${title}`);
    const loop = (get: string) => [
      'while tries:',
      '    try:',
      `        self._x.${get}`,
      '    except Exception:',
      '        pass',
    ];
    for (const get of ['get(timeout=0)', 'get(True, 0)', 'get(timeout=-1)'])
      expect(titles(...loop(get))).toEqual(['safe LightQueue → queue.Queue']);
    for (const get of ['get_nowait()', 'get(False)', 'get(timeout=1)', 'get()'])
      expect(titles(...loop(get))).toEqual(['safe LightQueue → queue.SimpleQueue']);
    expect(titles('self._x.get(timeout=0)')).toEqual(['safe LightQueue → queue.SimpleQueue']);
  });
});

describe('a semaphore that is held through every sleep of a loop', () => {
  it.each<readonly [readonly string[]]>([
    [['while tries:', '    with self._x:', '        eventlet.sleep(0)']],
    [['for item in items:', '    with self._x:', '        item()', '        eventlet.sleep(0.1)']],
    [['for item in items:', '    self._x.acquire()', '    eventlet.sleep(0)', '    self._x.release()']],
    [['def turn():', '    with self._x:', '        eventlet.sleep(0)', 'while tries:', '    turn()']],
  ])('%j is at level review', (body) => {
    const [hunk] = hunksOf('semaphore.Semaphore(1)', body);
    expect(notesText(hunk?.notes ?? [])).toContain('the same thread may take it again');
  });

  it.each<readonly [readonly string[]]>([
    [['with self._x:', '    eventlet.sleep(0)']],
    [['while tries:', '    with self._x:', '        eventlet.sleep(0)', '    eventlet.sleep(0)']],
    [['while tries:', '    with self._x:', '        tries -= 1', '    eventlet.sleep(0)']],
    [['while tries:', '    with self._x:', '        tries -= 1']],
  ])('%j is safe', (body) => {
    expect(hunksOf('semaphore.Semaphore(1)', body).map(({ level }) => level)).toEqual(['safe']);
  });
});

describe('what a mock is given', () => {
  const MODULE = lines('from eventlet import greenthread', 'def work():', '    greenthread.sleep(3)');
  /** The verdict on the sleep of a test, beside a module whose sleep it mocks. */
  const verdict = (...test: readonly string[]) => {
    const text = lines('from unittest import mock', 'import time', 'import eventlet', 'from pkg import mod', ...test);
    const plan = planOf({ ...PATCHED, 'pkg/__init__.py': '', 'pkg/mod.py': MODULE, 'pkg/test_mod.py': text });
    const [file] = plan.files.filter(({ model }) => model.path === 'pkg/test_mod.py');
    return file?.outcomes.flatMap(({ owner, reference, hunk, message }) =>
      owner.name === 'eventlet.sleep' && reference.role === 'call' ? [hunk ? hunk.level : message] : [],
    );
  };
  const ITSELF = 'It is part of the replacement for time.sleep and would call itself.';

  it.each<readonly [readonly string[]]>([
    [
      [
        "@mock.patch.object(eventlet.greenthread, 'sleep', side_effect=eventlet.sleep(0))",
        'def test(sleep): mod.work()',
      ],
    ],
    [["@mock.patch.object(mod.greenthread, 'sleep', return_value=eventlet.sleep(0))", 'def test(sleep): mod.work()']],
    [['def test():', "    with mock.patch('pkg.mod.greenthread.sleep', eventlet.sleep(0)):", '        mod.work()']],
    [['def fake(seconds):', '    eventlet.sleep(0)', 'def test():', '    mod.work()']],
  ])('%j is a call like any other', (test) => {
    expect(verdict(...test)).toEqual(['safe']);
  });

  it.each<readonly [readonly string[]]>([
    [
      [
        "@mock.patch.object(mod.greenthread, 'sleep', side_effect=lambda s: eventlet.sleep(0))",
        'def test(sleep): mod.work()',
      ],
    ],
    [["@mock.patch.object(time, 'sleep', side_effect=lambda s: eventlet.sleep(0))", 'def test(sleep): mod.work()']],
    [
      [
        'def fake(seconds):',
        '    eventlet.sleep(0)',
        "@mock.patch('pkg.mod.greenthread.sleep', fake)",
        'def test(): mod.work()',
      ],
    ],
    [
      [
        'def test(self):',
        '    def fake(seconds):',
        '        eventlet.sleep(0)',
        "    self.stub_out('pkg.mod.greenthread.sleep', fake)",
        '    mod.work()',
      ],
    ],
  ])('%j would call itself', (test) => {
    expect(verdict(...test)).toEqual([ITSELF]);
  });

  it('is over before a mock is there, which may also be one of the whole process', () => {
    expect(
      verdict("@mock.patch.object(time, 'sleep', side_effect=eventlet.sleep(0))", 'def test(sleep): mod.work()'),
    ).toEqual(['review']);
  });
});

describe('a yield that the configuration drops', () => {
  /** What becomes of the yield in a function. */
  const dropped = (...body: readonly string[]) => {
    const text = lines(
      'import eventlet',
      'LIMIT = 3',
      'def f(self, done, items, n):',
      ...body.map((line) => `    ${line}`),
    );
    const plan = planOf({ ...PATCHED, 'mod.py': text }, { settings: { keys: new Map([['yield', 'drop']]) } });
    const [outcome] = plan.files
      .flatMap(({ outcomes }) => outcomes)
      .filter(({ owner, reference }) => owner.name === 'eventlet.sleep' && reference.role === 'call');
    return outcome?.hunk ? `dropped: ${notesText(outcome.hunk.notes)}` : `kept: ${outcome?.message}`;
  };

  it.each<readonly [readonly string[], string]>([
    [
      ['tries = 0', 'while not done.ready() and tries < 10:', '    eventlet.sleep(0)', '    tries += 1'],
      '(line 5, `not done.ready() and tries < 10`)',
    ],
    [['while not self.stopped:', '    self.step()', '    eventlet.sleep(0)'], '(line 4, `not self.stopped`)'],
    [['while not items:', '    n += 1', '    eventlet.sleep()'], '(line 4, `not items`)'],
    [
      ['while True:', '    if done.ready():', '        break', '    eventlet.sleep(0)', '    n += 1'],
      '(line 5, `done.ready()`)',
    ],
    [
      ['for i in range(9):', '    if self.seen.get(n):', '        return True', '    eventlet.sleep(0)'],
      '(line 5, `self.seen.get(n)`)',
    ],
    [['while ready():', '    n += 1', '    eventlet.sleep(0)'], '(line 4, `ready()`)'],
    [
      ['while n < LIMIT and not items[0]:', '    n += 1', '    eventlet.sleep(0)'],
      '(line 4, `n < LIMIT and not items[0]`)',
    ],
    [['for i in range(3):', '    eventlet.sleep(0)'], 'all that the loop does'],
    [['while n < 10:', '    n += 1', '    eventlet.sleep(0)'], '(line 4, `n < 10`)'],
    [['eventlet.spawn(done)', 'eventlet.sleep(0)', 'return items'], '`eventlet.spawn()` starts at line 4'],
    [
      ['pool = self.pool', 'for i in items:', '    pool.spawn_n(i)', 'n = 1', 'eventlet.sleep(0)'],
      '`pool.spawn_n()` starts at line 6',
    ],
    [['eventlet.sleep(0)', 'eventlet.spawn(done)'], '`eventlet.spawn()` starts at line 5'],
    [['done.start()', 'eventlet.sleep(0)', 'return items'], '`done.start()` starts at line 4'],
  ])('%j is kept', (body, why) => {
    const said = dropped(...body);
    expect(said).toMatch(/^kept: Not dropped: /);
    expect(said).toContain(why);
  });

  it.each<readonly [readonly string[]]>([
    [['for i in items:', '    i.save()', '    eventlet.sleep(0)']],
    [['for i in items:', '    n += i', '    eventlet.sleep(0)']],
    [['items.save()', 'eventlet.sleep(0)', 'return n']],
    [['while items:', '    items.pop()', '    eventlet.sleep(0)']],
    [['while n < len(items):', '    items.append(n)', '    n = step(n)', '    eventlet.sleep(0)']],
    [['while True:', '    part = done.read()', '    if not part:', '        break', '    eventlet.sleep(0)']],
    [['while self.step():', '    self.step = self.next(n)', '    eventlet.sleep(0)']],
  ])('%j goes', (body) => {
    expect(dropped(...body)).toMatch(/^dropped: .* here\.$/);
  });

  it('names the comment above it', () => {
    expect(dropped('items.save()', '# Give other tasks a chance.', 'eventlet.sleep(0)')).toMatch(
      / The comment above it stays and may describe it: line 5, `# Give other tasks a chance\.`\.$/,
    );
    expect(dropped('# Saves.', 'items.save()', 'eventlet.sleep(0)  # yields')).not.toContain('above');
  });
});
