// `scan --format sarif`: it fits the published schema, says where things are as SARIF counts, and each of its fixes makes,
// taken alone, what degreen makes of that hunk. Needs a build: `npm test` makes one first.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, describe, expect, it } from 'vitest';
import { cleanUp, commit, degreen, folderOf, git, repositoryOf, stateOf, write } from '../../support/cli.ts';

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface PhysicalLocation {
  readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
  readonly region: Region;
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation: PhysicalLocation }[];
  readonly relatedLocations?: readonly { readonly physicalLocation: PhysicalLocation }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly properties: { readonly hunk: string | null; readonly role: string; readonly name: string };
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly artifactLocation: { readonly uri: string };
      readonly replacements: readonly {
        readonly deletedRegion: Region;
        readonly insertedContent: { readonly text: string };
      }[];
    }[];
  }[];
}

interface Rule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
  readonly originalUriBaseIds: { readonly SRCROOT: { readonly uri: string } };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly {
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly { readonly physicalLocation: PhysicalLocation }[];
    }[];
  }[];
  readonly results: readonly Result[];
}

const schema: object = JSON.parse(readFileSync(new URL('../../data/sarif-2.1.0.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

afterAll(cleanUp);

/** Scans a folder; whatever it is, the log fits the schema. */
function sarifOf(folder: string, ...args: readonly string[]): Run {
  const { stdout, stderr, code } = degreen(folder, ['scan', '--format', 'sarif', ...args]);
  expect(code, stderr).toBe(0);
  const log: { readonly runs: readonly [Run] } = JSON.parse(stdout);
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log.runs[0];
}

/** The text of a region as SARIF counts: lines end with LF or CRLF, columns are UTF-16 units, a BOM is no column. */
function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let left = line; left > 1; left--) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at + column - 1;
}

function decode(bytes: Buffer, encoding: BufferEncoding): string {
  return bytes.toString(encoding).replace(/^\ufeff/, '');
}

function textAt(text: string, { startLine, startColumn, endLine, endColumn }: Region): string {
  return text.slice(offsetOf(text, startLine, startColumn), offsetOf(text, endLine, endColumn));
}

/** Applies a fix to the files of a folder, from the last replacement to the first. */
function applyFix(folder: string, result: Result, encoding: BufferEncoding): Record<string, Buffer> {
  const changed: Record<string, Buffer> = {};
  for (const { artifactLocation, replacements } of result.fixes?.[0]?.artifactChanges ?? []) {
    const path = decodeURIComponent(artifactLocation.uri);
    const bytes = readFileSync(join(folder, path));
    const bom = bytes.toString(encoding).startsWith('\ufeff') ? '\ufeff' : '';
    let text = decode(bytes, encoding);
    for (const { deletedRegion: region, insertedContent } of [...replacements].reverse()) {
      const start = offsetOf(text, region.startLine, region.startColumn);
      const end = offsetOf(text, region.endLine, region.endColumn);
      text = text.slice(0, start) + insertedContent.text + text.slice(end);
    }
    changed[path] = Buffer.from(bom + text, encoding);
  }
  return changed;
}

/** What `apply` makes of one hunk and what it requires, or of none where that cannot be. */
function appliedAlone(contents: Readonly<Record<string, string | Buffer>>, hunks: readonly Hunk[], id: string) {
  const folder = repositoryOf(contents);
  const wanted = new Set([id]);
  for (const each of wanted)
    for (const other of hunks.find((hunk) => hunk.id === each)?.requires ?? []) wanted.add(other);
  const decisions = Object.fromEntries([...wanted].map((each) => [each, 'accept']));
  const input = JSON.stringify({ version: 1, base: null, decisions });
  expect(degreen(folder, ['apply', '--decisions', '-'], { input }).code).toBe(0);
  return stateOf(folder);
}

interface Hunk {
  readonly id: string;
  readonly requires: readonly string[];
}

const WORKER = `"""Work."""

import time

import eventlet
from eventlet import event


class Worker:
    def loop(self, limit):
        eventlet.sleep(1)
        eventlet.sleep()
        eventlet.sleep(limit - 1)

    def once(self):
        done = event.Event()
        done.send()
        done.wait(time.time())


def start(function):
    return eventlet.spawn(function)
`;

const PROJECTS: Readonly<
  Record<string, { readonly files: Readonly<Record<string, string | Buffer>>; readonly encoding?: BufferEncoding }>
> = {
  'several hunks in a file': { files: { 'pkg/__init__.py': '', 'pkg/worker.py': WORKER } },
  'a mock that moves with its call': {
    files: {
      'pkg/__init__.py': '',
      'pkg/worker.py': 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n',
      'pkg/test_worker.py':
        "from unittest import mock\n\nfrom pkg import worker\n\n\n@mock.patch('pkg.worker.eventlet.sleep')\ndef test(m):\n    worker.f()\n",
    },
  },
  'CRLF and a BOM': {
    files: {
      'mod.py':
        '\ufeffimport eventlet\r\n\r\n\r\ndef f():\r\n    x = "🦎é"; eventlet.sleep()\r\n    eventlet.sleep(2)\r\n',
    },
  },
  'latin-1': {
    files: {
      'mod.py': Buffer.from(
        '# -*- coding: latin-1 -*-\nimport eventlet\n\n\ndef f():\n    x = "\xe9"; eventlet.sleep(1)\n',
        'latin1',
      ),
    },
    encoding: 'latin1',
  },
  'no newline at the end, and form feeds': {
    files: { 'mod.py': 'import eventlet\n\f\ndef f():\n    eventlet.sleep(1)' },
  },
  'names that a URI encodes': {
    files: {
      'a b/50%#1?x.py': 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n',
      'Grün/naïve.py': 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n',
    },
  },
};

describe.each(Object.entries(PROJECTS))('SARIF of %s', (_, { files, encoding = 'utf8' }) => {
  const folder = repositoryOf(files);
  const { results } = sarifOf(folder);
  const { hunks }: { readonly hunks: readonly Hunk[] } = JSON.parse(
    degreen(folder, ['scan', '--format', 'json']).stdout,
  );

  it('has one fix for each hunk, at the place that the hunk is about', () => {
    const fixed = results.filter(({ fixes }) => fixes).map(({ properties }) => properties.hunk);
    expect([...fixed].sort()).toEqual(hunks.map(({ id }) => id).sort());
    for (const { fixes, relatedLocations, properties } of results)
      expect(fixes !== undefined || relatedLocations !== undefined).toBe(properties.hunk !== null);
  });

  it('has fixes that make, each alone, what degreen makes of the hunk', () => {
    for (const result of results) {
      const { hunk } = result.properties;
      if (!result.fixes || hunk === null) continue;
      const own = folderOf(files);
      write(own, applyFix(own, result, encoding));
      expect(stateOf(own), hunk).toEqual(appliedAlone(files, hunks, hunk));
    }
  });

  it('points at what it speaks of', () => {
    for (const { locations, properties } of results) {
      const [location] = locations;
      if (!location || properties.role !== 'call') continue;
      const { artifactLocation, region } = location.physicalLocation;
      expect(artifactLocation.uri).toMatch(/^[\w./~%-]+$/);
      const text = decode(readFileSync(join(folder, decodeURIComponent(artifactLocation.uri))), encoding);
      expect(textAt(text, region)).toMatch(new RegExp(`^[\\w.]*${properties.name.split('.').at(-1)}$`));
    }
  });
});

describe('SARIF', () => {
  it('has a rule for each transform and each group of work, with a page as text and as Markdown', () => {
    const folder = folderOf({
      'main.py': 'import eventlet\neventlet.monkey_patch()\n',
      'mod.py':
        'import eventlet\n\n\ndef f(conn):\n    with eventlet.Timeout(5):\n        conn.read()\n    eventlet.sleep(1)\n',
    });
    const { results, tool } = sarifOf(folder);
    const { rules } = tool.driver;
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { help, shortDescription } of rules) {
      expect(shortDescription.text).not.toBe('');
      expect(help.text).toContain('\nBefore');
      expect(help.markdown).toMatch(/^# .*```python\n.*```python\n/s);
    }
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
    const rows = results.map(({ properties, ruleId, level }) => [properties.name, properties.role, ruleId, level]);
    expect(rows).toEqual([
      ['eventlet', 'import', 'unsupported', 'note'],
      ['eventlet.patcher.monkey_patch', 'call', 'unsupported/monkey-patch', 'warning'],
      ['eventlet', 'import', 'unsupported', 'note'],
      ['eventlet.timeout.Timeout', 'call', 'unsupported/timeout-with', 'warning'],
      ['eventlet.sleep', 'call', 'sleep', 'note'],
    ]);
  });

  it('tells of files that were skipped', () => {
    const folder = folderOf({ 'broken x.py': 'import eventlet\ndef (:\n' });
    const [invocation] = sarifOf(folder).invocations;
    expect(invocation?.executionSuccessful).toBe(true);
    expect(invocation?.toolExecutionNotifications).toEqual([
      {
        level: 'warning',
        message: { text: expect.stringContaining('syntax error') },
        locations: [{ physicalLocation: { artifactLocation: { uri: 'broken%20x.py', uriBaseId: 'SRCROOT' } } }],
      },
    ]);
  });

  it('marks a reference by what it is, so that lines may move and others may come', () => {
    const marksOf = (text: string) =>
      sarifOf(folderOf({ 'mod.py': text })).results.map(
        ({ partialFingerprints }) => Object.values(partialFingerprints)[0],
      );
    const before = 'import eventlet\n\n\ndef f():\n    eventlet.spawn(f)\n    eventlet.spawn(g)\n';
    const marks = marksOf(before);
    expect(new Set(marks).size).toBe(3);
    expect(marksOf(`# A line.\n${before.replace('\n\n\n', '\n\nx = 1\n\n\n')}`)).toEqual(marks);
    expect(marksOf(before.replace('def f', 'def h():\n    eventlet.spawn(h)\n\n\ndef f'))).toEqual([
      marks[0],
      expect.not.stringMatching(`${marks[1]}|${marks[2]}`),
      marks[1],
      marks[2],
    ]);
  });

  it('gives the root as a URI that ends with a slash', () => {
    const folder = join(folderOf({ 'a b#/mod.py': 'import eventlet\n' }), 'a b#');
    expect(sarifOf(folder).originalUriBaseIds.SRCROOT.uri).toBe(`file://${folder.replace('a b#', 'a%20b%23')}/`);
  });

  it('has no fix where a file would have to be written for it', () => {
    const folder = repositoryOf({
      'pkg/__init__.py': '',
      'pkg/mod.py':
        'from eventlet import event\n\n\ndef f(g):\n    done = event.Event()\n    g(done)\n    return done.wait(5)\n',
      'pyproject.toml': '[tool.degreen]\nhelpers = "pkg/native.py"\n',
    });
    const { results } = sarifOf(folder);
    const own = results.filter(({ properties }) => properties.hunk?.startsWith('event:'));
    expect(own.length).toBeGreaterThan(0);
    for (const { fixes } of own) expect(fixes).toBeUndefined();
  });

  it('fits the schema for the sample project', () => {
    const folder = folderOf({});
    cpSync(fileURLToPath(new URL('../../../sample', import.meta.url)), folder, { recursive: true });
    git(folder, 'init', '--quiet');
    commit(folder);
    const { results } = sarifOf(folder);
    expect(results.filter(({ fixes }) => fixes).length).toBeGreaterThan(5);
  });

  it('is refused by the schema where it is not SARIF', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false);
  });
});
