// Mocks follow what a transform says that a name becomes, whatever the edits look like, over a made-up library.
import { describe, expect, it } from 'vitest';
import { notesText } from '../../../src/plan/hunks/note.ts';
import { planOfLib } from '../../support/contract-transforms.ts';
import { accept, idsAt } from '../../support/plan.ts';

/** A module that calls, and a test that mocks what it calls: the mock's line with all hunks taken, and what is said of it. */
function mocked(call: string, target: string) {
  const test = `from unittest import mock\n\nfrom pkg import mod\n\n\n@mock.patch('${target}')\ndef test(fake):\n    mod.run(1)\n`;
  const plan = planOfLib({
    'pkg/__init__.py': '',
    'pkg/mod.py': `import lib\n\n\ndef run(n):\n    ${call}\n    return n\n`,
    'pkg/test_mod.py': test,
  });
  const after = String(accept(plan, idsAt(plan, 'review'))['pkg/test_mod.py']);
  const [follower] = plan.files.flatMap(({ followers }) => followers);
  return { plan, moved: after === test ? undefined : after.split('\n')[5], said: follower?.message };
}

describe('a mock', () => {
  it('stays where the call has another form, and says why', () => {
    const { moved, said } = mocked('lib.start(n)', 'pkg.mod.lib.start');
    expect(moved).toBeUndefined();
    expect(said).toBe(
      'It stays, as pkg/mod.py:5 calls threading.Timer in another form: what is started is its second argument.',
    );
  });

  it('stays where no call is left', () => {
    const { moved, said } = mocked('lib.tick()', 'pkg.mod.lib.tick');
    expect(moved).toBeUndefined();
    expect(said).toBe('What it replaces is not called any more.');
  });

  it('moves where the call is replaced as a whole', () => {
    const { moved, plan } = mocked('lib.snooze(n)', 'pkg.mod.lib.snooze');
    expect(moved).toBe("@mock.patch('pkg.mod.time.sleep')");
    expect(notesText(plan.hunks.find(({ follows }) => follows)?.notes ?? [])).not.toContain('assertions');
  });

  it('moves where only the name is replaced', () => {
    expect(mocked('lib.nap(n)', 'pkg.mod.lib.nap').moved).toBe("@mock.patch('pkg.mod.time.sleep')");
  });
});
