// The licence comment of a package: what most of its files begin with, without the lines that say whose they are.
import type { ProjectFile } from '../project/project-file.ts';
import type { Project } from '../project/project-index.ts';

/** How much of a file is looked at. */
const HEAD = 4096;

/** The comment that more than half of the files of a folder share, or those of the nearest package around; empty where none do. */
export function licenceAround(folder: string, { files }: Project): string {
  const packages = new Set(
    files.flatMap(({ path }) => (path.endsWith('/__init__.py') ? [path.slice(0, -'/__init__.py'.length)] : [])),
  );
  for (let at = folder; packages.has(at); at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const own = files.filter(({ path, python, bytes }) => python && bytes.length > 0 && parentOf(path) === at);
    const common = mostCommon(own.map(headOf));
    if (common !== '') return common;
  }
  return '';
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The text that more than half have, and at least two. */
function mostCommon(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  const [[text, count] = ['', 0]] = [...counts].sort((a, b) => b[1] - a[1]);
  return count >= 2 && count * 2 > texts.length ? text : '';
}

/** Lines that are about one file: how it is run and shown, who wrote it and who owns it. */
const OWN = /^#(!|.*\bcoding[:=]|\s*(vim?:|-\*-|(\(c\)\s*)?copyright\b|all rights reserved|authors?\b|@author))/i;

/** The comment that a file begins with, without the lines about the file itself. */
function headOf({ bytes }: ProjectFile): string {
  const lines = bytes
    .subarray(0, HEAD)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  const end = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const comment = lines.slice(0, Math.max(0, end)).filter((line) => !OWN.test(line));
  const blank = (line: string | undefined) => line !== undefined && /^#?\s*$/.test(line);
  while (blank(comment[0])) comment.shift();
  while (blank(comment.at(-1))) comment.pop();
  return comment.map((line) => `${line.trimEnd()}\n`).join('');
}
