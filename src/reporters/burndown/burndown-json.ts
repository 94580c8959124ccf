// `burndown --format json`, version 1. People script against it: fields are added, never changed.
//
//   version          1
//   tool             {name, version} of degreen
//   library, root    what is looked for; the absolute path of the work tree
//   path             what is counted, relative to the root; "" for everything
//   head             the commit that HEAD names
//   interval         {unit: "day" | "week" | "month"} or {unit: "commits", count} or {unit: "tags", glob | null}
//   since, until     what was asked for, as moments in UTC; null where nothing was
//   shallow          whether the clone lacks a part of that
//   points           oldest first:
//     commit, date, subject   date is the moment of the commit in UTC, never before that of the point before
//     tags                    the point's tags, where points are tags
//     lines                   lines with the name in any letter case, as `git grep -I -i` counts them
//     files, importingFiles   files with such a line; Python files that import the library
//     mentions                lines that are prose, requirements or configuration
//     unparsed                files with the name that could not be parsed: their references are not known
//     references              imports and uses, without mentions; the sum of either of the next two
//     transforms, names       references by transform, and by canonical name: {"<name>": {imports, uses}}
//   drops            the commits with the largest falls, oldest first: commit, date, subject, and lines and references as
//                    {before, after}
//   folders          {path, lines: {first, last}, references: {first, last}}: `dir/` with all that is below it, `dir/*` the
//                    files directly in it, or a file
//   left             what the last point has: name, transform, equivalent and advice (null where there is none), and places
//                    as {path, line, role: "import" | "use"}
//   skipped          {path, reason}: files of the last point that could not be parsed, files without content in the clone
import { byTransform, references, type Totals } from '../../metrics/totals.ts';
import { isoMoment } from '../../text/calendar.ts';
import { jsonText } from '../markup/json-text.ts';
import { type Burndown, ends, type ReportedCommit } from './burndown-report.ts';

/** The burn-down as JSON, with a final newline. */
export function formatBurndownJson(report: Burndown): string {
  const { interval, since, until } = report;
  ends(report);
  const body = {
    version: 1,
    tool: { name: 'degreen', version: report.version },
    library: report.library,
    root: report.root,
    path: report.path,
    head: report.head,
    interval: interval.unit === 'tags' ? { ...interval, glob: interval.glob ?? null } : interval,
    since: since === undefined ? null : isoMoment(since),
    until: until === undefined ? null : isoMoment(until),
    shallow: report.shallow,
    points: report.points.map(({ commit, tags, tally }) => ({ ...head(commit), tags, ...counts(tally) })),
    drops: report.drops.map(({ commit, before, after }) => ({
      ...head(commit),
      lines: { before: before.lines, after: after.lines },
      references: { before: references(before), after: references(after) },
    })),
    folders: report.folders.map(({ path, first, last }) => ({
      path,
      lines: { first: first.lines, last: last.lines },
      references: { first: references(first), last: references(last) },
    })),
    left: report.left.map(({ name, transform, advice, places }) => ({
      name,
      transform,
      equivalent: advice.equivalent || null,
      advice: advice.paragraphs.slice(0, 2).join(' ') || null,
      places: places.map(({ path, line, imported }) => ({ path, line, role: imported ? 'import' : 'use' })),
    })),
    skipped: report.skipped,
  };
  return jsonText(body);
}

function head({ id, time, subject }: ReportedCommit) {
  return { commit: id, date: isoMoment(time), subject };
}

function counts(tally: Totals) {
  const names = new Map<string, { imports: number; uses: number }>();
  for (const { name, imports, uses } of tally.names.values()) {
    const { imports: before = 0, uses: used = 0 } = names.get(name) ?? {};
    names.set(name, { imports: before + imports, uses: used + uses });
  }
  return {
    lines: tally.lines,
    files: tally.files,
    importingFiles: tally.importingFiles,
    mentions: tally.mentions,
    unparsed: tally.unread,
    references: references(tally),
    transforms: Object.fromEntries(byTransform(tally)),
    names: Object.fromEntries([...names].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
