// What other places say about a rewrite: a test that patches the object, or its replacement; a module that reaches through
// the import; a process that is not monkey-patched. A safe hunk of which somebody speaks is safe no longer.
import type { FoundReference } from '../python/references.ts';
import { isStdlib } from '../python/stdlib.ts';
import { enclosingDefinitions } from '../python/syntax.ts';
import type { FileModel } from './model.ts';
import type { Hunk, Outcome, PlannedFile } from './outcomes.ts';
import type { Registry } from './ownership.ts';
import { type PatchTarget, patchedReferences, patchedStrings, patchesOfSymbol } from './patch-targets.ts';
import type { Process } from './process.ts';
import type { Project } from './project.ts';
import { symbolsIn } from './symbols.ts';

/** What is said of one hunk. */
export interface Remark {
  readonly notes: Set<string>;
  /** Why it must be left to a person. */
  refusal: string | undefined;
}

/** Gathers, for each hunk, what the project says of it. */
export function remarksFromElsewhere(
  planned: readonly PlannedFile[],
  project: Project,
  registry: Registry,
  running: Process,
): ReadonlyMap<Hunk, Remark> {
  const remarks = new Map<Hunk, Remark>();
  const remarkOf = (hunk: Hunk): Remark => {
    const known = remarks.get(hunk) ?? { notes: new Set(), refusal: undefined };
    remarks.set(hunk, known);
    return known;
  };
  const targets = [
    ...filesWithRoot(project, registry).flatMap(({ path, bytes }) =>
      patchedStrings(path, bytes.toString('latin1'), project, registry),
    ),
    ...planned.flatMap((file) => patchedReferences(file.model, project, registry)),
  ];
  const bySymbol = new Map<string, readonly PatchTarget[]>();
  for (const { model, outcomes } of planned) {
    const module = project.moduleOf(model.path);
    const green = running.patchedFor(model.path) ? undefined : greenCall(model, outcomes, registry);
    const reached = new Map<string, Reach>();
    for (const { hunk, reference } of outcomes) {
      if (!hunk) continue;
      const remark = remarkOf(hunk);
      if (green) sayUnpatched(remark, model, green);
      sayLeftOut(remark, hunk, running);
      const old = targets.filter((each) => each.name === hunk.name && each.reaches(module));
      for (const symbol of symbolsOf(hunk)) {
        if (!bySymbol.has(symbol)) bySymbol.set(symbol, patchesOfSymbol(symbol, project));
        const fresh = (bySymbol.get(symbol) ?? []).filter((each) => each.reaches(module));
        sayPatched(remark, model, reference, symbol, old, fresh);
      }
      const { local, scope } = reference.binding;
      if (scope.kind !== 'module') continue;
      const reach = reached.get(local) ?? reachOf(project, model, module, local);
      reached.set(local, reach);
      if (reach.note) remark.notes.add(reach.note);
      remark.refusal ??= reach.refusal;
    }
  }
  return remarks;
}

function filesWithRoot(project: Project, registry: Registry) {
  const quoted = [...registry.library.roots].map((root) => `${root}.`);
  return project.files.filter((file) => file.python && quoted.some((root) => file.bytes.includes(root)));
}

function symbolsOf(hunk: Hunk): Set<string> {
  return new Set(hunk.changes.flatMap(symbolsIn));
}

function sayPatched(
  remark: Remark,
  model: FileModel,
  reference: FoundReference,
  symbol: string,
  old: readonly PatchTarget[],
  fresh: readonly PatchTarget[],
): void {
  const [target] = old;
  const [shared] = fresh;
  const stored = old.find((each) => each.store && each.path === model.path);
  if (stored) {
    remark.refusal ??= `Left as it is: line ${stored.line} assigns to \`${stored.text}\`, so this call may mean something else.`;
    return;
  }
  const own = old.find((each) => each.path === model.path && coversPlace(model, each, reference));
  if (own) {
    remark.refusal ??= `Left as it is: line ${own.line} of this file replaces it (\`${own.text}\`), and that must change with it.`;
    return;
  }
  if (fresh.some((each) => each.path === model.path) && insidePatch(reference, symbol)) {
    remark.refusal ??= `Left as it is: it is part of the replacement for ${symbol} and would call itself.`;
    return;
  }
  if (!isStdlib(symbol) && insidePatch(reference, reference.path)) {
    remark.refusal ??= `Left as it is: it is part of a replacement, and ${symbol} may call what it replaces.`;
    return;
  }
  if (target)
    remark.notes.add(`${target.path}:${target.line} replaces it (\`${target.text}\`) and must name the new one.`);
  if (shared) {
    remark.notes.add(
      `${shared.path}:${shared.line} replaces ${symbol} (\`${shared.text}\`), for the whole process and so here too.`,
    );
  }
}

/** A string that names a local name of a module, by the module's name or as a script. */
function ownName(module: string, local: string): RegExp {
  const names = /^[\w.]+$/.test(module) ? `__main__|${module.replaceAll('.', '\\.')}` : '__main__';
  return new RegExp(`['"](?:${names})\\.${local}['"]`);
}

/** Whether a replacement is in force where a reference stands: it is made at module level, or in a definition around it. */
function coversPlace(model: FileModel, target: PatchTarget, reference: FoundReference): boolean {
  const around = enclosingDefinitions(model.source.root.descendantForIndex(target.offset));
  return around === '' || reference.within === around || reference.within.startsWith(`${around}.`);
}

/** Whether a reference stands among the arguments of a call that replaces the symbol. */
function insidePatch(reference: FoundReference, symbol: string): boolean {
  const last = symbol.split('.').at(-1) ?? '';
  for (let node = reference.node.parent; node; node = node.parent) {
    if (node.type !== 'call') continue;
    const callee = node.childForFieldName('function')?.text ?? '';
    if (/(patch|setattr|stub_out|MonkeyPatch|MockPatch)\w*(\.object)?$/.test(callee) && node.text.includes(last))
      return true;
  }
  return false;
}

/** Who reaches a local name through its module: others with a note, the file itself with a refusal. */
interface Reach {
  readonly note: string | undefined;
  readonly refusal: string | undefined;
}

function reachOf(project: Project, model: FileModel, module: string, local: string): Reach {
  const [place] = project.elsewhere('global', local, model.path);
  const note = place && `${place.path}:${place.line} reaches \`${local}\` through this module and must follow.`;
  const self = ownName(module, local).exec(model.source.text);
  if (!self) return { note, refusal: undefined };
  const { line } = model.source.lines.at(self.index);
  const refusal = `Left as it is: line ${line} reaches ${self[0]} through this module, and that must change with it.`;
  return { note, refusal };
}

/** What waits must be patched as long as anything in the process is green. */
function sayLeftOut(remark: Remark, hunk: Hunk, running: Process): void {
  const symbols = [...symbolsOf(hunk)];
  // What a function of the project does is the project's own, and what is dropped does not wait.
  if (hunk.variant === 'yield' && !symbols.some((symbol) => symbol.startsWith('time.'))) return;
  const what = symbols.some((symbol) => symbol.startsWith('time.')) ? 'time' : 'threads';
  if (running.mode === 'unpatched') {
    remark.notes.add(
      'The configuration says that the process is not patched: until nothing in it is green, this wait stops every green thread.',
    );
  }
  const call = running.leavesOut(what, hunk.path);
  if (!call) return;
  remark.notes.add(
    `${call.path}:${call.line} patches without ${what}: unless that process is patched elsewhere too, this wait stops every green thread in it.`,
  );
}

/** A call of a file that runs green threads. */
function greenCall(model: FileModel, outcomes: readonly Outcome[], registry: Registry) {
  const schedules = new Set(registry.transforms.flatMap((transform) => transform.schedules ?? []));
  const calls = outcomes.filter((outcome) => outcome.reference.call && schedules.has(outcome.owner.name));
  const call = calls.find((outcome) => outcome.reference.atImport) ?? calls[0];
  if (!call) return undefined;
  const program = call.reference.atImport || /^if\s+__name__\s*==/m.test(model.source.text);
  return { program, line: model.source.lines.at(call.reference.span.start).line, name: call.owner.name };
}

function sayUnpatched(remark: Remark, model: FileModel, green: { program: boolean; line: number; name: string }): void {
  const why = `nothing outside of tests patches the process, and ${model.path}:${green.line} runs green threads (${green.name})`;
  if (green.program)
    remark.refusal ??= `Left as it is: ${why}, so a wait of the standard library would stop them all; convert those first.`;
  else remark.notes.add(`Right only if the program patches: ${why}, which a wait of the standard library would stop.`);
}
