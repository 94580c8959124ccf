// Uses of a followed object in other files: a test that reads a count is updated with the object, where the transform knows what
// becomes of the member. What is broken then and cannot move is said.

import type { AnalyzedFile } from '../../project/analyzed-file.ts';
import { loadedModules } from '../../project/analyzed-file.ts';
import { shapeOf } from '../../python/changes.ts';
import type { ElsewhereUse } from '../../python/dataflow/value.ts';
import { MODULE_LEVEL } from '../../python/references.ts';
import { ancestor, enclosingDefinitions } from '../../python/syntax.ts';
import { overlaps } from '../../text/edits.ts';
import type { Change, Fate } from '../../transform.ts';
import type { DependentHunk, Hunk, PlannedFile } from '../hunks/hunk.ts';
import { draftAmong, isDraft, leastSure } from '../hunks/level.ts';
import { listPlaces, type Note, placeOf } from '../hunks/note.ts';
import { preserveCommentsIn } from '../hunks/preserve-comments.ts';

/** An object that a place in another file may use: the hunk that rewrites it, and what becomes of the use. */
interface Leader {
  readonly hunk: Hunk;
  /** The module that creates the object. */
  readonly module: string;
  readonly fate: Fate;
  readonly certain: boolean;
  /** Classes of other objects that the attribute may hold. */
  readonly others: readonly string[];
}

/** The uses of one member of what a name holds, on one line of another file. */
export interface MemberUse {
  readonly member: string;
  /** From 1. */
  readonly line: number;
  readonly uses: readonly ElsewhereUse[];
  /** Of every object that is held by a name like that. */
  readonly leaders: readonly Leader[];
}

/** The uses that do not mean the same any more, by the paths of their files. */
export function attributeUses(planned: readonly PlannedFile[]): ReadonlyMap<string, readonly MemberUse[]> {
  const found = new Map<string, Map<string, MemberUse & { uses: ElsewhereUse[]; leaders: Leader[] }>>();
  for (const { model, outcomes } of planned) {
    for (const { hunk, value } of outcomes) {
      if (!hunk?.elsewhere) continue;
      const others = (value?.others ?? []).flatMap(({ callee }) => callee ?? []);
      for (const use of value?.elsewhere ?? []) {
        const fate = hunk.elsewhere(use);
        const { path, line, held, name, certain } = use;
        const ofFile = found.get(path) ?? new Map<string, MemberUse & { uses: ElsewhereUse[]; leaders: Leader[] }>();
        found.set(path, ofFile);
        const key = `${line} ${held}.${name} ${fate.kind}`;
        const known = ofFile.get(key) ?? { member: name, line, uses: [], leaders: [] };
        ofFile.set(key, known);
        if (!known.uses.some(({ nameSpan }) => nameSpan.start === use.nameSpan.start)) known.uses.push(use);
        if (!known.leaders.some((leader) => leader.hunk === hunk))
          known.leaders.push({ hunk, module: model.module, fate, certain, others });
      }
    }
  }
  const inOrder = (a: MemberUse, b: MemberUse) => (a.uses[0]?.nameSpan.start ?? 0) - (b.uses[0]?.nameSpan.start ?? 0);
  return new Map([...found].map(([path, ofFile]) => [path, [...ofFile.values()].sort(inOrder)]));
}

/** The follower of a use: one, whatever number of objects it may mean; none where nothing need change. */
export function attributeHunk(file: PlannedFile, use: MemberUse, counts: Map<string, number>): DependentHunk[] {
  const { model } = file;
  const spans = use.uses.map(({ nameSpan }) => nameSpan).sort((a, b) => a.start - b.start);
  const [span] = spans;
  const [one] = use.uses;
  if (!span || !one) return [];
  // What is rewritten with an object that its own file creates is that object's.
  const changed = file.outcomes
    .flatMap(({ hunk }) => (hunk && !isDraft(hunk) ? hunk.changes : []))
    .flatMap((change) => shapeOf(change).parts);
  if (changed.some((part) => spans.some((each) => overlaps(part, each)))) return [];
  const node = model.source.root.descendantForIndex(span.start);
  const leaders = leadersAt(model, use, ancestor(node, FUNCTIONS)?.text ?? '');
  const [first] = leaders;
  if (!first || first.fate.kind === 'same') return [];
  const name = `${first.hunk.name}.${use.member}`;
  const base = {
    site: { kind: 'object', span, text: one.text, quotes: ['', ''] },
    line: use.line,
    leaders: leaders.map(({ hunk }) => hunk),
    uses: true,
    distant: false,
    path: name,
    name,
    symbol: undefined,
  } as const;
  if (first.fate.kind === 'stays')
    return [{ ...base, hunk: undefined, message: `${first.fate.why}; change it by hand.` }];
  const draft = draftAmong(leaders.map(({ hunk }) => hunk));
  if (draft) {
    const message = `It may be any of the objects created at ${placesOf(leaders)}, and ${draft.path}:${draft.line} has only a draft.`;
    return [{ ...base, hunk: undefined, message }];
  }
  const { to } = first.fate;
  const changes = preserveCommentsIn(
    model.source,
    use.uses.flatMap((each) =>
      changesOf(
        each,
        to,
        leaders.some(({ fate }) => fate.kind === 'moves' && fate.bare),
      ),
    ),
  );
  if (typeof changes === 'string') return [{ ...base, hunk: undefined, message: `It stays: ${changes}.` }];
  const different = leaders.flatMap(({ fate }) => (fate.kind === 'moves' && fate.to !== to ? fate.to : []))[0];
  if (different !== undefined) {
    const message = `It may be any of the objects created at ${placesOf(leaders)}, whose ${use.member} becomes ${to} or ${different}.`;
    return [{ ...base, hunk: undefined, message }];
  }
  const hunk: Hunk = {
    ...nextId(first.hunk.transform, model, span.start, counts),
    transform: first.hunk.transform,
    path: model.path,
    line: use.line,
    level: leastSure(['review', ...leaders.map((leader) => leader.hunk.level)]),
    title: use.member === to ? `${to}() without its arguments` : `${use.member} → ${to}`,
    notes: notesOf(leaders, first.fate.note),
    variant: leaders.every((each) => each.hunk.variant === first.hunk.variant) ? first.hunk.variant : undefined,
    requires: leaders.map((leader) => leader.hunk.id),
    needs: [],
    together: undefined,
    finish: false,
    changes,
    relies: [],
    becomes: undefined,
    name,
    elsewhere: undefined,
    follows: true,
  };
  return [{ ...base, hunk, message: undefined }];
}

function changesOf({ nameSpan, call }: ElsewhereUse, to: string, bare: boolean): Change[] {
  const given = bare ? call?.allArguments : undefined;
  return [{ span: nameSpan, pieces: [to] }, ...(given ? [{ span: given, pieces: [] }] : [])];
}

function placesOf(leaders: readonly Leader[]): string {
  return listPlaces(leaders.map(({ hunk }) => hunk));
}

function notesOf(leaders: readonly Leader[], why: string): Note[] {
  const others = [...new Set(leaders.flatMap((leader) => leader.others))];
  const is = leaders.length === 1 && leaders[0]?.certain && others.length === 0 ? 'is' : 'may be';
  const places = leaders.map(({ hunk }) => placeOf(hunk));
  const text = `The attribute may also hold a ${others.join(' or a ')}.`;
  return [
    {
      kind: 'attribute',
      text: `It ${is} the object created at`,
      places,
      why,
      reason: 'a use of a rewritten object in another file',
    },
    ...(others.length > 0
      ? [{ kind: 'attribute', text, reason: 'the attribute may hold another object' } as const]
      : []),
  ];
}

/** The objects that a use may mean: where its file imports the makers of some of them, those. */
function leadersAt(model: AnalyzedFile, { leaders }: MemberUse, around: string): readonly Leader[] {
  // A test that names the other class has the other object.
  const meant = leaders.filter(({ others }) => !others.some((other) => new RegExp(`\\b${other}\\b`).test(around)));
  const loaded = loadedModules(model);
  const near = meant.filter(({ module }) => loaded.has(module));
  return near.length > 0 ? near : meant;
}

const FUNCTIONS = new Set(['function_definition']);

/** The next free id of a transform in a definition of a file, and that definition. */
export function nextId(
  transform: string,
  model: AnalyzedFile,
  offset: number,
  counts: Map<string, number>,
): Pick<Hunk, 'id' | 'within'> {
  const within = enclosingDefinitions(model.source.root.descendantForIndex(offset)) || MODULE_LEVEL;
  const key = `${transform}:${model.path}:${within}`;
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return { id: `${key}:${count}`, within };
}
