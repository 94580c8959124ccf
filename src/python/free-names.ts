// Local names that nothing has yet: for text that binds one, whatever other text of the kind is written as well.
import type { Names, Scope } from './scopes.ts';
import type { Node } from './source.ts';

/** Gives names of a file, each once in a scope and those around and inside of it: `stem`, else `stem_1`, `stem_2`, … */
export function freeNames(names: Names): (stem: string, at: Node) => string {
  const given = new Map<string, Scope[]>();
  return (stem, at) => {
    let scope = names.scopeAt(at);
    while (scope.kind === 'comprehension' && scope.parent) scope = scope.parent;
    const isFree = (name: string): boolean =>
      !names.occurrences(name).some((each) => isWithin(each.scope, scope) || names.resolve(name, each) === scope) &&
      !given.get(name)?.some((other) => isWithin(other, scope) || isWithin(scope, other));
    let name = stem;
    for (let count = 1; !isFree(name); count++) name = `${stem}_${count}`;
    given.set(name, [...(given.get(name) ?? []), scope]);
    return name;
  };
}

function isWithin(inner: Scope, outer: Scope): boolean {
  for (let scope: Scope | undefined = inner; scope; scope = scope.parent) if (scope === outer) return true;
  return false;
}
