// What the process says of a hunk that waits: whether it is patched for that wait, and the time limits that would interrupt it.
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { Process } from '../project/monkey-patching.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { Limit } from '../project/time-limits.ts';
import type { Hunk, Outcome } from './hunks/hunk.ts';
import { placeOf } from './hunks/note.ts';
import { addNote, type CrossFileRemark } from './hunks/remark.ts';

/** What waits must be patched as long as anything in the process is green. */
export function addPatchGapNotes(remark: CrossFileRemark, hunk: Hunk, running: Process): void {
  if (hunk.relies.length === 0) return;
  if (running.mode === 'unpatched') {
    addNote(remark, {
      kind: 'process',
      text: 'The process is not patched, by the configuration: this wait stops all green threads that still run in it.',
      reason: 'by the configuration the process is not patched',
    });
  }
  const [gap] = hunk.relies.flatMap((group) => running.leavesOut(group, hunk.path) ?? []);
  if (!gap) return;
  addNote(remark, {
    kind: 'process',
    text: 'It may stop all green threads:',
    places: [placeOf(gap)],
    why: `It ${gap.says}.`,
    reason: 'a process may be patched only in part',
  });
}

/** A wait that does not yield outlasts the library's limit around it. */
export function addTimeLimitNotes(
  remark: CrossFileRemark,
  model: AnalyzedFile,
  { owner, reference, value }: Outcome,
  running: Process,
): Limit | undefined {
  const waiting = owner.transform.waits ?? [];
  const waits = value?.uses.filter(({ kind, name }) => waiting.includes(kind === 'method' ? name : kind));
  const { root } = model.source;
  const nodes = waits
    ? waits.map(({ span }) => root.descendantForIndex(span.start, Math.max(span.start, span.end - 1)))
    : reference.callNode && waiting.includes('()')
      ? [reference.callNode]
      : [];
  for (const node of nodes) {
    const limit = running.limitAround(model, node);
    if (!limit) continue;
    const at = waits ? ` at line ${model.source.lines.at(node.startIndex).line}` : '';
    addNote(remark, {
      kind: 'limit',
      text: `The wait${at} outlasts the time limit of`,
      places: [placeOf(limit)],
      why: 'Nothing patches the process, so it interrupts no native wait.',
      reason: 'a time limit around it comes too late',
    });
    return limit;
  }
  return undefined;
}

/** A call of a file that runs green threads. */
export function greenCall(model: AnalyzedFile, outcomes: readonly Outcome[], registry: Registry) {
  const schedules = new Set(registry.transforms.flatMap((transform) => transform.schedules ?? []));
  const calls = outcomes.filter((outcome) => outcome.reference.call && schedules.has(outcome.owner.name));
  const call = calls.find((outcome) => outcome.reference.atImport) ?? calls[0];
  if (!call) return undefined;
  const program = call.reference.atImport || /^if\s+__name__\s*==/m.test(model.source.text);
  return { program, line: model.source.lines.at(call.reference.span.start).line, name: call.owner.name };
}

/** A wait that stops the green threads of its own file; manual where the file is the program. */
export function addUnpatchedProcessNotes(
  remark: CrossFileRemark,
  model: AnalyzedFile,
  green: { program: boolean; line: number; name: string },
): void {
  const reason = 'nothing patches the process, and green threads run in its file';
  if (green.program) {
    remark.refusal ??= {
      message: `Nothing patches the process: a wait here would stop the green threads of line ${green.line} (${green.name}); convert those first.`,
      reason,
    };
    return;
  }
  addNote(remark, {
    kind: 'process',
    text: 'Only right in a patched process: else this wait stops the green threads of',
    places: [{ path: model.path, line: green.line }],
    reason,
  });
}
