// A call that only yields, where the project says what becomes of it: a function of its own, or nothing.
import {
  type Advice,
  advise,
  becomes,
  type Call,
  NOTHING,
  type Proposal,
  type Reference,
  remove,
  replace,
  type Use,
  type YieldContext,
} from '../../src/transform.ts';

/** A yield in the way that the project has chosen. What its own function does is not known here, so a person looks. */
export function proposeYield(reference: Reference, call: Call, wish: Use | 'drop'): Proposal | Advice {
  const shared = { kind: 'proposal', level: 'review', variant: 'yield' } as const;
  if (wish !== 'drop') {
    const name = wish.symbol.split('.').at(-1);
    const loaded = `It runs while this module is loaded, so ${wish.symbol} must be importable by then.`;
    const given = call.allArguments ? [remove(call.allArguments)] : [];
    return {
      ...shared,
      title: `sleep(0) → ${name}()`,
      note: [
        {
          text: `${wish.symbol}() replaces a yield, as configured; whether other green threads still run here is up to it.`,
          reason: 'a function of the project replaces it',
        },
        ...(reference.atImport ? [{ text: loaded, reason: 'it runs while its module is loaded' }] : []),
      ],
      becomes: becomes(wish.symbol, given.length > 0 ? 'adapted' : 'same'),
      changes: [replace(reference.span, wish), ...given],
    };
  }
  const own = reference.ownStatement();
  if (!own) return advise('Not dropped: it is part of a larger expression.', 'it is part of a larger expression');
  const pause = reference.pause();
  const alone = 'it is all that the loop does; wait on an event or a condition instead.';
  const kept = reference.aloneInLoop ? alone : pause && (keptFor(pause) ?? (pause.alone ? alone : undefined));
  if (kept) return advise(`Not dropped: ${kept}`, 'others may need the yield');
  const comment = pause?.comment;
  const said = comment && `The comment above it stays and may describe it: line ${comment.line}, \`${comment.text}\`.`;
  return {
    ...shared,
    title: 'sleep(0) → dropped',
    note: [
      {
        text: 'Dropped by the configuration: as long as the process is green, other green threads get no turn here.',
        reason: 'other green threads get no turn here',
      },
      ...(said ? [{ text: said, reason: 'a comment may describe it' }] : []),
    ],
    becomes: NOTHING,
    changes: [own.remove()],
  };
}

/** What starts something that the yield lets run first. */
const STARTS = /(^|\.)(spawn\w*|start|start_new_thread|submit|apply_async|Thread|create_task|add_thread|add_timer)$/;

/** Why a yield is more than a turn for others: a loop runs until others have run, or something has only been started. */
function keptFor({ polled, beside }: YieldContext): string | undefined {
  if (polled)
    return `the loop polls what others change (line ${polled.line}, \`${polled.text}\`); wait on an event or a condition instead.`;
  const started = beside.find(({ callee }) => STARTS.test(callee));
  if (started)
    return `it lets what \`${started.callee}()\` starts at line ${started.line} run first; drop it by hand where nothing depends on that.`;
  return undefined;
}
