// Which classes of a file are related, by what the syntax tree says.
import { describe, expect, it } from 'vitest';
import { readClasses } from '../../../src/python/dataflow/classes.ts';
import { parse } from '../../../src/python/source.ts';

function classesOf(text: string) {
  const source = parse('mod.py', text);
  if ('reason' in source) throw new Error(source.reason);
  return readClasses(source);
}

describe('the bases of a class', () => {
  it.each([
    ['a name and an attribute', 'class A(B, mod.C):\n    pass\n', ['B', 'C']],
    ['over lines with comments', 'class A(\n    B,  # not (C)\n    D,\n):\n    pass\n', ['B', 'D']],
    ['a generic, without what it is given', 'class A(Base[int], Generic[K, V]):\n    pass\n', ['Base', 'Generic']],
    ['a call that makes a base', 'class A(six.with_metaclass(Meta, B)):\n    pass\n', ['Meta', 'B']],
    ['a metaclass is none', 'class A(B, metaclass=Meta):\n    pass\n', ['B']],
    ['after type parameters', 'class A[T](B):\n    pass\n', ['B']],
    ['behind another statement', 'if x: pass\nelse:\n    @final\n    class A(B): pass\n', ['B']],
    ['a string is none', 'class A(namedtuple("A", "x, y")):\n    pass\n', []],
  ])('%s', (_, text, bases) => {
    expect([...classesOf(text).above('A')]).toEqual(bases);
  });

  it('are looked for in code alone', () => {
    const { names, family } = classesOf('"""\nclass Old(Base):\n"""\nclass A(B):\n    pass\n\n\nclass B:\n    pass\n');
    expect([...names]).toEqual(['A', 'B']);
    expect([...family('B')]).toEqual(['B', 'A']);
  });
});
