// Commit messages: ASCII, subject within 72 columns, body wrapped, trailers last. Knows nothing of git or of who commits.
import { noteText } from '../../plan/hunks/note.ts';
import type { Plan } from '../../plan/plan.ts';
import { shownName, splitSymbol } from '../../project/dotted-names.ts';
import { variantOf } from '../../project/symbol-owners.ts';
import { groupOf, type SeriesPatch } from '../../rewrite/patch-series.ts';
import { neededSections } from '../../rewrite/write-helper.ts';
import { countBy, groupBy } from '../../text/group-by.ts';
import { counted } from '../../text/plural.ts';
import { quotePath } from '../../text/unified-diff.ts';
import { wrapText } from '../../text/wrap.ts';
import type { Becomes } from '../../transform.ts';

/** The templates of a project; undefined where it has none. */
export interface Templates {
  readonly subject: string | undefined;
  readonly body: string | undefined;
}

/** What a message is made of besides the patch. */
export interface MessageContext {
  readonly plan: Plan;
  /** The hunks of the whole series. */
  readonly accepted: ReadonlySet<SeriesPatch['hunks'][number]>;
  readonly split: number | undefined;
  readonly templates: Templates;
  /** Whole lines, in their order. */
  readonly trailers: readonly string[];
}

/** A commit message in its parts; `text` is the whole. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

const WIDTH = 72;
/** A subject that is longer gives way to one that says less, down to the limit of `WIDTH`. */
const GOOD_SUBJECT = 60;
const MOST_REASONS = 5;

/** Writes the message of one patch. */
export function formatMessage(patch: SeriesPatch, context: MessageContext): Message {
  if (patch.hunks.length === 0) return helperMessage(patch, context);
  const values = valuesOf(patch, context);
  const fill = (template: string) => template.replace(/\{(\w*)\}/g, (_, name: string) => values.get(name) ?? '');
  const { templates, trailers } = context;
  const subject = templates.subject === undefined ? subjectOf(values) : oneLine(fill(templates.subject));
  const body = wrapMessage(fill(templates.body ?? BODY))
    .split('\n')
    .map(harmless)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd();
  // Trailers that end a template are of one paragraph with ours: git sees only the last.
  const joined = trailers.length > 0 && endsWithTrailers(body) ? '\n' : '\n\n';
  const text = [subject, body ? `\n\n${body}` : '', trailers.length > 0 ? `${joined}${trailers.join('\n')}` : ''];
  return { subject, text: `${text.join('').trimEnd()}\n` };
}

/** The message of the patch that only brings the module which others use. */
function helperMessage({ changes }: SeriesPatch, { plan, accepted, trailers }: MessageContext): Message {
  const [{ path = '' } = {}] = changes;
  const library = [...plan.registry.library.roots].join(', ');
  const sections = neededSections(plan, accepted);
  const names = sections.flatMap(({ provides }) => provides);
  const name = names.join(', ');
  const named = `Add ${name} for native threads`;
  const subject = named.length <= WIDTH ? named : 'Add what native threads need';
  const one = names.length === 1;
  const lacks = [...new Set(sections.map((section) => section.why))].join(' ');
  const why = wrapMessage(
    `${lacks} ${name} in ${ascii(path)} ${one ? 'has' : 'have'} the methods and results of ${library}'s and ${one ? 'needs' : 'need'} nothing of it. ${one ? 'The patch that uses it follows' : 'The patches that use them follow'}.`,
  );
  return { subject, text: `${[subject, why, ...(trailers.length > 0 ? [trailers.join('\n')] : [])].join('\n\n')}\n` };
}

/** Wraps each line that is too long; what follows is indented as the line is, in a list as its text is. */
export function wrapMessage(text: string): string {
  const wrapped = text.split('\n').flatMap((written) => {
    const line = written.trimEnd();
    if (line.length <= WIDTH) return [line];
    const [, indent = '', bullet = ''] = /^(\s*)([-*] )?/.exec(line) ?? [];
    const words = line.slice(indent.length + bullet.length).replace(/ +/g, ' ');
    return wrapText(words, WIDTH, indent + bullet, indent + ' '.repeat(bullet.length));
  });
  return wrapped.join('\n');
}

const BODY = `{why}

{mapping}

{check}

{left}`;

/** What the placeholders stand for. */
function valuesOf(patch: SeriesPatch, context: MessageContext): ReadonlyMap<string, string> {
  const { plan } = context;
  const library = [...plan.registry.library.roots].join(', ');
  const to = targetsOf(patch).join(' or ');
  const folder = patch.group === undefined ? '' : patch.group === '' ? 'the top folder' : quotePath(patch.group);
  return new Map([
    ['library', library],
    ['transform', patch.transform],
    ['from', fromOf(patch, plan)],
    ['to', ascii(to)],
    ['folder', ascii(folder)],
    ['label', ascii(patch.label ?? '')],
    ['hunks', String(patch.hunks.length)],
    ['files', String(patch.changes.length)],
    ['paths', ascii(patch.changes.map(({ path }) => quotePath(path)).join(' and '))],
    ['why', whyOf(patch, plan, library)],
    ['mapping', mappingOf(patch)],
    ['check', checksOf(patch)],
    ['left', leftOf(patch, context)],
  ]);
}

/** The name that is replaced, with the argument where a variant has a patch of its own: `lib.sleep(0)`. */
function fromOf(patch: SeriesPatch, { registry }: Plan): string {
  const [name = ''] = countOf(patch.hunks.flatMap((hunk) => (hunk.follows ? [] : hunk.name)))[0] ?? [];
  const shows = variantOf(registry, patch)?.shows;
  return shows === undefined ? name : `${splitSymbol(name).module}.${shows}`;
}

/** What calls become that go without a replacement. */
const DROPPED = 'dropped';

/** What the names become, the most frequent first. */
function targetsOf(patch: SeriesPatch): string[] {
  const targets = patch.hunks.flatMap(({ becomes }) => (becomes ? shownTarget(becomes) : []));
  return countOf(targets).map(([target]) => target);
}

function shownTarget(becomes: Becomes): string {
  return becomes.kind === 'nothing' ? DROPPED : shownName(becomes.symbol);
}

function subjectOf(values: ReadonlyMap<string, string>): string {
  const [from = '', to = '', folder = '', library = '', label = ''] = ['from', 'to', 'folder', 'library', 'label'].map(
    (name) => values.get(name),
  );
  const where = label === '' ? (folder === '' ? '' : ` in ${folder}`) : ` (${label})`;
  const last = from.split('.').at(-1);
  // What no name becomes is said by files.
  if (to === '') return takenOut(library, values.get('paths') ?? '', Number(values.get('files')));
  const gone = to === DROPPED;
  const verb = gone ? 'Remove' : 'Replace';
  const candidates = [
    ...(gone ? [] : [`Replace ${from} with ${to}`, `Use ${to} instead of ${library}'s`]),
    `${verb} ${from}`,
    `${verb} ${library}'s ${last}`,
  ].map((text) => `${text}${where}`);
  const good = candidates.find((text) => text.length <= GOOD_SUBJECT);
  const fits = good ?? candidates.find((text) => text.length <= WIDTH);
  // Of a long path the end says most.
  const short = `${verb} ${library}'s ${last} in ...`;
  return fits ?? `${short}${(folder || label).slice(-(WIDTH - short.length))}`;
}

function takenOut(library: string, paths: string, files: number): string {
  const named = `Take ${library} out of ${paths}`;
  return named.length <= WIDTH ? named : `Take ${library} out of ${counted(files, 'file')}`;
}

function whyOf(patch: SeriesPatch, plan: Plan, library: string): string {
  const transform = plan.registry.transforms.find((each) => each.id === patch.transform);
  const does = transform?.explain().does ?? [];
  const about = variantOf(plan.registry, patch)?.does ?? does[0];
  const { mode } = plan.running;
  const when =
    mode === 'native'
      ? 'Nothing here runs in green threads any more.'
      : `The standard library's names are looked up when they are used, so they are right while ${library} still patches the process, and when it is gone.`;
  const first = patch.hunks.every(({ finish }) => finish)
    ? `The end of ${library} here: nothing else uses it any more.`
    : `One step towards a process without ${library}. ${when}`;
  return ascii([first, ...(about ? [about] : [])].join('\n\n'));
}

/** What became what and how often, as quoted code. */
function mappingOf(patch: SeriesPatch): string {
  const counts = countOf(patch.hunks.map(({ title }) => ascii(title)));
  const width = Math.max(...counts.map(([title]) => title.length));
  return counts.map(([title, count]) => `    ${title.padEnd(width)}  ${count}`).join('\n');
}

/** What a reviewer must check: the notes of the hunks by their reasons; one that is alone in full, with its place. */
function checksOf(patch: SeriesPatch): string {
  // That mocks are updated is seen in the patch itself.
  const said = patch.hunks.flatMap((hunk) =>
    hunk.follows
      ? []
      : hunk.notes.flatMap((note) => (note.kind === 'mocks-updated' ? [] : { note, hunk, text: noteText(note) })),
  );
  const rows = [...groupBy(said, ({ note }) => note.reason)].sort(([, a], [, b]) => b.length - a.length);
  if (rows.length === 0) return '';
  const shown = rows.slice(0, MOST_REASONS).map(([reason, alike]) => {
    const [{ hunk, text } = { hunk: undefined, text: '' }] = alike;
    if (alike.length === 1) return `- ${hunk?.path}:${hunk?.line}: ${text}`;
    return `- ${alike.length} places: ${alike.every((each) => each.text === text) ? text : `${reason}.`}`;
  });
  if (rows.length > MOST_REASONS) shown.push(`- and ${rows.length - MOST_REASONS} more (see the scan at level review)`);
  return ascii(['To review:', ...shown].join('\n'));
}

/** Each text with how often it is there, the most frequent first. */
function countOf(texts: readonly string[]): [string, number][] {
  return [...countBy(texts, (text) => text)].sort((a, b) => b[1] - a[1]);
}

/** The places of the same kind that stay, with the reasons in short; empty where there are none. */
function leftOf(patch: SeriesPatch, { plan, accepted, split }: MessageContext): string {
  const here = (path: string) => patch.group === undefined || groupOf(path, split) === patch.group;
  const reasons: string[] = [];
  for (const hunk of plan.hunks) {
    if (accepted.has(hunk) || hunk.transform !== patch.transform || !here(hunk.path)) continue;
    if (patch.variant !== undefined && hunk.variant !== patch.variant) continue;
    // What is said of a safe change is not what made it one for review.
    const note = hunk.notes.find(({ kind }) => kind !== 'hint') ?? hunk.notes[0];
    reasons.push(note ? `to review: ${note.reason}` : 'not taken this time');
  }
  for (const { model, outcomes } of patch.variant === undefined ? plan.files : []) {
    if (!here(model.path)) continue;
    for (const { hunk, owner, reason } of outcomes)
      if (!hunk && reason !== undefined && owner.transform.id === patch.transform) reasons.push(reason);
  }
  if (reasons.length === 0) return '';
  const rows = countOf(reasons.map(ascii));
  const places = counted(reasons.length, 'place');
  const stay = `Left as ${reasons.length === 1 ? 'it is' : 'they are'}, ${places}:`;
  if (rows.length === 1) return `${stay} ${rows[0]?.[0]}.`;
  const shown = rows.slice(0, MOST_REASONS).map(([reason, count]) => `- ${count}: ${reason}`);
  const others = rows.slice(MOST_REASONS).reduce((sum, [, count]) => sum + count, 0);
  if (others > 0) shown.push(`- ${others} for other reasons`);
  return [stay, ...shown].join('\n');
}

const SPELLED = new Map([
  ['→', '->'],
  ['…', '...'],
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ['–', '-'],
  ['—', '-'],
]);

/** The text with what mail programs may spoil spelled in ASCII. */
export function ascii(text: string): string {
  return text.replace(/[^\n -~]/gu, (character) => SPELLED.get(character) ?? '?');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function endsWithTrailers(body: string): boolean {
  const last = body.split('\n\n').at(-1) ?? '';
  return last !== '' && last.split('\n').every((line) => /^[A-Za-z][\w-]*: \S/.test(line));
}

/**
 * A line that `git am` would take for a header, or for the end of the message, is moved from the margin, and so is what would
 * become, wrapped or filled in, a trailer that somebody has to answer for.
 */
function harmless(line: string): string {
  const taken = /^(diff |---|\+\+\+ |@@ |index: |>?from[ :]|date:|subject:|[\w-]+-by\s*:|change-id\s*:)/i;
  return taken.test(line) ? ` ${line}` : line;
}
