// What degreen says of itself.
import { existsSync, readFileSync } from 'node:fs';
import { isRecord } from '../text/is-record.ts';

/** What package.json says; from where the package is, or a checkout. */
export function packageInfo(): { version: string; description: string } {
  for (const up of ['../../package.json', '../../../package.json']) {
    const file = new URL(up, import.meta.url);
    if (!existsSync(file)) continue;
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isRecord(parsed) || !('version' in parsed) || !('description' in parsed)) continue;
    return { version: String(parsed.version), description: String(parsed.description) };
  }
  return { version: 'unknown', description: '' };
}
