// CPython's opinion of changed files: do they compile, and is a name undefined that was not so before? Where the machine
// has pyflakes it answers the second question, else the symbol tables of CPython do.
import { isRecord } from '../../text/is-record.ts';
import type { Environment, Scratch } from './scratch-process.ts';

/** A file before and after. */
export interface CheckedFile {
  readonly path: string;
  /** Undefined for a new file. */
  readonly before: Buffer | undefined;
  readonly after: Buffer;
}

/** A fault of one of the files, by its number. */
export interface PythonProblem {
  readonly file: number;
  readonly text: string;
}

/** What was found in changed files. */
export interface Opinion {
  /** Who says so: `python3 3.11`. */
  readonly by: string;
  /** Whether undefined names were looked for. */
  readonly names: boolean;
  readonly problems: readonly PythonProblem[];
  /** How many files could be judged; what this Python could not compile before says nothing now. */
  readonly judged: number;
}

/** Judges changed files; undefined where it cannot. */
export type Checker = (files: readonly CheckedFile[]) => Promise<Opinion | undefined>;

const PROGRAM = `
import base64, builtins, io, json, symtable, sys, tokenize, warnings
warnings.simplefilter("ignore")
try:
    from pyflakes import checker, messages
    import ast
except ImportError:
    checker = None

def text_of(source):
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return source.decode(encoding, "replace").replace("\\r\\n", "\\n")

def by_tables(source):
    top = symtable.symtable(text_of(source), "file", "exec")
    bound = set(dir(builtins)) | {"__file__", "__name__", "__path__", "__builtins__"}
    tables = [top]
    for table in tables:
        tables.extend(table.get_children())
        for symbol in table.get_symbols():
            if (symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()) and (
                table is top or symbol.is_declared_global()
            ):
                bound.add(symbol.get_name())
    return {
        symbol.get_name()
        for table in tables
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (symbol.is_global() or table is top) and symbol.get_name() not in bound
    }

def by_pyflakes(source):
    found = checker.Checker(ast.parse(source)).messages
    return {each.message_args[0] for each in found if isinstance(each, messages.UndefinedName)}

undefined = by_pyflakes if checker else by_tables

def compiles(source):
    try:
        compile(source, "file", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return str(error)

problems, judged = [], 0
for index, file in enumerate(json.load(sys.stdin)):
    after = base64.b64decode(file["after"])
    before = None if file["before"] is None else base64.b64decode(file["before"])
    if before is not None and compiles(before):
        continue
    judged += 1
    error = compiles(after)
    if error:
        problems.append({"file": index, "text": "%s does not compile: %s" % (file["path"], error)})
        continue
    new = undefined(after) - (undefined(before) if before is not None else set())
    problems.extend({"file": index, "text": "%s: undefined name %s" % (file["path"], name)} for name in sorted(new))
version = "%d.%d" % sys.version_info[:2]
by = "python3 " + version + (" and pyflakes" if checker else "")
json.dump({"by": by, "names": True, "problems": problems, "judged": judged}, sys.stdout)
`;

/**
 * CPython as a checker, for all files at once; undefined where no python3 is found, or one that is too old for this.
 * @throws Error where it fails on the files.
 */
export function pythonChecker(scratch: Scratch, env: Environment): Checker {
  return async (files) => {
    const encoded = files.map(({ path, before, after }) => {
      return { path, before: before?.toString('base64') ?? null, after: after.toString('base64') };
    });
    // Isolated: a file of the project that is called like a module of the library must not be taken for it.
    const run = (args: readonly string[], input = '') =>
      scratch.run('python3', ['-I', ...args], { cwd: scratch.folder, env, input }).catch(() => undefined);
    const said = await run(['-c', PROGRAM], JSON.stringify(encoded));
    const opinion = said?.code === 0 ? readOpinion(said.stdout.toString('utf8')) : undefined;
    if (opinion) return opinion;
    const there = await run(['-c', 'import sys; assert sys.version_info >= (3, 8)']);
    if (there?.code !== 0) return undefined;
    throw new Error(`python3 failed on the changed files: ${said?.stderr.trim()}`);
  };
}

function readOpinion(output: string): Opinion | undefined {
  const parsed: unknown = JSON.parse(output);
  return isOpinion(parsed) ? parsed : undefined;
}

function isOpinion(value: unknown): value is Opinion {
  return (
    isRecord(value) && Array.isArray(value.problems) && typeof value.judged === 'number' && typeof value.by === 'string'
  );
}
