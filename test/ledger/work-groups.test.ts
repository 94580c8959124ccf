// Which work each place left to a person is part of. A line of the programs below ends with what the ledger must say of it:
// the group, and after a colon what sets the place apart there.
import { describe, expect, it } from 'vitest';
import { planWork } from '../../src/reporters/scan/scan-report.ts';
import { ledgerOf, planOf, registry } from '../support/plan.ts';

interface Place {
  readonly line: number;
  readonly task: string;
}

/** What the comments `# → …` of a program expect. */
function expected(program: string): Place[] {
  return program.split('\n').flatMap((text, index) => {
    const task = /# → (.*)$/.exec(text)?.[1];
    return task === undefined ? [] : [{ line: index + 1, task }];
  });
}

/** What the ledger says of its places. */
function found(program: string, path = 'mod.py'): Place[] {
  return ledgerOf(planOf({ [path]: program }))
    .filter(({ group, role }) => group !== null && role !== 'attribute')
    .map(({ line, group, detail }) => ({ line, task: detail === '' ? `${group}` : `${group}: ${detail}` }));
}

const PROGRAMS: Readonly<Record<string, string>> = {
  'a with block around a wait': `
import eventlet
from eventlet.timeout import Timeout


def f(self, conn, limit):
    with Timeout(limit):  # → timeout-with: around conn.getresponse().read()
        body = conn.getresponse().read()
    with open('x') as y, eventlet.Timeout(limit):  # → timeout-with: around self.run(), self.join()
        self.run(str(len(y)), self.join())
    with eventlet.Timeout(limit, None):  # → timeout-with: around for … in self.pile
        body = [each for each in self.pile]
    with eventlet.Timeout(limit, exception=True):  # → timeout-with: around a(), b(), c(), 2 more
        a(b(), c())
        d(e())
    with Timeout(None):  # → timeout-with: around self.parts.wait(); None: it never runs out
        self.parts.wait()
    with Timeout(limit) as timer:  # → timeout-with: around conn.send()
        conn.send(b''.join([body]))
        timer.seconds
    with (Timeout(limit)):  # → timeout-with: around no call
        def later():
            conn.send()
    stack.enter_context(Timeout(limit))  # → timeout-cancel: passed on, or not kept at all
    with contextlib.ExitStack() as stack:
        stack.enter_context(Timeout(limit))  # → timeout-with: around conn.send()
        conn.send()
`,
  'a with block that raises something else': `
import eventlet


def f(limit):
    with eventlet.Timeout(limit, CellTimeout):  # → timeout-exception: around g(); raises CellTimeout; yields inside, so its consumer runs under the limit too
        for record in g():
            yield record
    with eventlet.Timeout(limit, exception=errors.Late('x')):  # → timeout-exception: around g(); raises errors.Late('x')
        g()
`,
  'a silent one': `
from eventlet import timeout


def f(limit):
    with timeout.Timeout(limit, False):  # → timeout-silent: around g()
        g()
    with timeout.Timeout(seconds=limit, exception=False):  # → timeout-silent: around g()
        g()
`,
  'one that is kept': `
import eventlet


class A:
    def start(self, limit):
        timer = eventlet.Timeout(limit)  # → timeout-cancel: kept in timer: cancel
        try:
            self.run()
        finally:
            timer.cancel()
        self._timer = eventlet.Timeout(limit, Late)  # → timeout-cancel: kept in self._timer: pending, cancel; raises Late
        other = eventlet.Timeout(limit, False)  # → timeout-cancel: kept in other, no cancel() in sight; raises nothing
        eventlet.Timeout(limit)  # → timeout-cancel: passed on, or not kept at all
        with eventlet.Timeout(limit) as guard:  # → timeout-cancel: around self.run(), guard.cancel()
            self.run()
            guard.cancel()
        return eventlet.Timeout(limit)  # → timeout-cancel: passed on, or not kept at all

    def stop(self):
        if self._timer.pending:
            self._timer.cancel()


def make(timer=eventlet.Timeout):  # → timeout-cancel: the class itself is passed on
    greenthread.exc_after(1)
`,
  'one that is caught': `
import eventlet
from eventlet import Timeout


def f(self, limit):
    try:
        with Timeout(limit):  # → timeout-with: around g()
            g()
    except Timeout:  # → timeout-caught: of the limit at line 8
        pass
    try:
        g()
    except Exception:
        pass
    except (OSError, Timeout) as error:  # → timeout-caught: beside OSError; except Exception stands above it
        pass
    try:
        try:
            with Timeout(limit):  # → timeout-with: around g()
                g()
        except (Exception, eventlet.Timeout):  # → timeout-beside: of the limit at line 20
            pass
    except (Timeout, BaseException):  # → timeout-beside
        pass
    if isinstance(error, (Timeout, OSError)):  # → timeout-caught: asked for by its type
        pass
    late = (Timeout, OSError)  # → timeout-caught: in a tuple of exceptions
    eventlet.is_timeout(error)  # → timeout-caught
`,
  'a class that derives from it': `
from eventlet import Timeout


class Late(Timeout):  # → timeout-subclass
    def __init__(self):
        Timeout.__init__(self)  # → timeout-subclass
`,
  'what stands for it in tests': `
import eventlet  # → modules: imported, but not used in this file
from eventlet import Timeout


@mock.patch('eventlet.timeout.Timeout')  # → timeout-simulated
def test(self, mocked):
    mocked.side_effect = [Timeout(), None]  # → timeout-simulated
    with mock.patch.object(self, 'wait', side_effect=Timeout):  # → timeout-simulated
        self.assertRaises(Timeout, self.wait)  # → timeout-simulated
    with pytest.raises(Timeout):  # → timeout-simulated
        raise Timeout()  # → timeout-simulated
    raise Timeout from error  # → timeout-simulated
`,
  'one call under a limit': `
import eventlet


def f(self, limit):
    eventlet.with_timeout(limit, self.wait)  # → timeout-call: calls self.wait()
    return eventlet.with_timeout(limit, g, 1, timeout_value=None)  # → timeout-call: calls g(); gives timeout_value
`,
  'green threads, by what is done with the handle': `
import eventlet
from eventlet import greenthread


def f(self):
    eventlet.spawn(self.run, 1)  # → spawn-forget: runs self.run
    eventlet.spawn_n(lambda: 1)  # → spawn-forget
    worker = eventlet.spawn(self.run)  # → spawn-wait: runs self.run; kept in worker: wait, dead
    worker.wait()
    worker.dead
    self._loop = greenthread.spawn(self.run)  # → spawn-kill: runs self.run; kept in self._loop: kill
    self._loop.kill()
    for each in [eventlet.spawn(*args) for args in calls]:  # → spawn-wait
        greenthread.kill(each)  # → spawn-kill
    eventlet.spawn_after(1, self.run)  # → spawn-later
    start = eventlet.spawn  # → spawn-wait: the function itself is passed on
`,
  'names whose work their use does not decide': `
import eventlet.wsgi  # → modules: imported, but not used in this file
import eventlet
from eventlet import corolocal, debug, event, hubs, patcher, pools, queue, semaphore, sleep, support, tpool
from eventlet.green import socket

eventlet.monkey_patch()  # → monkey-patch
hubs.use_hub('poll')  # → hubs
debug.hub_exceptions(True)  # → debug
real = patcher.original('time')  # → patcher
local = corolocal.local()  # → identity
sock = socket.socket()  # → green-modules
sock = eventlet.listen(('', 80))  # → sockets
pool = eventlet.GreenPool()  # → pools
things = pools.Pool()  # → objects
tpool.execute(len, ())  # → tpool
jobs = queue.Queue()  # → queues
channel = queue.LightQueue(0)  # → light-queue
capped = semaphore.CappedSemaphore(0, 1)  # → locks
limit = semaphore.Semaphore(1)  # → semaphore
print(limit.balance)
support.get_errno(error)  # → helpers
handle(semaphore.Semaphore)  # → semaphore
done = event.Event()  # → event
done.send(1)
retry(sleep)  # → sleep
look(eventlet)  # → modules
mock.patch.object(eventlet, 'spawn_after')  # → spawn-later: replaces spawn_after
environ.get('eventlet.input')  # → wsgi
`,
};

describe('a place that is manual', () => {
  it.each(Object.entries(PROGRAMS))('is planned with its like: %s', (_, program) => {
    expect(found(program)).toEqual(expected(program));
  });

  it('has no group where a hunk rewrites it, and none where it is an import that goes with its uses', () => {
    const entries = ledgerOf(planOf({ 'mod.py': 'import eventlet\n\n\neventlet.sleep(1)\n# eventlet\n' }));
    expect(entries.map(({ role, group, detail }) => [role, group, detail])).toEqual([
      ['import', null, ''],
      ['call', null, ''],
      ['mention', null, ''],
    ]);
  });

  it('is listed behind those of the product where it is in a test', () => {
    const text = 'import eventlet\neventlet.listen(1)\n';
    const entries = ledgerOf(planOf({ 'a/tests/x.py': text, 'b/y.py': text, 'conftest.py': text }));
    const [work] = planWork(entries, registry.transforms);
    expect(work?.places.map(({ path }) => path)).toEqual(['b/y.py', 'a/tests/x.py', 'conftest.py']);
  });
});

describe('groups of work', () => {
  const groups = registry.transforms.flatMap((transform) => transform.work.map((group) => ({ transform, group })));

  it('have ids of their own, a solution, and a program before and after', () => {
    expect(new Set(groups.map(({ group }) => group.id)).size).toBe(groups.length);
    for (const { group } of groups) {
      expect(group.draft, group.id).toMatch(/^[A-Z].{40,420}[.]$/s);
      expect(group.example.before, group.id).toMatch(/\S\n$/);
      expect(group.example.after, group.id).toMatch(/\S\n$/);
      expect(group.example.after, group.id).not.toContain('eventlet');
      expect(group.example.after, group.id).not.toBe(group.example.before);
    }
  });

  it('are what groupOf answers with', () => {
    for (const transform of registry.transforms) {
      const ids = transform.work.map(({ id }) => id);
      for (const { name } of transform.owns) expect(ids).toContain(transform.groupOf?.(name) ?? ids[0]);
    }
  });

  it('come in the order in which the work is planned', () => {
    const entries = ledgerOf(
      planOf({
        'mod.py': Object.values(PROGRAMS)
          .join('\n')
          .replaceAll(/# → .*$/gm, ''),
      }),
    );
    const areas = planWork(entries, registry.transforms).map(({ group }) => group.area);
    expect([...new Set(areas)]).toEqual([
      'Monkey patching and entry points',
      'WSGI servers and sockets',
      'Green threads and pools',
      'tpool',
      'Timeout',
      'Locks, queues and locals',
      'Green modules',
      'Patcher, hubs and debugging',
      'Pools of objects, and helpers',
      'Sleep and events',
    ]);
    expect(areas.filter((area, index) => areas.indexOf(area) < index && areas[index - 1] !== area)).toEqual([]);
  });
});
