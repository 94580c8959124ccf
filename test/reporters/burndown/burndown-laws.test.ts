// What holds of calendars, points, sums and axes whatever the numbers are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCounts, encodeCounts } from '../../../src/metrics/counts-json.ts';
import type { FileCounts } from '../../../src/metrics/file-counts.ts';
import { choosePoints, findFall, intervalOf, largestFalls, steadyTimes } from '../../../src/metrics/sample-commits.ts';
import {
  byFolder,
  byName,
  byTransform,
  NOTHING,
  references,
  sum,
  type Totals,
  totalsOf,
} from '../../../src/metrics/totals.ts';
import { countTicks, dateTicks, spread } from '../../../src/reporters/burndown/chart-axes.ts';
import { escapeXml } from '../../../src/reporters/markup/xml-escape.ts';
import { DAY, dayOf, isoDay, isoMoment, momentOf, periodOf, startOf } from '../../../src/text/calendar.ts';

/** From 1900 to 2200. */
const moment = fc.integer({ min: -2_208_988_800, max: 7_258_118_400 });
const count = fc.nat(40);
const lines = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 4 });
const name = fc.record({
  name: fc.constantFrom('lib', 'lib.sleep', 'lib.event.Event'),
  transform: fc.constantFrom('sleep', 'event', 'rest'),
  imports: lines,
  uses: lines,
});
const fileCounts: fc.Arbitrary<FileCounts> = fc.record({
  lines: fc.integer({ min: 1, max: 99 }),
  mentions: count,
  importing: fc.boolean(),
  unread: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  names: fc.uniqueArray(name, { maxLength: 4, selector: (each) => `${each.name} ${each.transform}` }),
});
const tally = fileCounts.map(totalsOf);

/** A tally as a value without order. */
function plain({ names, ...counts }: Totals) {
  return { ...counts, names: [...names.values()].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
}

describe('the calendar', () => {
  it('is that of JavaScript', () => {
    fc.assert(
      fc.property(moment, (seconds) => {
        const date = new Date(seconds * 1000);
        expect(isoMoment(seconds)).toBe(date.toISOString().replace('.000Z', 'Z'));
        expect(startOf(dayOf(seconds))).toBe(Math.floor(seconds / DAY) * DAY);
      }),
    );
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(moment, moment, (seconds, now) => {
        expect(momentOf(isoMoment(seconds), now, 'start')).toBe(seconds);
        const day = Math.floor(seconds / DAY) * DAY;
        expect(momentOf(isoDay(seconds), now, 'start')).toBe(day);
        expect(momentOf(isoDay(seconds), now, 'end')).toBe(day + DAY - 1);
        expect(momentOf(isoDay(seconds).slice(0, 7), now, 'end')).toBeGreaterThanOrEqual(day + DAY - 1);
        expect(momentOf(isoDay(seconds).slice(0, 4), now, 'start')).toBeLessThanOrEqual(day);
      }),
    );
  });

  it.each([
    ['now', '2024-03-31T10:20:30Z'],
    ['today', '2024-03-31T00:00:00Z'],
    ['yesterday', '2024-03-30T00:00:00Z'],
    ['2 days ago', '2024-03-29T10:20:30Z'],
    ['3.weeks.ago', '2024-03-10T10:20:30Z'],
    ['1 month ago', '2024-02-29T10:20:30Z'],
    ['13 months', '2023-02-28T10:20:30Z'],
    ['1 year ago', '2023-03-31T10:20:30Z'],
    ['2024-05-31 13:05', '2024-05-31T13:05:00Z'],
    ['2024-05-31T13:05:07+02:00', '2024-05-31T11:05:07Z'],
    ['2024-5-1', '2024-05-01T00:00:00Z'],
  ])('takes %s for %s', (text, wanted) => {
    const now = Date.parse('2024-03-31T10:20:30Z') / 1000;
    expect(isoMoment(momentOf(text, now, 'start') ?? 0)).toBe(wanted);
  });

  it.each([
    '',
    'soon',
    '2024-00',
    '2024-13',
    '2023-02-29',
    '2024-05-32',
    '2024-05-31 24:00',
    '24-05-31',
    'week',
    '-1 days',
  ])('takes `%s` for nothing', (text) => {
    expect(momentOf(text, 0, 'start')).toBeUndefined();
  });

  it('has weeks that begin on Monday', () => {
    const week = (day: string) => periodOf(Date.parse(day) / 1000, 'week');
    expect(week('2024-03-04')).toBe(week('2024-03-10T23:59:59Z'));
    expect(week('2024-03-03')).toBe(week('2024-03-04') - 1);
    expect(week('1969-12-29')).toBe(week('1970-01-04'));
  });
});

describe('points', () => {
  const times = fc.array(fc.integer({ min: 0, max: 400 * DAY }), { minLength: 1, maxLength: 60 });
  const interval = fc.oneof(
    fc.constantFrom('day', 'week', 'month').map((unit) => intervalOf(unit)),
    fc.integer({ min: 1, max: 70 }).map((number) => intervalOf(`${number} commits`)),
  );

  it('have both ends, go forward, and leave no stretch with commits out', () => {
    fc.assert(
      fc.property(times, interval, (unsorted, every) => {
        if (!every) throw new Error('no interval');
        const sorted = [...unsorted].sort((a, b) => a - b);
        const points = choosePoints(sorted, every);
        expect([points[0], points.at(-1)]).toEqual([0, sorted.length - 1]);
        expect(points).toEqual([...new Set(points)].sort((a, b) => a - b));
        if (every.unit === 'commits') {
          for (const [index, point] of points.entries())
            expect(point - (points[index - 1] ?? point)).toBeLessThanOrEqual(every.count);
          return;
        }
        const { unit } = every;
        const periods = new Set(sorted.map((time) => periodOf(time, unit)));
        const ofPoints = points.slice(1).map((index) => periodOf(sorted[index] ?? 0, unit));
        expect(new Set(ofPoints).size).toBe(ofPoints.length);
        expect(new Set(points.map((index) => periodOf(sorted[index] ?? 0, unit)))).toEqual(periods);
      }),
    );
  });

  it('have times that never go back, and that are as they were where they were right', () => {
    fc.assert(
      fc.property(times, (all) => {
        const steady = steadyTimes(all);
        expect(steady).toEqual([...steady].sort((a, b) => a - b));
        expect(steady.length).toBe(all.length);
        for (const time of steady) expect(all).toContain(time);
        const sorted = [...all].sort((a, b) => a - b);
        expect(steadyTimes(sorted)).toEqual(sorted);
      }),
    );
  });

  it('change at most one time where one is wrong', () => {
    fc.assert(
      fc.property(times, fc.nat(), fc.integer({ min: -DAY, max: 500 * DAY }), (all, where, wrong) => {
        const sorted = [...all].sort((a, b) => a - b);
        const at = where % sorted.length;
        const written = [...sorted.slice(0, at), wrong, ...sorted.slice(at)];
        const steady = steadyTimes(written);
        expect(steady.filter((time, index) => time !== written[index]).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('show the largest falls, and the commit that brought one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(300), { minLength: 2, maxLength: 60 }), async (counts) => {
        const falls = largestFalls(counts, 3);
        const all = counts.slice(1).map((each, index) => (counts[index] ?? 0) - each);
        const largest = Math.max(...all);
        if (largest > Math.max(...counts) * 0.04) expect(Math.max(...falls.map(({ by }) => by))).toBe(largest);
        expect(falls.length).toBeLessThanOrEqual(3);
        const found = await findFall(0, counts.length - 1, async (index) => counts[index] ?? 0);
        expect((counts[found - 1] ?? 0) - (counts[found] ?? 0)).toBe(largest);
      }),
    );
  });

  it('find a commit in a long history by few questions', async () => {
    const cliff = 71_234;
    let asked = 0;
    const found = await findFall(0, 100_000, async (index) => {
      asked++;
      return index < cliff ? 500 : 3;
    });
    expect(found).toBe(cliff);
    expect(asked).toBeLessThan(300);
  });
});

describe('sums', () => {
  it('do not depend on how they are made', () => {
    fc.assert(
      fc.property(fc.array(tally, { maxLength: 6 }), fc.nat(6), (all, at) => {
        const parts = sum([sum(all.slice(0, at)), NOTHING, sum(all.slice(at))]);
        expect(plain(parts)).toEqual(plain(sum(all)));
        expect(plain(sum([...all].reverse()))).toEqual(plain(sum(all)));
      }),
    );
  });

  it('by transform and by name are those of all references', () => {
    fc.assert(
      fc.property(fc.array(tally, { maxLength: 6 }), (all) => {
        const whole = sum(all);
        for (const groups of [byTransform(whole), byName(whole)])
          expect([...groups.values()].reduce((total, each) => total + each, 0)).toBe(references(whole));
      }),
    );
  });

  it('by folder leave nothing out and count nothing twice', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 9 })
      .map((parts) => `${parts.join('/')}.py`);
    const files = fc.uniqueArray(fc.tuple(path, tally), { maxLength: 30, selector: ([each]) => each });
    fc.assert(
      fc.property(files, files, (first, last) => {
        const places = byFolder(new Map(first), new Map(last));
        expect(plain(sum(places.map((place) => place.first)))).toEqual(plain(sum(first.map(([, each]) => each))));
        expect(plain(sum(places.map((place) => place.last)))).toEqual(plain(sum(last.map(([, each]) => each))));
        expect(new Set(places.map((place) => place.path)).size).toBe(places.length);
      }),
    );
  });

  it('are kept as they were, and what is none is not taken for one', () => {
    fc.assert(
      fc.property(fileCounts, (counts) => {
        const written: unknown = JSON.parse(JSON.stringify(encodeCounts(counts)));
        expect(decodeCounts(written)).toEqual(counts);
      }),
    );
    expect(decodeCounts(encodeCounts(null))).toBeNull();
    expect(decodeCounts(encodeCounts(7))).toBe(7);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const decoded = decodeCounts(value);
        if (typeof decoded === 'number') expect(decoded).toBe(value);
        else if (decoded) expect(typeof decoded.lines).toBe('number');
        else expect(decoded).toBe(value === 0 ? null : undefined);
      }),
    );
  });
});

describe('axes', () => {
  it('count in round numbers from 0 to what there is', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 2, max: 10 }), (highest, most) => {
        const ticks = countTicks(highest, most);
        const [zero, step = 0] = ticks;
        expect(zero).toBe(0);
        expect(String(step)).toMatch(/^[125]0*$/);
        expect(ticks).toEqual(ticks.map((_, index) => index * step));
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
        expect(ticks.at(-2) ?? 0).toBeLessThan(Math.max(1, highest));
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
      }),
    );
  });

  it('have dates between the ends, at most as many as wanted, and at least one', () => {
    fc.assert(
      fc.property(moment, fc.nat(40 * 366 * DAY), fc.integer({ min: 2, max: 12 }), (from, length, most) => {
        const ticks = dateTicks(from, from + length, most);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(most);
        for (const { at, label } of ticks) {
          expect(at).toBeGreaterThanOrEqual(from);
          expect(at).toBeLessThanOrEqual(from + length);
          expect(isoDay(at).startsWith(label)).toBe(true);
        }
      }),
    );
  });

  it('have labels that keep off each other, in their order, within bounds that hold them', () => {
    const positions = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(positions, (all) => {
        const placed = spread(all, 18, 0, 500);
        const sorted = [...placed].sort((a, b) => a - b);
        for (const [index, at] of sorted.entries()) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(500);
          if (index > 0) expect(at - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(18);
        }
        for (const [index, at] of all.entries())
          for (const [other, beside] of all.entries())
            if (at < beside) expect(placed[index]).toBeLessThan(placed[other] ?? 0);
      }),
    );
  });
});

it('escapes text so that XML takes it and nothing is markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeXml(text);
      expect(escaped).not.toMatch(/[<>"'\u0000-\u001f\ufffe\uffff]|&(?!(?:amp|lt|gt|quot|#39);)/);
      expect(escaped.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')).not.toMatch(/[\ud800-\udfff]/);
    }),
  );
});
