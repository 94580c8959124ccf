// The edits by which a mock follows what it mocks: of its text, of the object's expression, of the attribute's name.

import type { AnalyzedFile } from '../../project/analyzed-file.ts';
import { splitSymbol } from '../../project/dotted-names.ts';
import type { PatchSite } from '../../project/mocks/patch-site.ts';
import type { TextPart } from '../../python/dataflow/constant-values.ts';
import type { Change, Piece, Use } from '../../transform.ts';
import type { MockTarget } from './resolve-target.ts';

/** The edits of a site with one target, which becomes a symbol; or why it cannot be edited. */
export function changesFor(
  model: AnalyzedFile,
  site: PatchSite,
  target: MockTarget,
  symbol: string,
): Change[] | string {
  const attributes = renamed(site, splitSymbol(symbol).member);
  if (typeof attributes === 'string') return attributes;
  const own = site.kind === 'object' ? ofObject(model, site, target, symbol) : ofText(site, target, symbol);
  return typeof own === 'string' ? own : [...own, ...attributes];
}

/** The edits of attributes that are named apart and have another name then. */
function renamed({ attributes = [], quotes: [open, close] }: PatchSite, member: string): Change[] | string {
  const others = attributes.filter(({ name }) => name !== member);
  if (attributes.length > 1 || others.length === 0) return [];
  const [{ name, span } = { name: '', span: undefined }] = others;
  if (!span) return `\`${name}\` becomes \`${member}\`, and is not named where it could be changed.`;
  return [{ span, pieces: [`${open}${member}${close}`] }];
}

/** How many names of a target come before the one that its module has. */
function depthOfModule({ names, via }: MockTarget): number {
  return !via || names[0] === '__main__' ? 1 : via.file.model.module.split('.').length;
}

/** What follows the module in the expression of an object. The names before it stay untouched, so that their import does. */
function ofObject({ source }: AnalyzedFile, site: PatchSite, target: MockTarget, symbol: string): Change[] | string {
  const { span } = site;
  const { via, names } = target;
  const written = source.text.slice(span.start, span.end).split('.');
  const after = names.length - 1 - depthOfModule(target);
  // A variable that stands for it would be left without a use.
  if (via && (written.length < after || site.targets[0]?.base?.startIndex !== span.start) && written.length <= after)
    return 'What it replaces is reached under a name of its own.';
  if (!via || written.length === after) return [{ span, pieces: [{ symbol, part: 'module' }] }];
  const kept = written.slice(0, written.length - after).join('.');
  const use: Use = { symbol, part: 'module', seenFrom: via.file.model.path };
  return [{ span: { start: span.start + kept.length, end: span.end }, pieces: ['.', use] }];
}

/** A plain string as a whole, or the part of a text that stands for what the module has. */
function ofText(site: PatchSite, target: MockTarget, symbol: string): Change[] | string {
  const { span, parts, suffix = '', attributes = [] } = site;
  const { via, names } = target;
  const [open, close] = site.quotes;
  const named = attributes.length > 0;
  const use: Use = named ? { symbol, part: 'module' } : { symbol };
  const module = names.slice(0, depthOfModule(target)).join('.');
  if (parts) return ofParts(parts, target, symbol, named);
  const text: readonly Piece[] = via
    ? [`${module}.`, { ...use, seenFrom: via.file.model.path }]
    : [named ? splitSymbol(symbol).module : symbol];
  return [{ span, pieces: [open, ...text, `${suffix}${close}`] }];
}

const APART = 'Its target is built from texts that cannot be changed one by one.';

function ofParts(parts: readonly TextPart[], target: MockTarget, symbol: string, named: boolean): Change[] | string {
  const { via, names } = target;
  const { module, member } = splitSymbol(symbol);
  const whole = parts.map(({ text = '' }) => text).join('');
  const start = via ? names.slice(0, depthOfModule(target)).join('.').length + 1 : 0;
  const seen = (use: Use): Piece => (via ? { ...use, seenFrom: via.file.model.path } : use.part ? module : symbol);
  const all = placeOf(parts, start, whole.length);
  if (all && !named) return [{ span: all, pieces: [seen({ symbol })] }];
  if (named && start > whole.length) return APART;
  if (named) return all ? [{ span: all, pieces: [seen({ symbol, part: 'module' })] }] : APART;
  const end = whole.length - member.length - 1;
  const place = whole.endsWith(`.${member}`) && end > start ? placeOf(parts, start, end) : undefined;
  return place ? [{ span: place, pieces: [seen({ symbol, part: 'module' })] }] : APART;
}

/** Where a stretch of a text is written, if it is written in one place. */
function placeOf(parts: readonly TextPart[], start: number, end: number): Change['span'] | undefined {
  let at = 0;
  for (const { text = '', at: place } of parts) {
    const from = start - at;
    if (from >= 0 && from < text.length)
      return place && end - at <= text.length ? { start: place.start + from, end: place.start + end - at } : undefined;
    at += text.length;
  }
  return undefined;
}
