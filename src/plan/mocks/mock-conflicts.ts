// What stands in the way of a mock that moves: another one of its test that becomes the same, or a call that it would catch.

import type { AnalyzedFile } from '../../project/analyzed-file.ts';
import { splitSymbol } from '../../project/dotted-names.ts';
import type { Node } from '../../python/source.ts';
import { groupBy } from '../../text/group-by.ts';
import { memo } from '../../text/memoize.ts';
import type { DependentHunk } from '../hunks/hunk.ts';

/** Without those that would meet in one test: two mocks that become one, or one that is there already. */
export function withoutConflicts(model: AnalyzedFile, followers: readonly DependentHunk[]): DependentHunk[] {
  const testOf = memo(({ site }: DependentHunk): Node | undefined => {
    let found: Node | undefined;
    for (let node: Node | null = model.source.root.descendantForIndex(site.span.start); node; node = node.parent)
      if (/^(decorated_definition|function_definition)$/.test(node.type)) found = node;
      else if (node.type === 'class_definition') break;
    return found;
  });
  /** The tests that replace a symbol, each with those of its mocks. */
  const placeOf = (symbol: string, test: Node | undefined) => `${symbol} ${test?.id} ${test?.startIndex}`;
  const byPlace = groupBy(
    followers.filter(({ symbol }) => symbol !== undefined),
    (each) => placeOf(each.symbol ?? '', testOf(each)),
  );
  return followers.map((follower) => {
    const { symbol } = follower;
    const test = symbol === undefined ? undefined : testOf(follower);
    if (symbol === undefined || !test) return follower;
    const { module, member } = splitSymbol(symbol);
    const other = byPlace.get(placeOf(symbol, test))?.find((each) => each.path !== follower.path);
    const written = module.replaceAll('.', '\\.');
    const there = new RegExp(`['"]${written}\\.${member}['"]|\\(\\s*${written}\\s*,\\s*['"]${member}['"]`).test(
      test.text,
    );
    if (!other && !there) return follower;
    const message = `Its test replaces ${symbol} already${other ? `, by line ${other.line}` : ''}: one mock cannot patch both.`;
    return { ...follower, hunk: undefined, symbol: undefined, message };
  });
}

const calls = new WeakMap<AnalyzedFile, (symbol: string) => number | undefined>();

/** The first line of a file that calls a symbol by its whole name; each is looked for once. */
export function firstCall(model: AnalyzedFile, symbol: string): number | undefined {
  const { text, lines } = model.source;
  const known =
    calls.get(model) ??
    memo((name: string) => {
      const found = new RegExp(`(?<![\\w.'"])${name.replaceAll('.', '\\.')}\\(`).exec(text);
      return found ? lines.at(found.index).line : undefined;
    });
  calls.set(model, known);
  return known(symbol);
}
