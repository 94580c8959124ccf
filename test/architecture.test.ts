// The layers of the design as data, and the rules of its style that a machine can see. What stands here is not written twice.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** One layer: what its files may import besides each other, and which packages only it may use. */
interface Layer {
  /** A path, or a folder that ends in `/`; the first layer that fits a file has it. */
  readonly at: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
  /** False where the files of a folder may not import each other. */
  readonly among?: false;
  readonly node?: true | readonly string[];
}

const LAYERS: readonly Layer[] = [
  { at: 'src/text/', imports: [], packages: ['magic-string', 'diff'] },
  { at: 'src/python/', imports: ['src/text/'], packages: ['tree-sitter', 'tree-sitter-python'] },
  { at: 'src/transform.ts', imports: ['src/python/', 'src/text/'], packages: [] },
  // Deviation: what several transforms share lies beside them, and knows as little as they do.
  { at: 'transforms/shared/', imports: ['src/transform.ts'], packages: [] },
  { at: 'transforms/advice/', imports: ['src/transform.ts'], packages: [], among: false },
  {
    at: 'transforms/',
    imports: ['src/transform.ts', 'transforms/shared/', 'transforms/advice/'],
    packages: [],
    among: false,
  },
  { at: 'src/engine/', imports: ['src/transform.ts', 'src/python/', 'src/text/'], packages: [] },
  // What a project's linters can forbid: their files and the Python of checks. Pure; how TOML is read is passed in.
  { at: 'src/guard/', imports: ['src/engine/', 'src/transform.ts', 'src/python/', 'src/text/'], packages: [] },
  // The pages that transforms give are printed too: their type is part of the contract.
  {
    at: 'src/output/',
    imports: ['src/engine/', 'src/guard/', 'src/text/', 'src/transform.ts'],
    packages: [],
    node: ['node:crypto'],
  },
  // Deviation: what is shown has the colours of Python, and its columns are counted by a package that Ink has as well.
  { at: 'src/tui/', imports: ['src/engine/', 'src/python/', 'src/text/'], packages: ['react', 'ink', 'string-width'] },
  { at: 'src/errors.ts', imports: [], packages: [] },
  { at: 'src/io/', imports: ['src/text/', 'src/errors.ts'], packages: ['smol-toml'], node: true },
  // Deviation: the registry reads a folder; project/symbol-owners.ts has its types, so that the engine need not know it.
  { at: 'src/registry.ts', imports: ['src/engine/', 'src/transform.ts'], packages: [], node: true },
  {
    at: 'src/commands/selection.ts',
    imports: ['src/engine/', 'src/io/', 'src/errors.ts', 'src/transform.ts'],
    packages: [],
  },
  {
    at: 'src/commands/load-project.ts',
    imports: [
      'src/commands/selection.ts',
      'src/text/',
      'src/engine/',
      'src/output/',
      'src/io/',
      'src/errors.ts',
      'src/registry.ts',
    ],
    packages: [],
    node: true,
  },
  {
    at: 'src/commands/scan.ts',
    imports: [
      'src/commands/selection.ts',
      'src/commands/load-project.ts',
      'src/text/',
      'src/engine/',
      'src/output/',
      'src/io/',
      'src/errors.ts',
      'src/registry.ts',
    ],
    packages: [],
    node: true,
  },
  {
    at: 'src/commands/plan-guard.ts',
    imports: ['src/engine/', 'src/guard/', 'src/io/', 'src/errors.ts'],
    packages: [],
  },
  {
    at: 'src/commands/guard.ts',
    imports: [
      'src/commands/load-project.ts',
      'src/commands/plan-guard.ts',
      'src/text/',
      'src/engine/',
      'src/output/',
      'src/io/',
      'src/errors.ts',
      'src/registry.ts',
    ],
    packages: [],
  },
  {
    at: 'src/commands/build-series.ts',
    imports: [
      'src/commands/load-project.ts',
      'src/commands/plan-guard.ts',
      'src/text/',
      'src/python/',
      'src/engine/',
      'src/output/',
      'src/io/',
      'src/errors.ts',
    ],
    packages: [],
    node: true,
  },
  {
    at: 'src/commands/patch.ts',
    imports: [
      'src/commands/selection.ts',
      'src/commands/load-project.ts',
      'src/commands/build-series.ts',
      'src/text/',
      'src/engine/',
      'src/output/',
      'src/io/',
      'src/errors.ts',
    ],
    packages: [],
    node: true,
  },
  {
    at: 'src/commands/explain.ts',
    imports: ['src/commands/load-project.ts', 'src/output/', 'src/errors.ts', 'src/registry.ts'],
    packages: [],
    node: true,
  },
  {
    at: 'src/history/commit-range.ts',
    imports: ['src/engine/', 'src/io/', 'src/text/', 'src/errors.ts'],
    packages: [],
  },
  {
    at: 'src/history/count-blobs.ts',
    imports: ['src/engine/', 'src/io/', 'src/errors.ts'],
    packages: [],
  },
  {
    at: 'src/history/count-commits.ts',
    imports: ['src/history/count-blobs.ts', 'src/engine/', 'src/io/'],
    packages: [],
  },
  {
    at: 'src/commands/burndown.ts',
    imports: [
      'src/commands/load-project.ts',
      'src/history/commit-range.ts',
      'src/history/count-commits.ts',
      'src/text/',
      'src/engine/',
      'src/output/',
      'src/io/',
      'src/errors.ts',
      'src/registry.ts',
    ],
    packages: [],
    node: true,
  },
  {
    at: 'src/commands/check.ts',
    imports: [
      'src/commands/selection.ts',
      'src/commands/load-project.ts',
      'src/text/',
      'src/engine/',
      'src/output/',
      'src/io/',
      'src/registry.ts',
      'src/errors.ts',
    ],
    packages: [],
    node: true,
  },
  {
    at: 'src/commands/open-review.ts',
    imports: [
      'src/commands/selection.ts',
      'src/commands/load-project.ts',
      'src/text/',
      'src/engine/',
      'src/io/',
      'src/tui/',
    ],
    packages: [],
    node: ['node:path'],
  },
  {
    at: 'src/commands/review.ts',
    imports: [
      'src/commands/open-review.ts',
      'src/commands/selection.ts',
      'src/commands/load-project.ts',
      'src/commands/scan.ts',
      'src/commands/patch.ts',
      'src/text/',
      'src/engine/',
      'src/io/',
      'src/tui/',
      'src/errors.ts',
    ],
    packages: [],
    node: true,
  },
  {
    at: 'src/cli.ts',
    imports: [
      'src/commands/selection.ts',
      'src/commands/load-project.ts',
      'src/commands/burndown.ts',
      'src/commands/check.ts',
      'src/commands/scan.ts',
      'src/commands/explain.ts',
      'src/commands/guard.ts',
      'src/commands/patch.ts',
      'src/commands/build-series.ts',
      'src/commands/review.ts',
      'src/io/',
      'src/text/',
      'src/errors.ts',
    ],
    packages: ['commander'],
    node: true,
  },
];

const MOST_LINES = 300;

/** Tables of sentences may be as long as there is something to say. */
const TABLES = 'transforms/advice/';

const root = fileURLToPath(new URL('..', import.meta.url));

interface SourceText {
  readonly path: string;
  readonly text: string;
}

const files: readonly SourceText[] = ['src', 'transforms'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);

function layerOf(path: string): Layer | undefined {
  return LAYERS.find(({ at }) => (at.endsWith('/') ? path.startsWith(at) : path === at));
}

/** The modules that a file imports or re-exports, as written. */
function importsOf(text: string): string[] {
  const statements = /^(?:import|export)\b(?:[^'";]*?\bfrom\b)?\s*(['"])([^'"]+)\1/gm;
  const dynamic = /\bimport\(\s*(['"])([^'"]+)\1/g;
  return [...text.matchAll(statements), ...text.matchAll(dynamic)].map((match) => match[2] ?? '');
}

/** Why a file may not import a module; undefined where it may. */
function objection(path: string, layer: Layer, module: string): string | undefined {
  if (module.startsWith('.')) {
    const target = posix.normalize(posix.join(dirname(path), module));
    const other = layerOf(target);
    if (!other) return `${target}, which is in no layer`;
    if (other === layer) return layer.among === false ? `${target}, its neighbour` : undefined;
    return layer.imports.includes(other.at) ? undefined : target;
  }
  if (module.startsWith('node:')) {
    const allowed = layer.node === true || layer.node?.includes(module);
    return allowed ? undefined : module;
  }
  return layer.packages.includes(module) ? undefined : module;
}

describe('layers', () => {
  it('have every file', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(files.map(({ path }) => path).filter((path) => !layerOf(path))).toEqual([]);
  });

  it('import only what the table lets them', () => {
    const wrong = files.flatMap(({ path, text }) => {
      const layer = layerOf(path);
      const objections = layer ? importsOf(text).map((module) => objection(path, layer, module)) : [];
      return objections.filter((each) => each !== undefined).map((each) => `${path} imports ${each}`);
    });
    expect(wrong).toEqual([]);
  });

  it('use nothing of Node but the global Buffer where they are pure', () => {
    const pure = files.filter(({ path }) => layerOf(path)?.node !== true && !path.startsWith(TABLES));
    const uses = pure.flatMap(({ path, text }) => {
      const found =
        /\b(process\.(?:env|cwd|argv|std\w+|exit|platform|pid|nextTick|on)\b|require\(|__dirname|import\.meta|setTimeout\(|Date\.now|new Date\b|console\.)/.exec(
          text,
        );
      return found ? [`${path}: ${found[0]}`] : [];
    });
    expect(uses).toEqual([]);
  });

  it('each have a package to themselves', () => {
    const all = LAYERS.flatMap(({ packages }) => packages);
    expect(all.filter((each, index) => all.indexOf(each) !== index)).toEqual([]);
  });
});

describe('src', () => {
  const src = files.filter(({ path }) => path.startsWith('src/'));

  it('does not know the library by name', () => {
    const hits = src.flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) => (/eventlet/i.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
    expect(hits).toEqual([]);
  });

  it('starts git where its configuration cannot run anything, or in a scratch folder without one', () => {
    const starting = src.filter(({ text }) => /\b(?:spawn|spawnSync|execFile|execFileSync)\(\s*'git'/.test(text));
    expect(starting.map(({ path }) => path)).toEqual(['src/io/git/git.ts', 'src/io/git/objects.ts']);
    expect(starting.filter(({ text }) => !text.includes('carefully(')).map(({ path }) => path)).toEqual([]);
    const bare = src.filter(({ text }) => /env: process\.env\b/.test(text)).map(({ path }) => path);
    expect(bare).toEqual([]);
  });

  it('writes to the terminal through its streams alone', () => {
    const direct = src.filter(({ text }) => /process\.std(?:out|err)\.write|console\./.test(text));
    expect(direct.map(({ path }) => path)).toEqual([]);
  });

  it('says of every exported function, interface and type what it is', () => {
    const bare = src.flatMap(({ path, text }) => {
      const lines = text.split('\n');
      return lines.flatMap((line, index) => {
        const name = /^export (?:async )?(?:function|interface|type|class) (\w+)/.exec(line)?.[1];
        return name && !lines[index - 1]?.trimEnd().endsWith('*/') ? [`${path}:${index + 1} ${name}`] : [];
      });
    });
    expect(bare).toEqual([]);
  });
});

describe('every file', () => {
  it('opens with a sentence on what it knows', () => {
    const silent = files.filter(({ text }) => !/^(#!.*\n)?\/\/ \S/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it(`has at most ${MOST_LINES} lines`, () => {
    const long = files
      .filter(({ path }) => !path.startsWith(TABLES))
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });

  it('does more than to hand on what others export', () => {
    const barrels = files.filter(({ text }) => {
      const code = text
        .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
        .replace(/^(?:import|export)\b[^'";]*\bfrom\s*['"][^'"]+['"];?/gm, '')
        .trim();
      return code === '';
    });
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });
});
