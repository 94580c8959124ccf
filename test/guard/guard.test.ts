// The guard: what may be forbidden, and what is written into a project's own tools for it. Goldens of each tool's diff are
// read by people; Python compiles what was generated, and TOML and INI files mean what they should.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Bans, bansOf } from '../../src/guard/banned-names.ts';
import { makeGuard, textsOf } from '../../src/guard/make-guard.ts';
import type { GuardPart } from '../../src/guard/text-change.ts';
import { arrayItems, readToml as places } from '../../src/guard/toml-file.ts';
import { readToml } from '../../src/io/parse-toml.ts';
import { buildLedger } from '../../src/ledger/build-ledger.ts';
import { unifiedDiff } from '../../src/text/unified-diff.ts';
import { CLI, type Contents, cleanUp, commit, degreen, git, repositoryOf, runProgram, write } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';
import {
  DOTTED_CHECKS,
  DOTTED_RUFF,
  LOCAL_CHECKS,
  NEW_HACKING,
  NEW_HACKING_LINES,
  OLD_RUFF,
  RUFF,
} from '../support/guard-projects.ts';
import { planOf, registry } from '../support/plan.ts';
import { programParts, projectOf } from '../support/programs.ts';
import { compileErrors } from '../support/python.ts';

afterAll(cleanUp);

/** The transforms that rewrite, as the guard lists them. */
const REWRITING = registry.transforms
  .filter(({ roots }) => !roots)
  .map(({ id }) => id)
  .sort();

function bansFor(files: Contents, wanted?: readonly string[]): Bans {
  const bans = bansOf(registry, buildLedger(planOf({ 'clean.py': '', ...files })).entries, wanted);
  if (typeof bans === 'string') throw new Error(`unknown: ${bans}`);
  return bans;
}

function guardFor(files: Contents, bans: Bans): GuardPart {
  const entries = Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content) }));
  const part = makeGuard(textsOf(entries), 'eventlet', bans, readToml);
  if (!part) throw new Error('no tool was found');
  return part;
}

/** The files after a guard. */
function guarded(files: Contents, part: GuardPart): Contents {
  for (const { path, before } of part.changes) expect(String(files[path])).toBe(before);
  return { ...files, ...Object.fromEntries(part.changes.map(({ path, after }) => [path, after])) };
}

const TWO = bansFor({}, ['sleep', 'semaphore']);
const NOTHING_LEFT = bansFor({});

describe('what may be forbidden', () => {
  it('is what nothing uses, under all its names', () => {
    const { free, held } = bansFor({ 'a.py': 'import eventlet as ev\nev.Semaphore(1)\n' }, undefined);
    expect(free.map(({ id }) => id)).toEqual(REWRITING.filter((id) => id !== 'semaphore'));
    expect(free.find(({ id }) => id === 'sleep')).toEqual({
      id: 'sleep',
      names: ['eventlet.sleep', 'eventlet.greenthread.sleep', 'eventlet.green.time.sleep'],
      instead: 'time.sleep',
    });
    expect(held.map(({ id, uses }) => [id, uses.map(({ line }) => line)])).toEqual([['semaphore', [2]]]);
  });

  it.each([
    ['an import that nothing uses', 'from eventlet import sleep\n'],
    ['a mock of it', "from unittest import mock\nmock.patch('eventlet.sleep')\n"],
    ['a star import, which may bring it', 'from eventlet import *\n'],
    ['another name of it', 'from eventlet.green import time\ntime.sleep(1)\n'],
  ])('is held by %s', (_, text) => {
    expect(bansFor({ 'a.py': text }, ['sleep']).held).toHaveLength(1);
  });

  it('is not held by comments, strings and namesakes', () => {
    const text = '# eventlet.sleep\nimport time\nfrom pkg import eventlet\neventlet.sleep(1)\ntime.sleep(1)\n';
    expect(bansFor({ 'a.py': text }, ['sleep']).held).toEqual([]);
  });

  it('is the library itself where nothing is left of it', () => {
    expect(NOTHING_LEFT).toEqual({
      free: [{ id: 'eventlet', names: ['eventlet'], instead: '' }],
      held: [],
      whole: true,
    });
    expect(bansFor({ 'a.py': 'import eventlet\n' }).whole).toBe(false);
  });

  it('may be a name that is not rewritten', () => {
    const { free } = bansFor({}, ['eventlet.tpool.Proxy', 'eventlet.spawn']);
    expect(free.map(({ names }) => names[0])).toEqual(['eventlet.tpool.Proxy', 'eventlet.spawn']);
    expect(bansOf(registry, [], ['eventlet.nonsense'])).toBe('eventlet.nonsense');
    expect(bansOf(registry, [], ['unsupported'])).toBe('unsupported');
  });
});

const WITH_CHECK = guarded(LOCAL_CHECKS, guardFor(LOCAL_CHECKS, TWO));

/** Each tool: the files, and what is forbidden. */
const CASES: Readonly<Record<string, readonly [Contents, Bans]>> = {
  'local-checks': [LOCAL_CHECKS, TWO],
  'local-checks-grow': [WITH_CHECK, bansFor({}, ['sleep', 'light-queue', 'eventlet.tpool.Proxy'])],
  'local-checks-whole': [LOCAL_CHECKS, NOTHING_LEFT],
  'local-checks-dotted': [DOTTED_CHECKS, TWO],
  ruff: [RUFF, TWO],
  'ruff-old': [OLD_RUFF, TWO],
  'ruff-dotted': [DOTTED_RUFF, TWO],
  'ruff-empty': [{ 'ruff.toml': '' }, TWO],
  'ruff-whole': [RUFF, NOTHING_LEFT],
  'hacking-whole': [NEW_HACKING, NOTHING_LEFT],
  'hacking-whole-lines': [NEW_HACKING_LINES, NOTHING_LEFT],
};

describe('the diff', () => {
  const folder = fileURLToPath(new URL('../golden/guard/', import.meta.url));

  it.each(Object.entries(CASES))('of %s is as it was read', (name, [files, bans]) => {
    const part = guardFor(files, bans);
    const lines = [...part.says, ...part.cannot.map((reason) => `cannot: ${reason}`)].map((line) => `# ${line}\n`);
    const actual =
      lines.join('') + part.changes.map(({ path, before, after }) => unifiedDiff(path, before, after)).join('');
    expectGolden(join(folder, `${name}.diff`), actual);
  });

  it('has no golden too many', () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(CASES)
        .map((name) => `${name}.diff`)
        .sort(),
    );
  });

  it.each(Object.entries(CASES))('of %s adds lines, changes none but the one that grows, and comes once', (_, [
    files,
    bans,
  ]) => {
    const part = guardFor(files, bans);
    expect(part.changes.length).toBeGreaterThan(0);
    for (const { before, after } of part.changes) {
      const kept = after.split('\n');
      const lost = before.split('\n').filter((line) => !kept.includes(line));
      // A list of one line, or a last item without a comma, grows where it is.
      expect(lost.length).toBeLessThan(3);
      for (const line of lost) expect(after).toContain(line.replace(/[\]\r]*$/, ''));
      expect(after.replaceAll('\r\n', '').includes('\n')).toBe(!before.includes('\r\n'));
    }
    const again = guardFor(guarded(files, part), bans);
    expect(again.changes).toEqual([]);
  });

  it('is Python that compiles', () => {
    const sources = Object.values(CASES).flatMap(([files, bans]) =>
      guardFor(files, bans).changes.flatMap(({ path, after }) => (path.endsWith('.py') ? [Buffer.from(after)] : [])),
    );
    expect(sources.length).toBeGreaterThan(4);
    expect(compileErrors(sources).filter((error) => error !== null)).toEqual([]);
  });

  it('is switched on where the configuration lists what is on', () => {
    const files = (select: string) => ({
      'setup.cfg': `[flake8]\nselect =\n  E,F,\n  ${select}\n\n[flake8:local-plugins]\nextension =\n  P301 = p.checks:no_mock\n`,
      'p/__init__.py': '',
      'p/checks.py': 'from hacking import core\n\n\n@core.flake8ext\ndef no_mock(logical_line):\n    pass\n',
    });
    const guarded = (select: string) => degreen(repositoryOf(files(select)), ['guard']).stdout;
    expect(guarded('P301')).toContain('\n-  P301\n+  P301,P302\n');
    expect(guarded('P301,')).toContain('\n-  P301,\n+  P301,P302\n');
    expect(guarded('P')).not.toContain('select');
    expect(guarded('P')).toContain('P302 = p.checks:');
  });

  it('is TOML that another reader takes', () => {
    const toml = [RUFF, OLD_RUFF, DOTTED_RUFF, { 'ruff.toml': '' }].flatMap((files) => guardFor(files, TWO).changes);
    const program = `
import json, sys
try:
    import tomllib
except ImportError:
    from pip._vendor import tomli as tomllib
json.dump([tomllib.loads(text) for text in json.load(sys.stdin)], sys.stdout)
`;
    const input = JSON.stringify(toml.map(({ after }) => after));
    const read = JSON.parse(execFileSync('python3', ['-c', program], { input }).toString());
    expect(read).toEqual(toml.map(({ after }) => readToml(after)));
    const [modern, old, dotted] = read;
    expect(modern.tool.ruff.lint.select).toEqual(['E', 'F', 'TID251']);
    expect(modern.tool.ruff.lint['flake8-tidy-imports']['banned-api']['eventlet.sleep']).toEqual({
      msg: 'Use time.sleep.',
    });
    expect(old.select).toEqual(['E', 'TID', 'TID251']);
    expect(old['flake8-tidy-imports']['banned-api']['eventlet.sleep'].msg).toBe('Ours: use time.sleep.');
    expect(dotted.tool.ruff.lint['extend-select']).toEqual(['TID251']);
  });

  it('is INI that Python reads as it should', () => {
    const program = `
import configparser, json, sys
result = []
for text in json.load(sys.stdin):
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    result.append({name: dict(parser.items(name)) for name in parser.sections()})
json.dump(result, sys.stdout)
`;
    const texts = (['local-checks', 'hacking-whole', 'hacking-whole-lines'] as const).map((name) => {
      const [files, bans] = CASES[name] ?? [{}, TWO];
      return String(guarded(files, guardFor(files, bans))['tox.ini']);
    });
    const read = JSON.parse(execFileSync('python3', ['-c', program], { input: JSON.stringify(texts) }).toString());
    expect(read[0]['flake8:local-plugins'].extension.split('\n').slice(1)).toEqual([
      'X301 = checks:no_print',
      'X307 = checks:no_exit',
      'X308 = checks:CheckRemovedEventlet',
    ]);
    expect(read[1].flake8['enable-extensions']).toBe('H106,H203,H904,H905');
    expect(read[2].flake8['enable-extensions'].split(/[\s,]+/)).toEqual(['', 'H106', 'H203', 'H905']);
    expect(read[2].flake8.select).toBe('E,F,W,H1,H2,H905');
  });
});

/** What the generated check finds in each source: the ids of the transforms. */
function foundBy(files: Contents, sources: readonly Buffer[]): (string[] | null)[] {
  const program = `
import ast, base64, json, sys, types, warnings
warnings.simplefilter('ignore')
given = json.load(sys.stdin)
core = types.ModuleType('core')
core.flake8ext = lambda function: function
sys.modules['hacking'] = types.ModuleType('hacking')
sys.modules['hacking'].core = core
checks = {}
exec(given['checks'], checks)
def look(source):
    try:
        tree = ast.parse(base64.b64decode(source))
    except (SyntaxError, ValueError):
        return None
    return [message.split()[1] for _, _, message, _ in checks['CheckRemovedEventlet'](tree).run()]
json.dump([look(source) for source in given['sources']], sys.stdout)
`;
  const input = JSON.stringify({
    checks: files['depot/hacking/checks.py'],
    sources: sources.map((source) => source.toString('base64')),
  });
  const found: (string[] | null)[] = JSON.parse(
    execFileSync('python3', ['-c', program], { input, maxBuffer: 1 << 28 }).toString(),
  );
  return found.map(
    (names) => names && [...new Set(names.map((name) => registry.ownerOf(name)?.transform.id ?? ''))].sort(),
  );
}

describe('the generated check', () => {
  const ids = registry.transforms.flatMap(({ id, roots }) => (roots ? [] : id));
  const checked = guarded(LOCAL_CHECKS, guardFor(LOCAL_CHECKS, bansFor({}, ids)));

  // Left out: a name that is bound twice, where the two need not agree, and star imports. Annotations in strings are
  // strings to the check; an import in a class reaches its methods' decorators, which the check takes for theirs.
  it('finds in programs what the ledger finds', () => {
    const wrong: string[] = [];
    let compared = 0;
    const files = fc.sample(programParts, 250).map((parts) => projectOf(parts)['mod.py'] ?? Buffer.alloc(0));
    const found = foundBy(checked, files);
    for (const [index, file] of files.entries()) {
      const plan = planOf({ 'mod.py': file });
      const bindings = plan.files.flatMap(({ model }) => model.bindings);
      const { entries } = buildLedger(plan);
      const unsure = bindings.some(
        ({ trouble, scope }) => /again|something else/.test(trouble ?? '') || scope.kind === 'class',
      );
      const actual = found[index];
      if (!actual || unsure || plan.skipped.length > 0 || entries.some(({ name }) => name.endsWith('*'))) continue;
      compared++;
      const uses = entries.filter(({ role, verdict }) => verdict !== 'mention' && !/^(attribute|string)$/.test(role));
      const seen = new Set(uses.map(({ transform }) => transform));
      const sure = new Set(uses.filter(({ role }) => role !== 'annotation').map(({ transform }) => transform));
      const over = actual.filter((id) => !seen.has(id));
      const under = ids.filter((id) => sure.has(id) && !actual.includes(id));
      if (over.length + under.length > 0)
        wrong.push(`too many: ${over}; missing: ${under}\n${file.toString('latin1')}`);
    }
    expect(compared).toBeGreaterThan(80);
    expect(wrong).toEqual([]);
  });
});

describe('where it cannot', () => {
  it.each([
    [
      'the module is not there',
      { 'tox.ini': LOCAL_CHECKS['tox.ini'] ?? '' },
      /registers checks of `checks`, which is no file/,
    ],
    ['ruff ignores the rule', { 'ruff.toml': '[lint]\nignore = ["TID251"]\n' }, /ignores TID251/],
    [
      'ruff has the names in one line',
      { 'ruff.toml': '[lint]\nflake8-tidy-imports = { banned-api = { "a.b" = { msg = "c" } } }\n' },
      /laid out in a way .* "eventlet\.sleep"\.msg = "Use time\.sleep\."/,
    ],
    ['hacking has no checks of the project', NEW_HACKING, /forbids eventlet as a whole/],
  ])('says that %s', (_, files, reason) => {
    const part = guardFor(files, TWO);
    expect(part.changes).toEqual([]);
    expect(part.cannot.join()).toMatch(reason);
  });

  it('says that hacking is too old for H905, and forbids by a check of its own', () => {
    const part = guardFor(LOCAL_CHECKS, NOTHING_LEFT);
    expect(part.cannot).toEqual(['hacking forbids eventlet from 8.0.0 on (H905), and tox.ini allows older releases']);
    expect(part.says[0]).toBe('X308 in depot/hacking/checks.py, registered in tox.ini');
  });

  it.each(['hacking', 'hacking<9', 'hacking>=6.1,<6.2', 'hacking>=7.0.0'])('does not trust `%s`', (requirement) => {
    const files = { ...NEW_HACKING, 'test-requirements.txt': `${requirement}\n` };
    expect(guardFor(files, NOTHING_LEFT).changes).toEqual([]);
  });
});

describe('the places of TOML', () => {
  const key = fc.constantFrom('a', 'b-c', '"d.e"', "'f'");
  const value = fc.constantFrom(
    '1',
    '"x # y"',
    "'[z]'",
    '"""\n[t]\nk = 1\n"""',
    '[1, "]", # c\n 2]',
    '{ k = "}" }',
    'true',
  );
  const line = fc.oneof(
    fc
      .tuple(key, value, fc.constantFrom('', ' # c'))
      .map(([name, text, comment]) => ({ name, text: ` ${name} = ${text}${comment}`, value: text })),
    fc.constantFrom({ name: '', text: '', value: '' }, { name: '', text: '# [no.table]', value: '' }),
  );

  it('are those of each value, whatever stands around', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(line, { selector: ({ name, text }) => name || text, maxLength: 4 }),
        fc.constantFrom('\n', '\r\n'),
        (lines, eol) => {
          const text = ['[x."y z"] # head', ...lines.map((each) => each.text)].join('\n').replaceAll('\n', eol);
          const tables = places(text);
          const found = tables?.flatMap(({ keys }) => keys) ?? [];
          const expected = lines.filter(({ name }) => name !== '');
          expect(found.map(({ value: { start, end } }) => text.slice(start, end))).toEqual(
            expected.map((each) => each.value.replaceAll('\n', eol)),
          );
          expect(found.map(({ path }) => path)).toEqual(
            expected.map(({ name }) => ['x', 'y z', name.replace(/['"]/g, '')]),
          );
        },
      ),
    );
  });

  it('give up on what is no TOML', () => {
    expect(places('a b c\n')).toBeUndefined();
    expect(places('a = [1\n')).toBeUndefined();
  });

  it('are those of the strings of an array', () => {
    const text = '["a", \'b\', # "c"\n "d\\"e"]';
    const items = arrayItems(text, { start: 0, end: text.length });
    expect(items.map(({ start, end }) => text.slice(start, end))).toEqual(['"a"', "'b'", '"d\\"e"']);
  });
});

describe('degreen guard', () => {
  const USES = {
    'depot/work.py': 'import eventlet\n\n\ndef work():\n    eventlet.sleep(1)\n    eventlet.spawn(work)\n',
  };

  it('needs a build', () => expect(existsSync(CLI)).toBe(true));

  it('prints a diff that git apply takes, for what is free', () => {
    const folder = repositoryOf({ ...LOCAL_CHECKS, ...USES });
    const run = degreen(folder, ['guard', 'depot']);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toMatch(/^sleep is still used, so that forbidding it would fail at once: depot\/work\.py:5$/m);
    const free = REWRITING.filter((id) => id !== 'sleep');
    expect(run.stderr).toContain(`\nforbids ${free.join(', ')}: X308 in `);
    expect(run.stdout).not.toMatch(/^\+ +'sleep':/m);
    runProgram('git', ['apply'], folder, { input: run.stdout });
    expect(degreen(folder, ['scan', 'depot/hacking', 'depot/tests']).stdout).toMatch(/0 safe, 0 review, 0 manual/);
    const again = degreen(folder, ['guard']);
    expect(again.stdout).toBe('');
    expect(again.stderr).toContain('forbidden already');
  });

  it('refuses what is still used, what is unknown, and flags of others', () => {
    const folder = repositoryOf({ ...LOCAL_CHECKS, ...USES });
    const run = degreen(folder, ['guard', '--only', 'sleep']);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(/sleep is still used.*depot\/work\.py:5\n.*degreen diff --only sleep/);
    expect(degreen(folder, ['guard', '--only', 'nonsense']).stderr).toContain('there is no transform and no name');
    expect(degreen(folder, ['guard', '--level', 'review'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('says what to use where no tool can forbid', () => {
    const folder = repositoryOf({ 'depot/__init__.py': '' });
    const run = degreen(folder, ['guard']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/no tool that could forbid names[\s\S]*degreen check/);
  });
});

describe('degreen patch --guard', () => {
  const CLEAN = 'import eventlet\n\n\ndef work():\n    eventlet.sleep(1)\n';

  it('forbids at the end what the series takes out completely, and nothing else', () => {
    const folder = repositoryOf({
      ...LOCAL_CHECKS,
      ...RUFF,
      'main.py': 'import eventlet\neventlet.monkey_patch()\n',
      'depot/work.py': CLEAN,
      'depot/rest.py':
        'from eventlet import semaphore\n\nLOCK = semaphore.Semaphore(1)\nBOUND = semaphore.BoundedSemaphore()\n\n\ndef state():\n    return LOCK.balance\n',
    });
    const run = degreen(folder, ['patch', '--guard', '--branch', 'series', '--change-id', '--bug', '7']);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toMatch(/note: semaphore is still used|proved: /);
    const log = git(folder, 'log', '--format=%s', 'main..series').trim().split('\n');
    expect(log[0]).toBe('Forbid what was removed of eventlet');
    expect(log).toHaveLength(3);
    const message = git(folder, 'log', '-1', '--format=%B', 'series');
    expect(message).toMatch(/^ {4}eventlet\.sleep +-> time\.sleep$/m);
    expect(message).toMatch(/^Closes-Bug: #7\nChange-Id: I[0-9a-f]{40}$/m);
    for (const line of message.split('\n')) expect(line.length).toBeLessThanOrEqual(72);
    expect(git(folder, 'log', '-1', '--format=%B', 'series~1')).toContain('Partial-Bug: #7');
    const changed = git(folder, 'diff', '--name-only', 'series~1', 'series').trim().split('\n');
    expect(changed).toEqual([
      'HACKING.rst',
      'depot/hacking/checks.py',
      'depot/tests/test_hacking.py',
      'pyproject.toml',
      'tox.ini',
    ]);
    const checks = git(folder, 'show', 'series:depot/hacking/checks.py');
    expect(checks).toContain("'sleep': 'time.sleep'");
    expect(checks).not.toContain("'semaphore.Semaphore'");
  });

  it('forbids the library where the series takes out the last of it', () => {
    const folder = repositoryOf({ ...NEW_HACKING, 'depot/work.py': CLEAN });
    const run = degreen(folder, ['patch', '--guard', '--level', 'review', '--branch', 'series']);
    expect(run.code, run.stderr).toBe(0);
    expect(git(folder, 'log', '-1', '--format=%s', 'series').trim()).toBe('Forbid eventlet');
    expect(git(folder, 'show', 'series:tox.ini')).toContain('H106,H203,H904,H905');
  });

  it('has no such patch where something is left, and says so', () => {
    const folder = repositoryOf({ ...RUFF, 'depot/work.py': `${CLEAN}    eventlet.sleep(*work())\n` });
    const run = degreen(folder, ['patch', '--guard', '--branch', 'series']);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toMatch(/note: sleep is still used.*depot\/work\.py/);
    expect(run.stderr).toContain('it has no guard');
    expect(git(folder, 'diff', '--name-only', 'main', 'series')).toBe('depot/work.py\n');
  });

  it('writes nothing where no tool can forbid, or where a file of the guard is not committed', () => {
    const bare = repositoryOf({ 'depot/work.py': CLEAN });
    expect(degreen(bare, ['patch', '--guard', '--branch', 'series'])).toMatchObject({ code: 2, stdout: '' });
    const folder = repositoryOf({ ...RUFF, 'depot/work.py': CLEAN });
    write(folder, { 'pyproject.toml': `${RUFF['pyproject.toml']}# more\n` });
    const run = degreen(folder, ['patch', '--guard', '--branch', 'series']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('uncommitted changes in pyproject.toml');
    commit(folder);
    expect(degreen(folder, ['patch', '--guard', '--branch', 'series']).code).toBe(0);
  });
});
