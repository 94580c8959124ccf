// Who runs when, as far as the standard library lets fewer others run than eventlet. A wait of no time that cannot succeed
// switches in eventlet and not in threading, patched or not (shown by running both); and eventlet's semaphores go to whoever
// waits first, where a thread that releases one of threading may take it again before the one that was woken has run.
import type { Argument, Loop, Reference, ValueUse } from '../../src/transform.ts';

const SLEEP = /(^|\.)sleep$/;

/** By what such notes are counted. */
export const STARVES = 'a loop may starve others';
export const KEEPS_TURN = 'a loop sleeps only while it holds it';

/** Why a loop may starve others that waits for no time; undefined where it does not, or lets them run in another way. */
export function starves(reference: Reference, use: ValueUse, timeout: Argument | undefined): string | undefined {
  if (timeout?.star !== '' || !reference.number(timeout.value).instant) return undefined;
  const loop = use.loop();
  if (!loop || loop.calls.some(({ callee, always }) => SLEEP.test(callee) && always())) return undefined;
  return `${use.name}(${timeout.value.text}) at line ${use.line} lets others run in eventlet only: while green, the loop at line ${loop.line} starves them. Call time.sleep(0) in it.`;
}

/** Why threads that take turns by a semaphore no longer do; undefined where a turn sleeps outside of it, or no sleep is seen. */
export function keepsTurn(use: ValueUse, uses: readonly ValueUse[]): string | undefined {
  const loop = use.kind === 'with' || use.name === 'acquire' ? use.loop() : undefined;
  const held = loop && heldBy(use, uses);
  if (!loop || !held) return undefined;
  const sleeps = loop.calls.filter(({ callee }) => SLEEP.test(callee));
  const inside = ({ start }: Loop['calls'][number]) => held.start <= start && start < held.end;
  if (!sleeps.some(inside) || sleeps.some((call) => !inside(call) && call.always())) return undefined;
  return `The loop at line ${loop.line} sleeps only while it holds it (line ${use.line}): in threading the same thread may take it again, and others get no turn.`;
}

/** What runs while a use holds the semaphore: a body, or what stands before the next release. */
function heldBy(
  use: ValueUse,
  uses: readonly ValueUse[],
): { readonly start: number; readonly end: number } | undefined {
  if (use.body) return use.body;
  const release = uses.find(({ name, span }) => name === 'release' && span.start > use.span.start);
  return release && { start: use.span.end, end: release.span.start };
}
