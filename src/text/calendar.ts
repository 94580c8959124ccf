// Dates as numbers: seconds since 1970 to days, weeks and months in UTC, and what people write to name one. Asks no clock.

/** A day of the calendar; month and day count from 1. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A stretch of the calendar. */
export type Unit = 'day' | 'week' | 'month';

/** Seconds of a day. */
export const DAY = 86_400;

/** The day that a moment is in. */
export function dayOf(seconds: number): Day {
  // Counted in eras of 400 years from 0000-03-01, so that the leap day is the last of its year.
  const shifted = Math.floor(seconds / DAY) + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * march + 2) / 5) + 1,
  };
}

/** The first second of a day. */
export function startOf({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day) / 1000;
}

/** `2024-05-31`. */
export function isoDay(seconds: number): string {
  const { year, month, day } = dayOf(seconds);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** `2024-05-31T13:05:00Z`. */
export function isoMoment(seconds: number): string {
  const rest = ((seconds % DAY) + DAY) % DAY;
  return `${isoDay(seconds)}T${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}Z`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** The number of the day, week or month that a moment is in. Weeks begin on Monday. */
export function periodOf(seconds: number, unit: Unit): number {
  const days = Math.floor(seconds / DAY);
  if (unit === 'day') return days;
  // 1970-01-01 was a Thursday.
  if (unit === 'week') return Math.floor((days + 3) / 7);
  const { year, month } = dayOf(seconds);
  return year * 12 + month - 1;
}

const AGO: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: DAY, week: 7 * DAY };

/**
 * The moment that a text names: `2024`, `2024-05`, `2024-05-31`, `2024-05-31 13:05`, with seconds and a zone, `now`, `today`,
 * `yesterday`, `3 weeks ago`. Undefined where it names none. Without a zone it is UTC.
 * @param edge - which end is meant of what is longer than a moment: a day, a month, a year.
 */
export function momentOf(text: string, now: number, edge: 'start' | 'end'): number | undefined {
  const word = text.trim().toLowerCase();
  const today = Math.floor(now / DAY) * DAY;
  const ends = (start: number, next: number) => (edge === 'start' ? start : next - 1);
  if (word === 'now') return now;
  if (word === 'today') return ends(today, today + DAY);
  if (word === 'yesterday') return ends(today - DAY, today);
  const ago = /^(\d{1,5})[ .]*(minute|hour|day|week|month|year)s?([ .]+ago)?$/.exec(word);
  if (ago) return before(now, Number(ago[1]), ago[2] ?? '');
  const written = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[t ](\d\d?):(\d\d)(?::(\d\d))?\s*(z|[+-]\d\d:?\d\d)?)?)?)?$/.exec(
    word,
  );
  if (!written) return undefined;
  const [year = 0, month, day, hour, minute = 0, second = 0] = written
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (month === undefined) return ends(Date.UTC(year, 0, 1) / 1000, Date.UTC(year + 1, 0, 1) / 1000);
  if (month < 1 || month > 12) return undefined;
  if (day === undefined) return ends(Date.UTC(year, month - 1, 1) / 1000, Date.UTC(year, month, 1) / 1000);
  const start = startOf({ year, month, day });
  if (day < 1 || dayOf(start).month !== month) return undefined;
  if (hour === undefined) return ends(start, start + DAY);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return start + hour * 3600 + minute * 60 + second - zone(written[7]);
}

function before(now: number, count: number, unit: string): number {
  const length = AGO[unit];
  if (length !== undefined) return now - count * length;
  const { year, month, day } = dayOf(now);
  const months = year * 12 + month - 1 - count * (unit === 'year' ? 12 : 1);
  const first = Date.UTC(Math.floor(months / 12), ((months % 12) + 12) % 12, 1) / 1000;
  const last = Date.UTC(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 0) / 1000;
  // There is no 31st of every month.
  return Math.min(first + (day - 1) * DAY, last) + (now % DAY);
}

function zone(written: string | undefined): number {
  const parts = /^([+-])(\d\d):?(\d\d)$/.exec(written ?? '');
  if (!parts) return 0;
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 3600 + Number(parts[3]) * 60);
}
