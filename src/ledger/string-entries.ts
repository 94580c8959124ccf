// The part of the ledger that is strings: mocks that move or stay, names in strings, imports by name.

import type { DependentHunk, PlannedFile } from '../plan/hunks/hunk.ts';
import { isDraft } from '../plan/hunks/level.ts';
import { notesText } from '../plan/hunks/note.ts';
import { dynamicImports, formattedNames, namedStrings, replacedModules } from '../plan/names-in-strings.ts';
import type { Plan } from '../plan/plan.ts';
import { indexPlan } from '../plan/plan-index.ts';
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { ProjectFile } from '../project/project-file.ts';
import { groupOf } from '../project/symbol-owners.ts';
import { MODULE_LEVEL } from '../python/references.ts';
import { parse } from '../python/source.ts';
import { enclosingDefinitions } from '../python/syntax.ts';
import { indexSpans } from '../text/edits.ts';
import { indexLines } from '../text/line-index.ts';
import { type Entry, verdictOf } from './entry.ts';

/** The mocks of a file: those that are updated with what they mock, and those that are not, with the reason. */
export function mockEntries({ model, followers }: PlannedFile, plan: Plan): Entry[] {
  const named = indexSpans(model.references.map(({ span }) => span));
  return followers
    .filter(({ site }) => site.kind === 'string' || (!named.inside(site.span) && !named.around(site.span)))
    .map(({ site, name, hunk, message }): Entry => {
      const start = model.source.lines.at(site.span.start);
      const end = model.source.lines.at(site.span.end);
      const inside = site.quotes[0].length;
      const owner = plan.registry.ownerOf(name);
      return {
        path: model.path,
        line: start.line,
        column: start.column + inside,
        endLine: end.line,
        endColumn: end.column - inside,
        name,
        role: site.kind === 'string' ? 'string' : 'value',
        within: enclosingDefinitions(model.source.root.descendantForIndex(site.span.start)) || MODULE_LEVEL,
        transform: owner?.transform.id ?? '',
        verdict: verdictOf(hunk),
        message: hunk ? notesText(hunk.notes) : (message ?? ''),
        hunk: hunk && indexPlan(plan).has(hunk) ? hunk.id : null,
        group: owner && (!hunk || isDraft(hunk)) ? groupOf(owner) : null,
        detail: '',
      };
    });
}

/** The strings that name an object. Without a parsed file their place is read from the text. */
export function stringEntries(
  file: ProjectFile,
  model: AnalyzedFile | undefined,
  followers: readonly DependentHunk[],
  plan: Plan,
): Entry[] {
  const text = model?.source.text ?? file.bytes.toString('utf8');
  const lines = model?.source.lines ?? indexLines(text);
  const { library } = plan.registry;
  const found = [namedStrings, dynamicImports, replacedModules, formattedNames].flatMap((read) => read(text, library));
  const mocked = indexSpans(followers.flatMap(({ site }) => (site.kind === 'string' ? [site.span] : [])));
  const first = new Map([...found].reverse().map((each) => [each.span.start, each]));
  const unmocked = found.filter((each) => first.get(each.span.start) === each && !mocked.around(each.span));
  // Where a string stands must not depend on whether its file imports the library.
  const source = model?.source ?? (unmocked.length > 0 ? parse(file.path, text) : undefined);
  return unmocked.map((string): Entry => {
    const owner = plan.registry.ownerOf(string.path);
    const start = lines.at(string.span.start);
    const node = source && 'root' in source ? source.root.descendantForIndex(string.span.start) : undefined;
    return {
      path: file.path,
      line: start.line,
      column: start.column,
      endLine: start.line,
      endColumn: start.column + string.text.length,
      name: owner?.name ?? string.path,
      role: 'string',
      within: node ? enclosingDefinitions(node) || MODULE_LEVEL : '',
      transform: owner?.transform.id ?? '',
      verdict: 'manual',
      message:
        'A string names the object: where it is the target of a mock or of a dynamic import, it must follow the calls that it stands for.',
      hunk: null,
      group: owner ? groupOf(owner) : null,
      detail: '',
    };
  });
}
