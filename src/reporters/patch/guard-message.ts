// The message of the patch that keeps names out, in the style of the others of its series.
import type { Bans } from '../../guard/banned-names.ts';
import { ascii, type Message, wrapMessage } from './commit-message.ts';

/** What the message tells. */
export interface GuardMessageContext {
  readonly bans: Bans;
  readonly library: string;
  /** What was done, a clause each. */
  readonly says: readonly string[];
  readonly trailers: readonly string[];
}

/** Writes the message. */
export function formatGuardMessage({ bans, library, says, trailers }: GuardMessageContext): Message {
  const [first] = bans.free;
  const one = bans.free.length === 1 && !bans.whole ? first?.names[0] : undefined;
  const single = `Forbid ${one}`;
  const subject = bans.whole
    ? `Forbid ${library}`
    : one !== undefined && single.length <= 60
      ? single
      : `Forbid what was removed of ${library}`;
  const why = bans.whole
    ? `Nothing here uses ${library} any more. A new import of it fails from now on, so that it stays out.`
    : `Nothing here uses the following of ${library} any more. A new use fails from now on, under whatever name it is imported, so that what was removed stays removed.`;
  const width = Math.max(...bans.free.map(({ names }) => (names[0] ?? '').length));
  const rows = bans.free.map(({ names, instead }) =>
    `    ${(names[0] ?? '').padEnd(width)}  ${instead === '' ? '' : `-> ${instead}`}`.trimEnd(),
  );
  const done = ['What forbids it:', ...says.map((each) => `- ${each}`)].map(ascii).join('\n');
  const parts = [subject, wrapMessage(why), ...(bans.whole ? [] : [rows.join('\n')]), wrapMessage(done)];
  return { subject, text: `${[...parts, ...(trailers.length > 0 ? [trailers.join('\n')] : [])].join('\n\n')}\n` };
}
