// `explain`: what is known of a transform or of a name. Reads no project.

import { UserError } from '../errors.ts';
import { loadRegistry } from '../registry.ts';
import { formatList, formatOverview, formatPage, formatPageAsMarkdown } from '../reporters/explain/explain-page.ts';
import { EXIT, type World } from './world.ts';

/** How `explain` prints. */
export type ExplainFormat = 'text' | 'markdown';

/** The page of a transform or of a dotted name; without a name, the list of transforms, or their overview as a table. */
export async function explain(
  world: World,
  name: string | undefined,
  { format = 'text' }: { readonly format?: ExplainFormat } = {},
): Promise<number> {
  const { transforms, ownerOf, library } = await loadRegistry();
  const knownName = (whole: string) =>
    transforms.some(({ owns }) => owns.some((own) => [own.name, ...(own.aliases ?? [])].includes(whole)))
      ? ownerOf(whole)
      : undefined;
  const markdown = format === 'markdown';
  if (name === undefined) {
    await (markdown ? world.stdout.write(formatOverview(transforms)) : world.stdout.print(formatList(transforms)));
    return EXIT.done;
  }
  const transform = transforms.find((each) => each.id === name);
  const [root = ''] = library.roots;
  // What the library has is known without its own name as well.
  const owner = transform ? undefined : (ownerOf(name) ?? knownName(`${root}.${name}`));
  const page = transform?.explain() ?? owner?.transform.explain(owner.name);
  if (!page) {
    throw new UserError(
      `nothing is known of \`${name}\``,
      `Give the id of a transform (see \`degreen explain\`) or a name of ${[...library.roots].join(', ')}.`,
    );
  }
  const heading = transform
    ? `${transform.id}: ${transform.title}`
    : `${owner?.name}   (transform ${owner?.transform.id})`;
  if (markdown) await world.stdout.write(`# ${heading}\n\n${formatPageAsMarkdown(page, 2)}`);
  else await world.stdout.print(formatPage(heading, page));
  return EXIT.done;
}
