// The module of helper text: which sections the project has, which may be written, and under which licence. A section that
// the project has in part is an error: what is there may be something else.

import type { Project } from '../project/project-index.ts';
import { byPosition, type Registry } from '../project/symbol-owners.ts';
import { type Definition, readDefinition } from '../python/module-definitions.ts';
import { type Names, readNames } from '../python/scopes.ts';
import { parse, type SourceFile } from '../python/source.ts';
import type { Section } from '../transform.ts';
import { licenceAround } from './licence.ts';

/** Where helper text goes, and what of it the project does not have yet. */
export interface HelperModule {
  readonly path: string;
  /** Its dotted name. */
  readonly module: string;
  /** The comment that a new file begins with; empty where its neighbours have none in common. */
  readonly licence: string;
  /** The bytes of the module where it is there already. */
  readonly existing: Buffer | undefined;
  /** In the order in which they are written. */
  readonly sections: readonly Section[];
}

/** Reads what may be written into a module; or why nothing may, as a sentence. */
export function readHelper(path: string, project: Project, registry: Registry): HelperModule | string {
  const all = [...registry.transforms].sort(byPosition).flatMap((transform) => transform.helper ?? []);
  if (all.length === 0) return 'no transform has a helper';
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (!/^(?:[A-Za-z_]\w*\/)+[A-Za-z_]\w*\.py$/.test(path))
    return `\`${path}\` is no path of a module such as \`package/native.py\``;
  if (!project.files.some((file) => file.path === `${folder}/__init__.py`))
    return `\`${path}\` is in no package: there is no ${folder}/__init__.py`;
  const module = project.moduleOf(path);
  const existing = project.files.find((file) => file.path === path)?.bytes;
  const text = project.sourceOf(module);
  if (text === undefined || existing === undefined)
    return { path, module, licence: licenceAround(folder, project), existing: undefined, sections: all };
  const source = parse(path, text);
  if ('reason' in source) return `\`${path}\` exists and cannot be read: ${source.reason}`;
  const there = { path, source, names: readNames(source) };
  const trouble = all.map((section) => troubleWith(section, there)).find((each) => each !== undefined);
  if (trouble !== undefined) return trouble;
  const sections = all.filter(({ provides }) => !provides.some((name) => definitionIn(there, name)));
  return { path, module, licence: '', existing, sections };
}

interface There {
  readonly path: string;
  readonly source: SourceFile;
  readonly names: Names;
}

function definitionIn({ source, names }: There, name: string): Definition | undefined {
  return readDefinition(source, names, name);
}

/** Why a section can neither be used as it is there nor be added. */
function troubleWith({ provides, methods, imports, text }: Section, there: There): string | undefined {
  const { path, names } = there;
  const defined = provides.filter((name) => definitionIn(there, name));
  const missing = provides.filter((name) => !defined.includes(name));
  const shown = (list: readonly string[]) => list.map((name) => `\`${name}\``).join(', ');
  if (defined.length > 0 && missing.length > 0)
    return `\`${path}\` exists and defines ${shown(defined)}, but not ${shown(missing)}`;
  if (missing.length > 0) {
    const taken = [...topLevelNames(text), ...imports.filter((name) => !importedIn(there, name))].find(
      (name) => names.bindings(name, names.module).length > 0,
    );
    return taken && `\`${path}\` exists and has another \`${taken}\` than ${shown(provides)} would bring with it`;
  }
  for (const [name, wanted] of Object.entries(methods)) {
    const found = definitionIn(there, name);
    if (found?.kind !== 'class') return `\`${path}\` exists and does not define \`${name}\``;
    const lacking = wanted.find((method) => found.closed && !found.methods.has(method));
    if (lacking) return `\`${name}\` in \`${path}\` has no method \`${lacking}\``;
  }
  return undefined;
}

function importedIn({ names }: There, name: string): boolean {
  return names.bindings(name, names.module).every(({ binding }) => binding === 'import');
}

/** The functions and classes that a text defines. */
function topLevelNames(text: string): string[] {
  const source = parse('', text);
  if ('reason' in source) return [];
  return source.root.namedChildren.flatMap((node) => node.childForFieldName('name')?.text ?? []);
}
