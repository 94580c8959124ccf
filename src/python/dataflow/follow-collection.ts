// A list or dict on its way: what each use of the name that holds it does with the elements.
import type { Node } from '../source.ts';
import { clip, isField, spanOf, statementOf } from '../syntax.ts';
import { askedFor, type CollectionKind, collectionFor, elementsOf, readCollectionUse } from './collection-uses.ts';
import type { Collection } from './value.ts';

/** What the occurrences of a name are to the one who follows it. */
export interface Subject {
  /** A use of what the name holds. */
  sink(node: Node): void;
  /** A target by which an assignment gives it something. */
  rebound(target: Node): void;
  /** Something else binds it. */
  alsoBound(node: Node, how: string): void;
}

/** What the one who follows a value does with what comes out of collections, and goes into them. */
export interface Elements {
  /** The value of an expression is one of the followed. */
  sink(node: Node): void;
  /** A target holds one of them, or what the subject says. */
  bind(target: Node, subject?: Subject): void;
  /** A collection is asked for the value. */
  asked(value: Node): void;
  /** Whether a value that is put in is one of the followed as well. */
  joins(value: Node): boolean;
  /** It may be another one, unless it turns out to be followed too. */
  other(value: Node, how: string): void;
  leak(node: Node, how: string): void;
  line(node: Node): number;
}

/** The collections of one followed value. */
export interface Collections {
  /** Whether the value goes into a collection, or one is asked for it: then all is done. */
  takes(value: Node): boolean;
  /** The kind of collection by which the value came to what is followed now. */
  through(): CollectionKind | undefined;
  found(): Collection[];
}

type Growing = Collection & { readonly uses: Collection['uses'][number][] };

/** Follows values through the collections that hold them. */
export function followCollections(elements: Elements): Collections {
  const known = new Map<string, Growing>();
  let through: CollectionKind | undefined;
  const out = (kind: CollectionKind, go: () => void): void => {
    const before = through;
    through = kind;
    go();
    through = before;
  };
  return {
    through: () => through,
    found: () => [...known.values()],
    takes(value) {
      const asked = askedFor(value);
      if (asked && known.has(asked.text)) {
        elements.asked(value);
        return true;
      }
      const into = collectionFor(value);
      if (!into) return false;
      const { kind, holder } = into;
      const collection = known.get(holder.text) ?? { kind, holder: holder.text, uses: [] };
      known.set(holder.text, collection);
      elements.bind(
        holder,
        subjectOf(collection, elements, (go) => out(collection.kind, go)),
      );
      return true;
    },
  };
}

function subjectOf(
  { kind, uses }: Growing,
  { sink, bind, joins, other, leak, line }: Elements,
  out: (go: () => void) => void,
): Subject {
  const added = (value: Node): void => {
    if (!joins(value)) other(value, `\`${clip(statementOf(value).text)}\` puts another value into its collection`);
  };
  return {
    sink(node) {
      for (const use of readCollectionUse(node, kind)) {
        if (use.kind === 'element') out(() => sink(use.node));
        else if (use.kind === 'each') out(() => bind(use.target));
        else if (use.kind === 'added') use.values.forEach(added);
        else if (use.kind === 'leak') leak(node, use.how);
      }
      const statement = statementOf(node);
      if (!uses.some(({ span }) => span.start === statement.startIndex))
        uses.push({ span: spanOf(statement), line: line(statement) });
    },
    rebound(target) {
      const { parent } = target;
      const plain = parent?.type === 'assignment' && isField(parent, 'left', target);
      const right = plain ? parent.childForFieldName('right') : null;
      if (right?.type === 'none' || (plain && !right)) return;
      const given = right ? elementsOf(right) : undefined;
      if (!given) return leak(target, `its collection is given by \`${clip(statementOf(target).text)}\``);
      given.forEach(added);
    },
    alsoBound: (node, how) => leak(node, `its collection: ${how}`),
  };
}
