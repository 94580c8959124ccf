// Text for XML, SVG and HTML: nothing that a file, a path or a commit says can become markup, or what XML does not allow.
import { visible } from '../../text/printable.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as content or as the value of an attribute. */
export function escapeXml(text: string): string {
  return visible(text)
    .replace(/\p{Surrogate}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
