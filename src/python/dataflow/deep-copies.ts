// Where instances of a class are copied with all that they hold, or sent to another process: no lock of threading allows
// that. A shallow copy shares what is held, so copy.copy and dataclasses.replace are none.

import type { Node } from '../source.ts';
import { identifiers } from '../syntax.ts';
import { argumentsIn } from './call-sites.ts';
import { isOneOf, lastName, type ReadFile } from './infer-class.ts';
import { callsOf, type IndirectUse } from './reflection.ts';

/** What copies its first argument, by the last name and what it is reached through or imported from. */
const COPIERS: Readonly<Record<string, RegExp>> = {
  deepcopy: /^(copy)?$/,
  asdict: /^(dataclasses|attr|attrs)?$/,
  astuple: /^(dataclasses|attr|attrs)?$/,
  dump: /^(c?[pP]ickle|dill|cloudpickle|joblib)$/,
  dumps: /^(c?[pP]ickle|dill|cloudpickle)$/,
};
/** What runs work in other processes, and the methods that hand it its arguments. */
const POOLS = new Set(['Pool', 'ProcessPoolExecutor']);
const HANDING = ['submit', 'map', 'imap', 'imap_unordered', 'starmap', 'apply', 'apply_async', 'map_async'];

/** Whether a text may copy something so, before it is parsed. */
export const COPIES =
  /\b(?:deepcopy|asdict|astuple|c?[pP]ickle|dill|cloudpickle|joblib|Process|Pool|ProcessPoolExecutor)\b/;

/** The methods by which a class says itself how it is copied. */
const HOOKS = ['__deepcopy__', '__getstate__', '__reduce__', '__reduce_ex__'];

/** Every place of a file that copies an instance of one of the classes. */
export function deepCopies(file: ReadFile, family: ReadonlySet<string>): IndirectUse[] {
  const found: IndirectUse[] = [];
  const say = (node: Node, by: string, copied: readonly (Node | undefined)[]) => {
    if (!copied.some((each) => isOneOf(each, family, file) === true)) return;
    found.push({ kind: 'named', how: `copied with its holder by ${by}, which no lock of threading allows`, node });
  };
  for (const [name, from] of Object.entries(COPIERS)) {
    for (const call of callsOf(file, name)) {
      const { positional, keywords } = argumentsOf(call);
      if (from.test(originOf(call, file))) say(call, `${name}()`, [positional[0] ?? keywords.get('obj')]);
    }
  }
  for (const call of callsOf(file, 'Process')) {
    const { keywords } = argumentsOf(call);
    say(call, 'another process', [keywords.get('args'), keywords.get('kwargs')]);
  }
  for (const name of HANDING) {
    for (const call of callsOf(file, name)) {
      const pool = call.childForFieldName('function')?.childForFieldName('object');
      const { positional, keywords } = argumentsOf(call);
      if (isOneOf(pool, POOLS, file)) say(call, 'another process', [...positional, ...keywords.values()]);
    }
  }
  return found;
}

/** Whether a class of the file says itself how it is copied. */
export function copiesItself({ source }: ReadFile, family: ReadonlySet<string>): boolean {
  return HOOKS.some((hook) =>
    identifiers(source, hook).some((name) => {
      const around = name.parent?.type === 'function_definition' ? name.parent.parent?.parent : undefined;
      return around?.type === 'class_definition' && family.has(around.childForFieldName('name')?.text ?? '');
    }),
  );
}

function argumentsOf(call: Node) {
  return argumentsIn(call.childForFieldName('arguments') ?? call);
}

/** What a callee is reached through: the module's name, or where it is imported from; empty where it is a bare name. */
function originOf(call: Node, { names }: ReadFile): string {
  const callee = call.childForFieldName('function');
  if (callee?.type === 'attribute') return lastName(callee.childForFieldName('object')) ?? '?';
  const name = callee?.text ?? '';
  const scope = callee && names.resolveAt(name, callee);
  const [binding] = scope ? names.bindings(name, scope) : [];
  if (binding?.binding !== 'import') return binding ? '?' : '';
  for (let node: Node | null = binding.node; node; node = node.parent) {
    if (node.type === 'import_from_statement')
      return node.childForFieldName('module_name')?.text.split('.').at(-1) ?? '?';
  }
  return '?';
}
