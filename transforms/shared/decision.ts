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

/** What is done with an escaping object is told where it leaves room for the place and what to check. */
const LONGEST_HOW = 50;

/** The sum of what the uses of one object say. The worst of them decides. */
export class Decision {
  readonly changes: Change[] = [];
  private readonly reviews: NotePart[] = [];
  private stop: string | undefined;

  /** The object is manual. The first reason is the one that is told. */
  manual(reason: string): void {
    this.stop ??= reason;
  }

  /** A person must check what the sentence says; `reason` is a clause to count it by. */
  review(text: string, reason?: string): void {
    if (this.reviews.some((each) => each.text === text)) return;
    this.reviews.push({ text, ...(reason === undefined ? {} : { reason }) });
  }

  /** A person must check where the object escapes. */
  escapes(places: readonly Escape[], why: string): void {
    const reason = 'it is also used where it cannot be followed';
    if (this.reviews.some((each) => each.reason === reason)) return;
    const [first, ...more] = places;
    const how = first && more.length === 0 && first.how.length <= LONGEST_HOW ? first.how : undefined;
    const text = how === undefined ? 'It is also used at' : `It escapes, ${how}:`;
    this.reviews.push({ text, places, why, reason });
  }

  change(...changes: readonly Change[]): void {
    this.changes.push(...changes);
  }

  /** Why nothing may be rewritten, as advice; undefined where something may. */
  advice(): Advice | undefined {
    return this.stop === undefined ? undefined : advise(this.stop);
  }

  get level(): Level {
    return this.reviews.length > 0 ? 'review' : 'safe';
  }

  /** The note as a field to spread; none where there is nothing to say. */
  get note(): { readonly note?: NoteText } {
    return this.reviews.length > 0 ? { note: this.reviews } : {};
  }
}

/** Where a value escapes, in words. */
export function whereTo(escapes: readonly Escape[]): string {
  const places = escapes
    .slice(0, 3)
    .map((leak) => `${leak.how} (${leak.path ? `${leak.path}:` : 'line '}${leak.line})`);
  const more = escapes.length > 3 ? ` and ${escapes.length - 3} more` : '';
  return places.join(', ') + more;
}

/** The object's name in a message. */
export function nameOf(value: Value): string {
  return value.holder ? `\`${value.holder}\`` : 'the object';
}

export const ANNOTATIONS_READ =
  'Left as it is: this file reads annotations while it runs, so their text is part of what it does.';

/** An object that escapes in a file that looks at its class may be looked at there. */
export function decideClass(reference: Reference, value: Value, decision: Decision): void {
  const tested = reference.siblings.find((each) => each.typeTest);
  if (tested) decision.review(`Line ${tested.line} tests for the class: that must change with it.`);
  if (value.escapes.length === 0) return;
  const sibling = reference.siblings.find((each) => each.role === 'base' || (each.role === 'value' && !each.typeTest));
  if (sibling)
    decision.review(`Line ${sibling.line} uses the class itself and stays: it must not be given this object.`);
}

/** Where something is shown, as a clause; nothing where that is the line itself. */
export function shownAt(line: number | undefined, own: number): string {
  return line === undefined || line === own ? '' : ` (line ${line} shows it)`;
}
