// Mocks of what nothing near looks up: who feels them is not to be seen.

import type { AnalyzedFile } from '../../project/analyzed-file.ts';
import type { PatchSite } from '../../project/mocks/patch-site.ts';
import type { Registry } from '../../project/symbol-owners.ts';
import type { DependentHunk, Hunk } from '../hunks/hunk.ts';
import { draftAmong } from '../hunks/level.ts';
import { type AffectedIndex, affectedBy, hunksOf, type MockTarget } from './resolve-target.ts';

/** A mock of a global name that nothing near looks up: it stays, and is stale when nothing in the project does. */
export function distantMock(
  model: AnalyzedFile,
  site: PatchSite,
  targets: readonly MockTarget[],
  usersOf: (object: string) => readonly Hunk[],
  registry: Registry,
): DependentHunk[] {
  const [target] = targets;
  if (!target || target.via || targets.length > 1 || target.path !== target.object) return [];
  if (target.whole && !site.loads) return [];
  const leaders = usersOf(target.object);
  if (leaders.length === 0) return [];
  const name = registry.ownerOf(target.path)?.name ?? target.path;
  const { line } = model.source.lines.at(site.span.start);
  const message = 'No module that this file imports looks it up, so its users cannot be determined.';
  return [
    {
      site,
      line,
      leaders,
      uses: false,
      distant: true,
      path: target.path,
      name,
      symbol: undefined,
      hunk: undefined,
      message,
    },
  ];
}

/** The hunks of all that looks an object up in the library, wherever it is; none where one of them has no hunk. */
export function distantUsers(object: string, index: AffectedIndex): readonly Hunk[] {
  const uses = affectedBy({ object, via: undefined, whole: false }, index, () => true);
  const hunks = hunksOf(uses);
  return draftAmong(hunks) || uses.some(({ outcome }) => !outcome.hunk) ? [] : hunks;
}
