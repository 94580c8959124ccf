// Members of a followed object that other files use by the attribute that holds it: a test that reads a count moves with
// the object, where the transform knows what becomes of the member.
import { MODULE_LEVEL } from '../python/references.ts';
import type { Node } from '../python/source.ts';
import { ancestor, attributesNamed, enclosingDefinitions, spanOf } from '../python/syntax.ts';
import { overlaps, type Span } from '../text/edits.ts';
import { sparing } from './beside.ts';
import { reachOf } from './mock-targets.ts';
import type { FileModel } from './model.ts';
import type { Follower, Hunk, PlannedFile } from './outcomes.ts';

/** An object that a place in another file may use: the hunk that rewrites it, and what becomes of the member. */
interface Leader {
  readonly hunk: Hunk;
  /** The module that makes the object. */
  readonly module: string;
  readonly to: string;
  readonly note: string;
  /** Classes of other objects that the attribute may hold. */
  readonly others: readonly string[];
}

/** The uses of one member of an attribute on one line of another file. */
export interface MemberUse {
  readonly attribute: string;
  readonly member: string;
  /** From 1. */
  readonly line: number;
  /** Of every object that has an attribute of that name. */
  readonly leaders: readonly Leader[];
}

/** The uses of members that have an equivalent, by the paths of their files. */
export function usesElsewhere(planned: readonly PlannedFile[]): ReadonlyMap<string, readonly MemberUse[]> {
  const uses = new Map<string, Map<string, MemberUse & { leaders: Leader[] }>>();
  for (const { model, outcomes } of planned) {
    for (const { hunk, value } of outcomes) {
      const others = (value?.others ?? []).flatMap(({ callee }) => callee ?? []);
      for (const { path, line, found } of value?.escapes ?? []) {
        const known = found && hunk?.members?.get(found.member);
        if (!path || !known || !hunk) continue;
        const ofFile = uses.get(path) ?? new Map<string, MemberUse & { leaders: Leader[] }>();
        uses.set(path, ofFile);
        const { attribute, member } = found;
        const key = `${line} ${attribute}.${member}`;
        const use = ofFile.get(key) ?? { attribute, member, line, leaders: [] };
        ofFile.set(key, use);
        use.leaders.push({ hunk, module: model.module, others, ...known });
      }
    }
  }
  return new Map([...uses].map(([path, ofFile]) => [path, [...ofFile.values()]]));
}

/** The follower of a use: one, whatever number of objects it may mean. None where the line does not show it. */
export function memberFollower(file: PlannedFile, use: MemberUse, counts: Map<string, number>): Follower[] {
  const { model } = file;
  const nodes = nodesOf(model, use);
  const [node] = nodes;
  if (!node) return [];
  const spans = nodes.map(nameSpan);
  // What is rewritten with an object that its own file makes is that object's.
  const changed = file.outcomes.flatMap(({ hunk }) => hunk?.changes ?? []);
  if (changed.some((change) => spans.some((span) => overlaps(change.span, span)))) return [];
  const leaders = leadersAt(model, use, ancestor(node, FUNCTIONS)?.text ?? '');
  const [first] = leaders;
  if (!first) return [];
  const span = nameSpan(node);
  const name = `${first.hunk.name}.${use.member}`;
  const base = {
    site: { kind: 'object', span, text: node.text, quotes: ['', ''] },
    line: use.line,
    leaders: leaders.map(({ hunk }) => hunk),
    distant: false,
    path: name,
    name,
    symbol: undefined,
  } as const;
  const changes = sparing(
    model.source,
    spans.map((each) => ({ span: each, pieces: [first.to] })),
  );
  if (typeof changes === 'string') return [{ ...base, hunk: undefined, message: `It stays: ${changes}.` }];
  const different = leaders.find(({ to }) => to !== first.to);
  if (different) {
    const message = `It may be any of the objects made at ${placesOf(leaders)}, whose ${use.member} becomes ${first.to} or ${different.to}.`;
    return [{ ...base, hunk: undefined, message }];
  }
  const hunk: Hunk = {
    ...nextId(first.hunk.transform, model, span.start, counts),
    transform: first.hunk.transform,
    path: model.path,
    line: use.line,
    level: 'review',
    title: `${use.member} → ${first.to}`,
    note: noteOf(leaders, first),
    variant: leaders.every((each) => each.hunk.variant === first.hunk.variant) ? first.hunk.variant : undefined,
    requires: leaders.map((leader) => leader.hunk.id),
    changes,
    name,
    members: undefined,
    follows: true,
  };
  return [{ ...base, hunk, message: undefined }];
}

/** The uses of the member on the line. */
function nodesOf({ source }: FileModel, { attribute, member, line }: MemberUse): Node[] {
  return attributesNamed(source, member).filter((each) => {
    const object = each.childForFieldName('object');
    const there = object?.type === 'attribute' && object.childForFieldName('attribute')?.text === attribute;
    return there && source.lines.at(nameSpan(each).start).line === line;
  });
}

function nameSpan(attribute: Node): Span {
  return spanOf(attribute.childForFieldName('attribute') ?? attribute);
}

function placesOf(leaders: readonly Leader[]): string {
  const places = leaders.map(({ hunk }) => `${hunk.path}:${hunk.line}`);
  const more = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : '';
  return places.slice(0, MOST_PLACES).join(' or ') + more;
}

const MOST_PLACES = 3;

function noteOf(leaders: readonly Leader[], { note }: Leader): string {
  const others = [...new Set(leaders.flatMap((leader) => leader.others))];
  const doubt = others.length > 0 ? ` The attribute may also hold a ${others.join(' or a ')}.` : '';
  return `It may be the object made at ${placesOf(leaders)}: ${note}${doubt}`;
}

/** The objects that a use may mean: where its file imports the makers of some of them, those. */
function leadersAt(model: FileModel, { leaders }: MemberUse, around: string): readonly Leader[] {
  // A test that speaks of the other class has the other object.
  const meant = leaders.filter(({ others }) => !others.some((other) => new RegExp(`\\b${other}\\b`).test(around)));
  const reaches = reachOf(model);
  const near = meant.filter(({ module }) => reaches(module));
  return near.length > 0 ? near : meant;
}

const FUNCTIONS = new Set(['function_definition']);

/** The next free id of a transform in a definition of a file, and that definition. */
export function nextId(
  transform: string,
  model: FileModel,
  offset: number,
  counts: Map<string, number>,
): Pick<Hunk, 'id' | 'within'> {
  const within = enclosingDefinitions(model.source.root.descendantForIndex(offset)) || MODULE_LEVEL;
  const key = `${transform}:${model.path}:${within}`;
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return { id: `${key}:${count}`, within };
}
