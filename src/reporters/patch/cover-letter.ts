// What lies beside the patches: the list for quilt, the cover letter, and the decisions that make the series again.
import type { Hunk } from '../../plan/hunks/hunk.ts';
import { isDraft } from '../../plan/hunks/level.ts';
import type { Plan } from '../../plan/plan.ts';
import { visible } from '../../text/printable.ts';

/** What a cover letter tells. */
export interface Cover {
  readonly plan: Plan;
  readonly accepted: ReadonlySet<Hunk>;
  readonly subjects: readonly string[];
  readonly author: string;
  /** As git prints it. */
  readonly diffStat: string;
  readonly topic: string | undefined;
  /** The command that applies the series, and what was proved of it. */
  readonly command: string;
  readonly proof: string;
  readonly base: string;
}

/** Writes the cover letter. It is no `.patch`, as `git am *.patch` would take it for one. */
export function formatCover(cover: Cover): string {
  const { subjects, plan, author, topic } = cover;
  const library = [...plan.registry.library.roots].join(', ');
  const count = `${subjects.length} patch${subjects.length === 1 ? '' : 'es'}`;
  const head = [`Subject: Take ${library} out, ${count}`, ...(topic === undefined ? [] : [`Topic: ${topic}`])];
  const shortlog = [`${visible(author)} (${subjects.length}):`, ...subjects.map((subject) => `  ${subject}`)];
  const parts = [
    head.join('\n'),
    shortlog.join('\n'),
    cover.diffStat,
    leftToDo(plan, cover.accepted),
    `Apply it with: ${cover.command}\n${cover.proof}`,
    `base-commit: ${cover.base}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The hunks that were not taken and the places that no hunk covers, by transform. */
function leftToDo(plan: Plan, accepted: ReadonlySet<Hunk>): string {
  const all = plan.files.flatMap((file) => file.outcomes);
  const rows = plan.registry.transforms.map((transform) => {
    const outcomes = all.filter((each) => each.owner.transform === transform);
    // Those of transforms that the flags leave out are left to do as well.
    const hunks = [...new Set(outcomes.flatMap(({ hunk }) => (hunk && !accepted.has(hunk) ? [hunk] : [])))];
    return {
      id: transform.id,
      safe: hunks.filter((hunk) => hunk.level === 'safe').length,
      review: hunks.filter((hunk) => hunk.level === 'review').length,
      manual: outcomes.filter(({ hunk }) => !hunk || (isDraft(hunk) && !accepted.has(hunk))).length,
    };
  });
  const left = rows.filter((row) => row.safe + row.review + row.manual > 0);
  if (left.length === 0) return 'Left to do: nothing.';
  const width = Math.max('transform'.length, ...left.map((row) => row.id.length));
  const line = (id: string, ...cells: readonly (string | number)[]) =>
    `  ${id.padEnd(width)}${cells.map((cell) => String(cell).padStart(8)).join('')}`;
  return [
    'Left to do, in places:',
    '',
    line('transform', 'safe', 'review', 'manual'),
    ...left.map((row) => line(row.id, row.safe, row.review, row.manual)),
  ].join('\n');
}
