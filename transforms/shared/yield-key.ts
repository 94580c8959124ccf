// The project's word on calls that only yield: native threads need none, and what stands for one is for the project to say.
import { Problem, policyKey, type Use, use } from '../../src/transform.ts';

/** What a call that only yields becomes: a symbol of the project, or nothing at all. */
export const YIELD = policyKey<Use | 'drop'>(
  'yield',
  'what a call that only yields, such as `sleep(0)`, becomes: a function of the project, `"drop"`, or `"time.sleep(0)"`',
  (written, project) => {
    if (typeof written !== 'string') return new Problem('`yield` must be a string');
    if (written === 'time.sleep(0)') return undefined;
    if (written === 'drop') return 'drop';
    const found = project.define(written);
    if (typeof found === 'string') return new Problem(found);
    if (found.kind === 'function' && !found.plain)
      return new Problem(`\`${written}\` cannot replace a yield: it must be callable without arguments, and not async`);
    return use(written);
  },
);
