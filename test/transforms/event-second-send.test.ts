// A second send() raises AssertionError in eventlet and nothing with threading: where somebody takes that error it is for
// review, with the handler's place; where the send can only run once, or nobody is seen to take it, it is safe.
import { describe, expect, it } from 'vitest';
import { notesText } from '../../src/plan/hunks/note.ts';
import { planOf } from '../support/plan.ts';

const MAIN = 'import eventlet\neventlet.monkey_patch()\n';

function verdict(text: string, others: Readonly<Record<string, string>> = {}) {
  const plan = planOf({ 'main.py': MAIN, 'a.py': text, ...others });
  const made = plan.files
    .flatMap(({ outcomes }) => outcomes)
    .find(({ owner, reference }) => {
      return owner.transform.id === 'event' && reference.role === 'call';
    });
  return {
    level: made?.hunk?.level ?? 'manual',
    said: made?.hunk ? notesText(made.hunk.notes) : (made?.message ?? ''),
  };
}

/** A class that sends in a method of its own, which is given as its body. */
const holder = (...body: readonly string[]) =>
  `import contextlib\nfrom eventlet import event\n\n\nclass W:\n    def __init__(self):\n        self._e = event.Event()\n\n    def end(self):\n${body.map((line) => `        ${line}\n`).join('')}`;

/** A function that makes an event, and then does this. */
const local = (...body: readonly string[]) =>
  `from eventlet import event\nimport eventlet\n\n\ndef f(n):\n    e = event.Event()\n${body.map((line) => `    ${line}\n`).join('')}`;

describe('somebody takes the error', () => {
  it.each([
    [holder('try:', '    self._e.send()', 'except Exception:', '    log()'), '`except Exception` at line 12'],
    [holder('try:', '    self._e.send()', 'except:', '    pass'), '`except` at line 12'],
    [
      holder('try:', '    self._e.send()', 'except BaseException as e:', '    pass'),
      '`except BaseException` at line 12',
    ],
    [holder('try:', '    self._e.send()', 'except (KeyError, Exception):', '    pass'), 'at line 12'],
    [holder('try:', '    self._e.send()', 'except ERRORS:', '    pass'), '`except ERRORS` at line 12'],
    [holder('try:', '    self._e.send()', 'except Exception:', '    raise ValueError()'), 'at line 12'],
    [
      holder(
        'try:',
        '    try:',
        '        self._e.send()',
        '    except Exception:',
        '        raise',
        'except Exception:',
        '    pass',
      ),
      'at line 15',
    ],
    [holder('try:', '    self._e.send()', 'finally:', '    return 1'), '`finally` at line 12'],
    [
      holder('with contextlib.suppress(Exception):', '    self._e.send()'),
      '`contextlib.suppress(Exception)` at line 10',
    ],
    [holder('with self.assertRaises(Exception):', '    self._e.send()'), 'at line 10'],
    [holder('if x:', '    try:', '        self._e.send()', '    except Exception:', '        pass'), 'at line 13'],
  ])('in its own function: %s', (text, place) => {
    const { level, said } = verdict(text);
    expect(level).toBe('review');
    expect(said).toContain(place);
    expect(said).toContain('A second send()');
  });

  it.each([
    holder('try:', '    self._e.send()', 'except AssertionError:', '    pass'),
    holder('try:', '    self._e.send()', 'except (KeyError, AssertionError):', '    pass'),
    holder('with contextlib.suppress(AssertionError):', '    self._e.send()'),
    holder('with contextlib.suppress(KeyError, AssertionError):', '    self._e.send()'),
    holder('with self.assertRaises(AssertionError):', '    self._e.send()'),
    holder('with pytest.raises(AssertionError):', '    self._e.send()'),
    holder('with pytest.raises((AssertionError, KeyError)):', '    self._e.send()'),
  ])('and names it: %s', (text) => {
    const { level, said } = verdict(text);
    expect(level).toBe('manual');
    expect(said).toContain('AssertionError');
  });

  const END = holder('self._e.send()');
  it.each([
    [
      'a method of the class',
      `${END}\n    def stop(self):\n        try:\n            self.end()\n        except Exception:\n            pass\n`,
      {},
      'line 15',
    ],
    [
      'a caller of a caller',
      `${END}\n    def stop(self):\n        self.end()\n\n    def quit(self):\n        try:\n            self.stop()\n        except Exception:\n            pass\n`,
      {},
      'line 18',
    ],
    ['an instance', `${END}\n\nw = W()\ntry:\n    w.end()\nexcept Exception:\n    pass\n`, {}, 'line 16'],
    [
      'another file',
      END,
      {
        'b.py':
          'from a import W\n\n\ndef f():\n    w = W()\n    try:\n        w.end()\n    except Exception:\n        pass\n',
      },
      'b.py:8',
    ],
    [
      'a test',
      END,
      {
        'b.py':
          'from a import W\n\n\ndef test(self):\n    w = W()\n    w.end()\n    self.assertRaises(AssertionError, w.end)\n',
      },
      'b.py:7',
    ],
    [
      'a test with a block',
      END,
      {
        'b.py':
          'import pytest\nfrom a import W\n\n\ndef test():\n    w = W()\n    w.end()\n    with pytest.raises(AssertionError):\n        w.end()\n',
      },
      'b.py:8',
    ],
  ])('in a caller: %s', (_, text, others, place) => {
    const { level, said } = verdict(text, others);
    expect([level, said]).toEqual(['review', expect.stringContaining(place)]);
  });
});

describe('nobody takes it, or there is no second', () => {
  it.each([
    ['no handler', holder('self._e.send()')],
    ['two senders without a handler', `${holder('self._e.send()')}\n    def stop(self):\n        self._e.send()\n`],
    ['another exception', holder('try:', '    self._e.send()', 'except KeyError:', '    pass')],
    ['raised again', holder('try:', '    self._e.send()', 'except Exception:', '    log()', '    raise')],
    [
      'raised again by a context manager',
      holder(
        'try:',
        '    self._e.send()',
        'except Exception:',
        '    with excutils.save_and_reraise_exception():',
        '        log()',
      ),
    ],
    ['in the handler', holder('try:', '    work()', 'except Exception:', '    self._e.send()')],
    ['in the finally', holder('try:', '    work()', 'except Exception:', '    pass', 'finally:', '    self._e.send()')],
    ['in the else', holder('try:', '    work()', 'except Exception:', '    pass', 'else:', '    self._e.send()')],
    [
      'asked before',
      holder('try:', '    if not self._e.ready():', '        self._e.send()', 'except Exception:', '    pass'),
    ],
    ['once', local('try:', '    e.send()', 'except Exception:', '    pass', 'e.wait()')],
    [
      'once in each turn',
      local(
        'for i in n:',
        '    e = event.Event()',
        '    try:',
        '        e.send()',
        '    except Exception:',
        '        pass',
      ).replace('    e = event.Event()\n', ''),
    ],
    [
      'once in a thread',
      local(
        'def work():',
        '    try:',
        '        e.send()',
        '    except Exception:',
        '        pass',
        'eventlet.spawn(work)',
        'e.wait()',
      ),
    ],
    [
      'once in a called function',
      local(
        'def work():',
        '    try:',
        '        e.send()',
        '    except Exception:',
        '        pass',
        'work()',
        'e.wait()',
      ),
    ],
    [
      'a return in a function of the finally',
      holder('try:', '    self._e.send()', 'finally:', '    def g():', '        return 1'),
    ],
    [
      'a handler of another thread',
      holder('self._e.send()').concat(
        '\n    def go(self):\n        try:\n            eventlet.spawn(self.end)\n        except Exception:\n            pass\n',
      ),
    ],
  ])('%s', (_, text) => {
    expect(verdict(text)).toEqual({ level: 'safe', said: '' });
  });

  it.each([
    ['a loop', local('for i in n:', '    try:', '        e.send()', '    except Exception:', '        pass')],
    ['a comprehension', local('try:', '    [e.send() for i in n]', 'except Exception:', '    pass')],
    [
      'two threads',
      local(
        'def work():',
        '    try:',
        '        e.send()',
        '    except Exception:',
        '        pass',
        'eventlet.spawn(work)',
        'eventlet.spawn(work)',
      ),
    ],
    [
      'threads in a loop',
      local(
        'def work():',
        '    try:',
        '        e.send()',
        '    except Exception:',
        '        pass',
        'for i in n:',
        '    eventlet.spawn(work)',
      ),
    ],
    [
      'asked too early',
      local(
        'def work():',
        '    try:',
        '        if not e.ready():',
        '            eventlet.sleep(1)',
        '            e.send()',
        '    except Exception:',
        '        pass',
        'eventlet.spawn(work)',
        'eventlet.spawn(work)',
      ),
    ],
    ['two senders', local('try:', '    e.send()', 'except Exception:', '    pass', 'if n:', '    e.send()')],
  ])('but %s may', (_, text) => {
    expect(verdict(text).level).toBe('review');
  });
});
