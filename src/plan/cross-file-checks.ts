// What other places say about a rewrite: a test that patches the object, or its replacement; a module that reaches through
// the import; a process that is not monkey-patched. A safe hunk of which somebody speaks is safe no longer.

import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { symbolOf, symbolsIn } from '../project/dotted-names.ts';
import { mockBodiesAround, refersTo } from '../project/mocks/mock-bodies.ts';
import type { Process } from '../project/monkey-patching.ts';
import type { Project } from '../project/project-index.ts';
import type { Registry } from '../project/symbol-owners.ts';
import { byOwnText } from '../python/dataflow/globals-by-name.ts';
import type { LibraryBinding } from '../python/import-bindings.ts';
import { isStdlib } from '../python/stdlib-modules.ts';
import { clip, enclosingDefinitions } from '../python/syntax.ts';
import { contains, type Span } from '../text/edits.ts';
import { memo } from '../text/memoize.ts';
import { becomesAt } from './hunks/becomes-at.ts';
import type { DependentHunk, Hunk, Outcome, PlannedFile, Refusal } from './hunks/hunk.ts';
import { type Note, type NotePlace, placeOf } from './hunks/note.ts';
import { addNote, type CrossFileRemark } from './hunks/remark.ts';
import type { ImportersOf } from './importers.ts';
import { type PatchTarget, patchesOfSymbol, storedReferences } from './names-in-strings.ts';
import { addPatchGapNotes, addTimeLimitNotes, addUnpatchedProcessNotes, greenCall } from './process-notes.ts';

/** Gathers, for each hunk, what the project says of it. */
export function crossFileRemarks(
  planned: readonly PlannedFile[],
  project: Project,
  registry: Registry,
  running: Process,
  reached: ImportersOf,
): ReadonlyMap<Hunk, CrossFileRemark> {
  const remarks = new Map<Hunk, CrossFileRemark>();
  const remarkOf = (hunk: Hunk): CrossFileRemark => {
    const known = remarks.get(hunk) ?? { notes: [], refusal: undefined };
    remarks.set(hunk, known);
    return known;
  };
  const stores = planned.flatMap((file) => storedReferences(file, registry));
  addMockNotes(planned, remarkOf);
  const told = new Set(planned.flatMap(({ model, followers }) => followers.map(({ line }) => `${model.path}:${line}`)));
  const bySymbol = memo((symbol: string) => patchesOfSymbol(symbol, project));
  const reachOf = memo((key: string) => reachSaid(key, reached, told));
  for (const { model, outcomes, followers } of planned) {
    const module = project.moduleOf(model.path);
    // What is said of a hunk hangs on few names: it is looked for once in a file, however many hunks there are.
    const storesOf = memo((name: string) => stores.filter((each) => each.name === name && each.reaches(module)));
    // A text that is a type names an object, and replaces nothing.
    const typed = new Set(
      outcomes.flatMap(({ reference: { role, span } }) =>
        role === 'annotation' ? [model.source.lines.at(span.start).line] : [],
      ),
    );
    const isTyped = ({ path, line }: PatchTarget) => path === model.path && typed.has(line);
    const freshOf = memo((symbol: string) => bySymbol(symbol).filter((each) => each.reaches(module) && !isTyped(each)));
    const ownReachOf = memo((binding: LibraryBinding) => ownReach(model, module, followers, binding));
    const green = running.patchedFor(model.path) ? undefined : greenCall(model, outcomes, registry);
    for (const outcome of outcomes) {
      const { hunk, reference } = outcome;
      if (!hunk) continue;
      const remark = remarkOf(hunk);
      const limit = addTimeLimitNotes(remark, model, outcome, running);
      // A limit says more of the wait than that there is one.
      const said = limit?.path === model.path && limit.line === green?.line;
      if (green && (green.program || !said)) addUnpatchedProcessNotes(remark, model, green);
      addPatchGapNotes(remark, hunk, running);
      const stored = storesOf(hunk.name);
      const through = hunk.imports?.binding === reference.binding;
      for (const symbol of through ? [symbolOf(becomesAt(hunk, reference)) ?? ''] : symbolsOf(hunk)) {
        addPatchedSymbolNotes(remark, { model, followers, reference }, symbol, stored, freshOf(symbol));
      }
      const own = through ? undefined : ownReachOf(reference.binding);
      if (own) remark.refusal ??= own;
      // The local name of an import stays bound where another one takes its place.
      if (through || reference.binding.scope.kind !== 'module') continue;
      const written = model.source.text.slice(reference.span.start, reference.span.end).replace(/\s/g, '');
      for (const note of reachOf(`${model.path} ${reference.binding.local}\0${written}`)) addNote(remark, note);
    }
  }
  return remarks;
}

/** Tells the required hunks what becomes of their mocks. */
function addMockNotes(planned: readonly PlannedFile[], remarkOf: (hunk: Hunk) => CrossFileRemark): void {
  const found = new Map<Hunk, Map<string, Note & { readonly places: NotePlace[] }>>();
  const add = (hunk: Hunk, note: Note, place: NotePlace) => {
    const ofHunk = found.get(hunk) ?? new Map<string, Note & { readonly places: NotePlace[] }>();
    found.set(hunk, ofHunk);
    const key = `${note.kind} ${note.why}`;
    const known = ofHunk.get(key) ?? { ...note, places: [] };
    ofHunk.set(key, known);
    known.places.push(place);
  };
  for (const { model, followers } of planned) {
    for (const { site, line, leaders, uses, distant, hunk, message = '' } of followers) {
      // Whether a distant mock has anything to do with a call is not known: it is told when all calls have gone.
      if (distant) continue;
      for (const leader of leaders) {
        if (!hunk && !uses && leader.path === model.path && coversPlace(model, site.span.start, leader)) {
          remarkOf(leader).refusal ??= {
            message: `Line ${line} of this file mocks it (\`${clip(site.text)}\`), which must change with it.`,
            reason: 'its own file mocks it',
          };
        } else add(leader, hunk ? UPDATED : uses ? USES_STAY : mockStays(message), { path: model.path, line });
      }
    }
  }
  for (const kind of ['mock-stays', 'mocks-updated', 'uses-stay'])
    for (const [hunk, notes] of found)
      for (const note of notes.values()) if (note.kind === kind) addNote(remarkOf(hunk), note);
}

const UPDATED: Note = { kind: 'mocks-updated', text: 'Also updated:', reason: 'its test mocks are updated too' };
const USES_STAY: Note = { kind: 'uses-stay', text: 'Not updated elsewhere:', reason: 'uses elsewhere are not updated' };

function mockStays(why: string): Note {
  return { kind: 'mock-stays', text: 'Mocked, not updated:', why, reason: 'a mock of it is not updated' };
}

function symbolsOf(hunk: Hunk): Set<string> {
  return new Set(hunk.changes.flatMap(symbolsIn));
}

function addPatchedSymbolNotes(
  remark: CrossFileRemark,
  { model, followers, reference }: Pick<PlannedFile, 'model' | 'followers'> & Pick<Outcome, 'reference'>,
  symbol: string,
  stores: readonly PatchTarget[],
  fresh: readonly PatchTarget[],
): void {
  const own = stores.find((each) => each.path === model.path);
  if (own) {
    remark.refusal ??= {
      message: `Line ${own.line} assigns to \`${own.text}\`, so this call may mean something else.`,
      reason: 'its own file assigns to the name',
    };
    return;
  }
  const around = mockBodiesAround(model, reference);
  const replaced = fresh.some((each) => each.path === model.path);
  // A mock that moves replaces the symbol from then on.
  const moves = (call: Span) =>
    followers.some((each) => each.hunk && each.symbol === symbol && contains(call, each.site.span));
  if (around.some((call) => moves(call) || (replaced && refersTo(model, call, symbol)))) {
    remark.refusal ??= {
      message: `It is part of the replacement for ${symbol} and would call itself.`,
      reason: 'it is part of a mock and would call itself',
    };
    return;
  }
  if (!isStdlib(symbol) && around.some((call) => refersTo(model, call, reference.path))) {
    remark.refusal ??= {
      message: `It is part of a mock, and ${symbol} may call what it replaces.`,
      reason: 'it is part of a mock and may call itself',
    };
    return;
  }
  const [store] = stores;
  if (store) {
    addNote(remark, {
      kind: 'assigned',
      text: 'It is assigned to at',
      places: [placeOf(store)],
      why: 'That must name the new one.',
      reason: 'another file assigns to it',
    });
  }
  const [shared] = fresh;
  if (shared) {
    addNote(remark, {
      kind: 'patched',
      text: `${symbol} is replaced at`,
      places: [placeOf(shared)],
      why: 'That holds here too.',
      reason: `${symbol} is replaced for the whole process`,
    });
  }
}

/** A string that names a local name of a module, by the module's name or as a script. */
function ownName(module: string, local: string): RegExp {
  const names = /^[\w.]+$/.test(module) ? `__main__|${module.replaceAll('.', '\\.')}` : '__main__';
  return new RegExp(`['"](?:${names})\\.${local}['"]`, 'g');
}

/** Whether a replacement is in force where a hunk stands: it is made at module level, or in a definition around it. */
function coversPlace(model: AnalyzedFile, offset: number, { within }: Hunk): boolean {
  const around = enclosingDefinitions(model.source.root.descendantForIndex(offset));
  return around === '' || within === around || within.startsWith(`${around}.`);
}

/** Why a name must stay that the file itself reaches through its module; undefined where a mock that moves does, or nobody. */
function ownReach(
  model: AnalyzedFile,
  module: string,
  followers: readonly DependentHunk[],
  { local, scope }: LibraryBinding,
): Refusal | undefined {
  if (scope.kind !== 'module') return undefined;
  const self = [...model.source.text.matchAll(ownName(module, local))].find(
    ({ index }) => !followers.some(({ site }) => site.span.start <= index && index < site.span.end),
  );
  const text = self ? undefined : byOwnText(model.source, local);
  const index = self?.index ?? text?.startIndex;
  if (index === undefined) return undefined;
  const { line } = model.source.lines.at(index);
  const reason = 'its own file names it in a string';
  const what = text
    ? `takes \`${local}\` from a text (\`${clip(text.text)}\`)`
    : `reaches ${self?.[0]} through this module`;
  return { message: `Line ${line} ${what}, which must change with it.`, reason };
}

/** Which strings name the object through a module and do not move; the key is its path, its name, and what is written there. */
function reachSaid(key: string, reached: ImportersOf, told: ReadonlySet<string>): readonly Note[] {
  const [name = '', written = ''] = key.split('\0');
  const unread: NotePlace[] = [];
  const named: NotePlace[] = [];
  for (const { path, line, text, follower } of reached.get(name) ?? []) {
    if (text === '') unread.push({ path, line });
    else if (
      follower === undefined &&
      !told.has(`${path}:${line}`) &&
      text.replace(/['"\s]/g, '').endsWith(`.${written}`)
    )
      named.push({ path, line });
  }
  const reason = 'strings that name it are not updated';
  const notes: Note[] = [
    { kind: 'named', text: 'Named in files that cannot be read, not updated:', places: unread, reason },
    { kind: 'named', text: 'Named in strings, not updated:', places: named, reason },
  ];
  return notes.filter(({ places = [] }) => places.length > 0);
}
