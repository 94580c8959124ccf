// What binds a name right behind a parenthesis, where most names are what a call is given first.
import { describe, expect, it } from 'vitest';
import { readNames } from '../../src/python/scopes.ts';
import { parse } from '../../src/python/source.ts';

/** How often a text binds `name`, in any scope. */
function bindings(text: string): number {
  const source = parse('m.py', text);
  if ('reason' in source) throw new Error(source.reason);
  return readNames(source)
    .occurrences('name')
    .filter(({ kind }) => kind === 'bind').length;
}

describe('a name behind a parenthesis', () => {
  it.each([
    'def f(name): pass\n',
    'def f(name, other): pass\n',
    'def  f(name, other): pass\n',
    'def \\\n  f(name, other): pass\n',
    'async def f(name, other): pass\n',
    'match x:\n    case Point(name, y): pass\n',
    'match x:\n    case a.Point(name): pass\n',
    'match x:\n    case [Point(name, y)]: pass\n',
    'f(name := 1)\n',
    'f(name:=1)\n',
    'f(name\n  := 1)\n',
    'for(name, y) in x: pass\n',
    '[y for(name, y) in x]\n',
    'with f() as(name, y): pass\n',
    'with(f() as name): pass\n',
    'from x import(name)\n',
    'from x import(name, y)\n',
    '(name, y) = x\n',
    'def f[T](name, y): pass\n',
  ])('is bound in %j', (text) => {
    expect(bindings(text)).toBe(1);
  });

  it.each([
    'f(name)\n',
    'f(name, y)\n',
    'a.f(name.b)\n',
    'class A(name): pass\n',
    'undef(name, y)\n',
  ])('is used in %j', (text) => {
    expect(bindings(text)).toBe(0);
  });
});
