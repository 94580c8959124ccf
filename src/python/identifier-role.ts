// What an identifier does where it stands: uses a name, binds it, or is no name at all (an attribute, a keyword).
import type { Node } from './source.ts';
import { isField, same } from './syntax.ts';

/** What binds a name. `delete` unbinds, which for our purpose is one more binding that must not be confused. */
export type BindingKind =
  | 'import'
  | 'assignment'
  | 'parameter'
  | 'definition'
  | 'loop'
  | 'with'
  | 'except'
  | 'capture'
  | 'delete';

/** What an identifier does. */
export type NameRole = 'use' | 'global' | 'nonlocal' | BindingKind;

/** What an identifier does where it stands; undefined where it is not a name (an attribute, a keyword). */
export function nameRole(node: Node): NameRole | undefined {
  const parent = node.parent;
  if (!parent) return 'use';
  switch (parent.type) {
    case 'attribute':
      return isField(parent, 'attribute', node) ? undefined : 'use';
    case 'keyword_argument':
      return isField(parent, 'name', node) ? undefined : 'use';
    case 'keyword_pattern':
      return same(parent.firstNamedChild, node) ? undefined : 'use';
    case 'type':
      // A type parameter (PEP 695) is taken for a binding around its definition: enough to see that the name is not alone.
      return parent.parent?.type === 'type_parameter' && isParameterList(parent.parent) ? 'parameter' : 'use';
    case 'global_statement':
      return 'global';
    case 'nonlocal_statement':
      return 'nonlocal';
    case 'function_definition':
    case 'class_definition':
      return isField(parent, 'name', node) ? 'definition' : 'use';
    case 'named_expression':
      return isField(parent, 'name', node) ? 'assignment' : 'use';
    case 'parameters':
    case 'lambda_parameters':
      return 'parameter';
    case 'default_parameter':
    case 'typed_default_parameter':
      return isField(parent, 'name', node) ? 'parameter' : 'use';
    case 'typed_parameter':
      return isField(parent, 'type', node) ? 'use' : 'parameter';
    case 'dotted_name':
      return roleInDottedName(node, parent);
    case 'aliased_import':
      return isField(parent, 'alias', node) ? 'import' : undefined;
    case 'as_pattern':
      // `case x as y`: the name is the last child; elsewhere it stands in an as_pattern_target.
      return parent.parent?.type === 'case_pattern' && same(parent.lastNamedChild, node) ? 'capture' : 'use';
    case 'splat_pattern':
      return 'capture';
    case 'except_clause':
      return isField(parent, 'alias', node) ? 'except' : 'use';
    default:
      return targetRole(node);
  }
}

function isParameterList(node: Node): boolean {
  const owner = node.parent;
  return owner !== null && isField(owner, 'type_parameters', node);
}

function roleInDottedName(node: Node, dotted: Node): NameRole | undefined {
  const first = same(dotted.firstNamedChild, node);
  const around = dotted.parent;
  switch (around?.type) {
    case 'import_statement':
      return first ? 'import' : undefined;
    case 'import_from_statement':
      return isField(around, 'module_name', dotted) ? undefined : 'import';
    case 'case_pattern':
      return dotted.namedChildCount === 1 ? 'capture' : first ? 'use' : undefined;
    case 'class_pattern':
      return first ? 'use' : undefined;
    case 'keyword_pattern':
    case 'as_pattern':
    case 'list_pattern':
    case 'tuple_pattern':
      return dotted.namedChildCount === 1 ? 'capture' : first ? 'use' : undefined;
    default:
      return undefined;
  }
}

/** The role of a name that may be the target of an assignment, a loop, a `with` or a `del`. */
function targetRole(from: Node): NameRole {
  for (let node = from, up = node.parent; up; node = up, up = node.parent) {
    switch (up.type) {
      case 'pattern_list':
      case 'tuple_pattern':
      case 'list_pattern':
      case 'tuple':
      case 'list':
      case 'parenthesized_expression':
      case 'list_splat_pattern':
      case 'dictionary_splat_pattern':
      case 'expression_list':
        continue;
      case 'assignment':
      case 'augmented_assignment':
        return isField(up, 'left', node) ? 'assignment' : 'use';
      case 'type_alias_statement':
        return isField(up, 'left', node) ? 'assignment' : 'use';
      case 'for_statement':
      case 'for_in_clause':
        return isField(up, 'left', node) ? 'loop' : 'use';
      case 'as_pattern_target':
        return up.parent?.parent?.type === 'except_clause' ? 'except' : 'with';
      case 'delete_statement':
        return 'delete';
      case 'parameters':
      case 'lambda_parameters':
        return 'parameter';
      case 'typed_parameter':
        return isField(up, 'type', node) ? 'use' : 'parameter';
      default:
        return 'use';
    }
  }
  return 'use';
}
