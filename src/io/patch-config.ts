// The configuration of patches: [tool.degreen.patch], the templates of subjects and bodies. Knows the placeholders' names and
// not what they stand for.
import { isRecord } from '../text/is-record.ts';
import { visible, visibleSource } from '../text/printable.ts';

/** What a project may set for its patches. */
export interface PatchConfig {
  readonly subject: string | undefined;
  readonly body: string | undefined;
}

/** No templates. */
export const NO_PATCH_CONFIG: PatchConfig = { subject: undefined, body: undefined };

const KEYS = ['subject', 'body'] as const;

/** What a template may name in braces. */
export const PLACEHOLDERS: readonly string[] = [
  'library',
  'transform',
  'from',
  'to',
  'folder',
  'hunks',
  'files',
  'why',
  'mapping',
  'check',
  'left',
];

/**
 * Reads the table.
 * @param fail - throws a UserError that names the line of a key.
 */
export function readPatchConfig(table: unknown, fail: (key: string, message: string) => never): PatchConfig {
  if (table === undefined) return NO_PATCH_CONFIG;
  if (!isRecord(table)) return fail('patch', '`patch` must be a table, [tool.degreen.patch]');
  for (const key of Object.keys(table)) {
    if (!KEYS.some((known) => known === key))
      fail(key, `unknown key \`${key}\` of patch; known are ${KEYS.join(', ')}`);
  }
  const template = (key: 'subject' | 'body', value: unknown): string | undefined => {
    if (value === undefined || typeof value === 'string') return value;
    return fail(key, `\`${key}\` must be a string`);
  };
  const subject = template('subject', table.subject);
  const body = template('body', table.body);
  if (subject !== undefined) checkSubject(subject, fail);
  for (const [key, text = ''] of [['subject', subject] as const, ['body', body] as const]) {
    checkPlaceholders(key, text, fail);
    checkHonest(key, text, fail);
  }
  return { subject, body };
}

/** What only a person may say of a patch, and the name by which Gerrit knows it. */
const CLAIM = /^[ \t]*([\w-]+-by|change-id)[ \t]*:/im;

/** A template speaks for the project: it neither hides anything nor says who signed, read or tested. */
function checkHonest(key: string, text: string, fail: (key: string, message: string) => never): void {
  if (visibleSource(text) !== text.replaceAll('\r\n', '\n'))
    fail(key, `\`${key}\` has a character that cannot be seen: ${visible(text.trim())}`);
  const claim = CLAIM.exec(text)?.[1];
  if (claim !== undefined)
    fail(key, `\`${key}\` may not have the trailer ${claim}: take --signoff or --change-id, which speak for you`);
}

function checkSubject(subject: string, fail: (key: string, message: string) => never): void {
  if (subject.trim() === '' || subject.includes('\n')) fail('subject', '`subject` must be one line');
  if (/^\s*(\[|re:)/i.test(subject)) fail('subject', '`subject` begins with what git am takes away from a subject');
}

function checkPlaceholders(key: string, text: string, fail: (key: string, message: string) => never): void {
  for (const [, name = ''] of text.matchAll(/\{(\w*)\}/g)) {
    if (!PLACEHOLDERS.includes(name))
      fail(key, `unknown placeholder {${name}} in \`${key}\`; known are ${PLACEHOLDERS.join(', ')}`);
  }
}
