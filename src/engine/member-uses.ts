// Members of a followed object that other files use by the attribute that holds it: a test that reads a count moves with
// the object, where the transform knows what becomes of the member.
import { MODULE_LEVEL } from '../python/references.ts';
import { ancestor, attributesNamed, enclosingDefinitions, spanOf } from '../python/syntax.ts';
import type { FileModel } from './model.ts';
import type { Follower, Hunk, PlannedFile } from './outcomes.ts';

/** One use in another file. */
export interface MemberUse {
  readonly hunk: Hunk;
  readonly member: string;
  readonly to: string;
  readonly note: string;
  /** From 1. */
  readonly line: number;
  /** Classes of other objects that the attribute may hold. */
  readonly others: readonly string[];
}

/** The uses of members that have an equivalent, by the paths of their files. */
export function usesElsewhere(planned: readonly PlannedFile[]): ReadonlyMap<string, readonly MemberUse[]> {
  const uses = new Map<string, MemberUse[]>();
  for (const { hunk, value } of planned.flatMap((file) => file.outcomes)) {
    const others = (value?.others ?? []).flatMap(({ callee }) => callee ?? []);
    for (const { path, line, found } of value?.escapes ?? []) {
      const known = found && hunk?.members?.get(found.member);
      if (!path || !known || !hunk) continue;
      uses.set(path, [...(uses.get(path) ?? []), { hunk, member: found.member, line, others, ...known }]);
    }
  }
  return uses;
}

/** The follower of a use; none where the line does not show it. */
export function memberFollower(model: FileModel, use: MemberUse, counts: Map<string, number>): Follower[] {
  const { hunk: leader, member, to, line } = use;
  const node = attributesNamed(model.source, member).find(
    (each) =>
      each.childForFieldName('object')?.type === 'attribute' &&
      model.source.lines.at(each.childForFieldName('attribute')?.startIndex ?? 0).line === line,
  );
  const name = node?.childForFieldName('attribute');
  if (!node || !name) return [];
  // A test that speaks of the other class has the other object.
  const around = ancestor(node, FUNCTIONS)?.text ?? '';
  if (use.others.some((other) => new RegExp(`\\b${other}\\b`).test(around))) return [];
  const doubt = use.others.length > 0 ? ` The attribute may also hold a ${use.others.join(' or a ')}.` : '';
  const span = spanOf(name);
  const hunk: Hunk = {
    ...nextId(leader.transform, model, span.start, counts),
    transform: leader.transform,
    path: model.path,
    line,
    level: 'review',
    title: `${member} → ${to}`,
    note: `It may be the object made at ${leader.path}:${leader.line}: ${use.note}${doubt}`,
    variant: leader.variant,
    requires: [leader.id],
    changes: [{ span, pieces: [to] }],
    name: `${leader.name}.${member}`,
    members: undefined,
    follows: true,
  };
  const site = { kind: 'object', span, text: node.text, quotes: ['', ''] } as const;
  return [
    {
      site,
      line,
      leaders: [leader],
      distant: false,
      path: hunk.name,
      name: hunk.name,
      symbol: undefined,
      hunk,
      message: undefined,
    },
  ];
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
