// Transforms of the made-up library that move blocks out of their statements and fold constants.
import { advise, NOTHING } from '../../src/transform.ts';
import { made } from './made-transform.ts';

/** `with lib.limit(n):` goes, and what it holds moves out. */
const limit = made({
  id: 'limit',
  owns: [{ name: 'lib.limit' }],
  propose({ call, block }) {
    const opened = call && block();
    const changes = opened?.kind === 'with' ? opened.unwrap() : undefined;
    return changes
      ? { kind: 'proposal', level: 'safe', title: 'limit', becomes: NOTHING, changes }
      : advise('It does not open a block of its own.');
  },
});

/** `lib.flag()` → `False`, with all that this decides. */
const flag = made({
  id: 'flag',
  owns: [{ name: 'lib.flag' }],
  propose({ call, fold }) {
    const changes = call && fold(false);
    return changes
      ? { kind: 'proposal', level: 'safe', title: 'flag', becomes: NOTHING, changes }
      : advise('It is not called.');
  },
});

/** All of them. */
export const BLOCKS = [limit, flag];
