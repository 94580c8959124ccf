// `scan --format json`, version 1: field for field as the command-line contract has it.
import { notesText, noteText } from '../../plan/hunks/note.ts';
import { jsonText } from '../markup/json-text.ts';
import { finishJson } from './finish-report.ts';
import { countTransforms, countVerdicts, type Report } from './scan-report.ts';

/** The report as JSON, with a final newline. */
export function formatJson(report: Report): string {
  const { ledger } = report;
  const body = {
    version: 1,
    tool: { name: 'degreen', version: report.version },
    root: report.root,
    base: report.base,
    summary: {
      lines: ledger.lines,
      files: ledger.files,
      importingFiles: ledger.importingFiles,
      references: ledger.entries.length,
      verdicts: countVerdicts(ledger.entries),
      transforms: Object.fromEntries(countTransforms(report)),
    },
    references: ledger.entries,
    groups: report.work.map(({ group: { id, area, title, draft, example } }) => {
      return { id, area, title, draft, before: example.before, after: example.after };
    }),
    hunks: report.hunks.map(({ hunk, before, after }) => ({
      id: hunk.id,
      transform: hunk.transform,
      path: hunk.path,
      line: hunk.line,
      level: hunk.level,
      title: hunk.title,
      note: notesText(hunk.notes),
      notes: hunk.notes.map((note) => ({ kind: note.kind, text: noteText(note), places: note.places ?? [] })),
      before,
      after,
      requires: hunk.requires,
    })),
    process: {
      mode: report.process.mode ?? null,
      patches: report.process.calls.map(({ path, line, given, covers, testsOnly, loadedBy }) => {
        return { path, line, arguments: given, covers, testsOnly, loadedBy };
      }),
    },
    ...(report.finish ? { finish: finishJson(report.finish) } : {}),
    skipped: report.skipped,
  };
  return jsonText(body);
}
