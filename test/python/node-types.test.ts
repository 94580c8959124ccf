// The types of nodes, which are asked of the binding once for each class of nodes, are those that it gives for each node.
import { expect, it } from 'vitest';
import { type Node, parse } from '../../src/python/source.ts';

const EVERYTHING = `import os
from os import path as p

type Pair = tuple[int, int]


@decorated
async def f(a, *b, c: int = 1, **d) -> None:
    """Text {a} and \\n."""
    print(f'{a!r:>{c}}', not a, lambda x: (yield), [*b], {**d}, 1.5, 'a' 'b')
    match a:
        case {'type': type, **rest} if rest:
            pass
        case _:
            return await p(os)
    with open(a) as lambda_, path:
        async for x, y in z if z else (z for z in b): del x
    raise KeyError from None


class C(B, metaclass=M): x: int = a < b is not c; global g
`;

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

it('gives each node the type that the binding tells for it', () => {
  const source = parse('a.py', EVERYTHING);
  if ('reason' in source) throw new Error(source.reason);
  const nodes = [...nodesOf(source.root)];
  // What all classes of nodes come from still asks the binding.
  const common: object = Object.getPrototypeOf(Object.getPrototypeOf(source.root));
  const typeOf = Object.getOwnPropertyDescriptor(common, 'type')?.get;
  expect(nodes.map(({ type }) => type)).toEqual(nodes.map((node) => typeOf?.call(node)));
  expect(new Set(nodes.map(({ type }) => type)).size).toBeGreaterThan(60);
});
