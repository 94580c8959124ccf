// Makes dist/bin, the program that ships: our code and the pure JavaScript that it uses in a few modules, which is what makes
// it start fast. The review, which has React and Ink, is a module of its own, and so is each command.
//     node scripts/bundle.mjs [OUTPUT [ROOT]]
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = resolve(process.argv[3] ?? fileURLToPath(new URL('..', import.meta.url)));
const OUTPUT = resolve(process.argv[2] ?? join(ROOT, 'dist/bin'));
/** Native code, which is installed beside the program. */
const NATIVE = ['tree-sitter', 'tree-sitter-python'];

/** What stands in the place of modules that look at their own folder, or that only a developer of Ink needs. */
const INSTEAD = new Map([
  [join(ROOT, 'src/transform-modules.ts'), transformModules()],
  [
    join(ROOT, 'src/io/code-folders.ts'),
    `import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
export const CODE_FOLDERS = [dirname(fileURLToPath(import.meta.url))];
`,
  ],
  [
    join(ROOT, 'src/io/worker-modules.ts'),
    `export const COUNT_WORKER = new URL('./count-worker.js', import.meta.url);\n`,
  ],
  [join(ROOT, 'node_modules/ink/build/devtools.js'), 'export {};\n'],
]);

/** The transforms of the folder as it is now. */
function transformModules() {
  const names = readdirSync(join(ROOT, 'transforms')).sort();
  const found = names.map((file) => /^([a-z-]+)\.ts$/.exec(file)?.[1]).filter((name) => name !== undefined);
  const imports = found.map((name, index) => `import * as t${index} from '../transforms/${name}.ts';\n`);
  const entries = found.map((name, index) => `['${name}', t${index}]`);
  return `${imports.join('')}export async function loadTransformModules() { return new Map([${entries.join(', ')}]); }\n`;
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const replaced = new Set();
const bundle = await rolldown({
  cwd: ROOT,
  input: { degreen: join(ROOT, 'src/cli.ts'), 'count-worker': join(ROOT, 'src/commands/count-worker.ts') },
  platform: 'node',
  external: [/^node:/, ...NATIVE],
  // A link to a folder of packages stays what it is, so that the names of files are those below ROOT.
  resolve: { symlinks: false },
  transform: { target: 'node20', define: { 'process.env.NODE_ENV': '"production"' } },
  plugins: [
    {
      name: 'own-places',
      load(id) {
        const code = INSTEAD.get(id);
        if (code !== undefined) replaced.add(id);
        return code;
      },
    },
  ],
  onLog(level, log, pass) {
    if (level === 'warn') throw new Error(`the bundle: ${log.message}`);
    pass(level, log);
  },
});
rmSync(OUTPUT, { recursive: true, force: true });
// Names stay, so that the stack of an error can be read.
const { output } = await bundle.write({
  dir: OUTPUT,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
});
await bundle.close();

for (const id of INSTEAD.keys()) if (!replaced.has(id)) throw new Error(`the bundle: ${id} is not part of it`);
writeFileSync(join(OUTPUT, 'LICENSES.txt'), licences(output.flatMap(({ moduleIds = [] }) => moduleIds)));

/** The licence of every package that has a module in the bundle. */
function licences(modules) {
  const folders = new Set(modules.map(packageOf).filter((folder) => folder !== undefined));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice|copying)\b/i.test(file));
    const said =
      files.length > 0
        ? files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim())
        : [
            licenceInCode(
              name,
              license,
              modules.filter((id) => id.startsWith(folder + sep)),
            ),
          ];
    return `${name} ${version} (${license})\n\n${said.join('\n\n')}`.trim();
  });
  const head = 'degreen has code of these packages in its own files.';
  return `${[head, ...texts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The licence of a package that only names it, with the holder that the code itself names. */
function licenceInCode(name, license, ids) {
  const texts = ids.filter((id) => existsSync(id)).map((id) => readFileSync(id, 'utf8'));
  const holder = texts.map((text) => /Copyright \(c\) .*/.exec(text)?.[0]).find((found) => found !== undefined);
  if (license !== 'MIT' || holder === undefined) throw new Error(`the bundle: ${name} has no text of its licence`);
  return `${holder}\n\n${MIT}`;
}

/** The folder of the package that a module belongs to; undefined for our own. */
function packageOf(id) {
  if (!id.includes(`${sep}node_modules${sep}`)) return undefined;
  let folder = dirname(id.replace(/^\0/, ''));
  while (
    !existsSync(join(folder, 'package.json')) ||
    !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name
  )
    folder = dirname(folder);
  return folder;
}
