// What the transforms of classes share: gathering verdicts over the uses of one object, which is decided as a whole.
import {
  type Advice,
  advise,
  type Change,
  type Escape,
  type Level,
  type NotePart,
  type NoteText,
  type Reference,
  type Value,
} from '../../src/transform.ts';

/** What the waits of objects must be patched for. */
export const RELIES = ['threads'];

/** The sum of what the uses of one object say. The worst of them decides. */
export class Decision {
  readonly changes: Change[] = [];
  private readonly reviews: NotePart[] = [];
  private stop: Advice | undefined;

  /** The object is manual. The first sentence is the one that is told; `reason` is a clause to count it by. */
  manual(message: string, reason?: string): void {
    this.stop ??= advise(message, reason);
  }

  /** A person must check what the sentence says; `reason` is a clause to count it by. */
  review(text: string, reason?: string): void {
    if (this.reviews.some((each) => each.text === text)) return;
    this.reviews.push({ text, ...(reason === undefined ? {} : { reason }) });
  }

  /** A person must check where the object escapes. */
  escapes(places: readonly Escape[], why: string): void {
    if (this.reviews.some(({ reason }) => reason === ESCAPES)) return;
    const shown = places.map(({ path, line, how }) => ({ ...(path === undefined ? {} : { path }), line, text: how }));
    this.reviews.push({ text: 'It is also used at', places: shown, why, reason: ESCAPES });
  }

  change(...changes: readonly Change[]): void {
    this.changes.push(...changes);
  }

  /** Why nothing may be rewritten, as advice; undefined where something may. */
  advice(): Advice | undefined {
    return this.stop;
  }

  get level(): Level {
    return this.reviews.length > 0 ? 'review' : 'safe';
  }

  /** The note as a field to spread; none where there is nothing to say. */
  get note(): { readonly note?: NoteText } {
    return this.reviews.length > 0 ? { note: this.reviews } : {};
  }
}

/** Where a value escapes, in words; at least the first place, at most as many as leave room for what to do about it. */
export function whereTo(escapes: readonly Escape[]): string {
  const places = escapes.map((leak) => `${leak.how} (${leak.path ? `${leak.path}:` : 'line '}${leak.line})`);
  const texts = [3, 2, 1].map((most) => {
    const more = places.length > most ? ` and ${places.length - most} more` : '';
    return places.slice(0, most).join(', ') + more;
  });
  return texts.find((text) => text.length <= ROOM_FOR_PLACES) ?? texts.at(-1) ?? '';
}

const ROOM_FOR_PLACES = 70;

/** Reasons that several transforms count by. */
export const ESCAPES = 'it is also used where it cannot be followed';
export const MAY_BE_OTHER = 'it may hold another object';
export const NO_EQUIVALENT = 'it is used in a way that has no equivalent';

export const ANNOTATIONS_READ = 'This file reads annotations while it runs, so their text is part of what it does.';

/** An object that escapes in a file that uses its class may be tested there. */
export function decideClass(reference: Reference, value: Value, decision: Decision): void {
  const tested = reference.siblings.find((each) => each.typeTest);
  if (tested)
    decision.review(`Line ${tested.line} tests for the class, which must change with it.`, 'its class is used too');
  if (value.escapes.length === 0) return;
  const sibling = reference.siblings.find((each) => each.role === 'base' || (each.role === 'value' && !each.typeTest));
  if (sibling)
    decision.review(
      `Line ${sibling.line} uses the class itself and stays: it must not be given this object.`,
      'its class is used too',
    );
}

/** Where something is shown, as a clause; nothing where that is the line itself. */
export function shownAt(line: number | undefined, own: number): string {
  return line === undefined || line === own ? '' : ` (line ${line} shows it)`;
}
