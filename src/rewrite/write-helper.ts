// Helper text for accepted hunks: the sections that they name, and what those need, as a new module or at the end of one.
import type { HelperModule } from '../plan/helper-module.ts';
import type { Hunk } from '../plan/hunks/hunk.ts';
import type { Plan } from '../plan/plan.ts';
import { splitSymbol, symbolsIn } from '../project/dotted-names.ts';
import { decode, encode } from '../python/encoding.ts';
import { readImports } from '../python/import-statements.ts';
import { editImports } from '../python/imports/edit-imports.ts';
import { parse } from '../python/source.ts';
import { applyEdits } from '../text/edits.ts';
import type { Section } from '../transform.ts';
import type { FileChange } from './file-change.ts';

/** What hunks name of the module of helper text. */
export function namesOf({ helper }: Pick<Plan, 'helper'>, hunks: Iterable<Hunk>): ReadonlySet<string> {
  if (!helper) return new Set();
  const symbols = [...hunks].flatMap(({ changes }) => changes.flatMap(symbolsIn)).map(splitSymbol);
  return new Set(symbols.flatMap(({ module, member }) => (module === helper.module ? [member] : [])));
}

/** The sections that hunks name, and those that these need, in the order in which they are written. */
export function neededSections(plan: Pick<Plan, 'helper'>, hunks: Iterable<Hunk>): readonly Section[] {
  const sections = plan.helper?.sections ?? [];
  const wanted = new Set(namesOf(plan, hunks));
  const needed = new Set<Section>();
  for (const name of wanted) {
    const section = sections.find(({ provides }) => provides.includes(name));
    if (!section) continue;
    needed.add(section);
    for (const other of section.needs) wanted.add(other);
  }
  return sections.filter((section) => needed.has(section));
}

/**
 * The module with what hunks need in it; undefined where they need nothing.
 * @param changes - the files as they are rendered otherwise: the module is one of them where hunks change it.
 */
export function writeHelper(
  plan: Pick<Plan, 'helper'>,
  hunks: Iterable<Hunk>,
  changes: readonly FileChange[],
): FileChange | undefined {
  const { helper } = plan;
  const sections = helper ? neededSections(plan, hunks) : [];
  if (!helper || sections.length === 0) return undefined;
  const base = changes.find(({ path }) => path === helper.path) ?? asItIs(helper);
  const after = base.created ? moduleText(helper.licence, sections) : withSections(base.path, base.after, sections);
  return { ...base, after, bytesAfter: Buffer.from(base.encode(after)) };
}

/** The module before anything is written. */
function asItIs({ path, existing }: HelperModule): FileChange {
  const decoded = existing && decode(existing);
  if (!existing || !decoded || 'reason' in decoded) {
    const nothing = Buffer.alloc(0);
    const encodeText = (text: string) => Buffer.from(text);
    return {
      path,
      before: '',
      after: '',
      created: true,
      bytesBefore: nothing,
      bytesAfter: nothing,
      encode: encodeText,
    };
  }
  const text = (decoded.bom ? '\ufeff' : '') + decoded.text;
  const { encoding } = decoded;
  return {
    path,
    before: text,
    after: text,
    created: false,
    bytesBefore: existing,
    bytesAfter: existing,
    encode: (part) => encode({ encoding, bom: false }, part),
  };
}

const DOCSTRING = `"""Stands in for what the standard library has no class for.

Written by degreen; it belongs to this project.
"""
`;

/** A new module of sections. */
export function moduleText(licence: string, sections: readonly Section[]): string {
  const imports = importsOf(sections).map((module) => `import ${module}\n`);
  const head = [...(licence === '' ? [] : [licence]), DOCSTRING, ...(imports.length > 0 ? [imports.join('')] : [])];
  return `${head.join('\n')}\n\n${textOf(sections)}`;
}

function textOf(sections: readonly Section[]): string {
  return sections.map(({ text }) => text).join('\n\n');
}

function importsOf(sections: readonly Section[]): string[] {
  return [...new Set(sections.flatMap(({ imports }) => imports))].sort();
}

/**
 * A module that is there, with sections at its end and the imports that they need.
 * @throws Error where the module is not valid Python: it was read when it was planned.
 */
function withSections(path: string, text: string, sections: readonly Section[]): string {
  const source = parse(path, text);
  if ('reason' in source) throw new Error(`${path} cannot be read any more: ${source.reason}`);
  const statements = readImports(source);
  const bound = new Set(
    statements.flatMap(({ node, names }) => (node.parent?.type === 'module' ? names : [])).map(({ local }) => local),
  );
  const added = importsOf(sections)
    .filter((module) => !bound.has(module))
    .map((module) => ({ module, from: false, as: undefined, beside: undefined }));
  const { edits } = editImports(source, statements, {
    removed: new Set(),
    added,
    before: undefined,
    others: { going: [], beside: [], unwrapped: [] },
    indentAt: () => '',
  });
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const body = applyEdits(text, edits).replace(/\s*$/, '');
  return body + `\n\n\n${textOf(sections)}`.replaceAll('\n', eol);
}
