// CPython's opinion of changed files: do they compile, and is a name undefined that was not so before? Where the machine
// has pyflakes it answers the second question, else the symbol tables of CPython do.
import type { Environment, Scratch } from './scratch.ts';

/** A file before and after. */
export interface CheckedFile {
  readonly path: string;
  /** Undefined for a new file. */
  readonly before: Buffer | undefined;
  readonly after: Buffer;
}

/** What was found in changed files. */
export interface CheckResult {
  readonly problems: readonly string[];
  /** How many files could be judged; what this Python could not compile before says nothing now. */
  readonly judged: number;
}

/** Something that judges changed files. */
export interface Checker {
  /** For the line that says what was proved: `compiled by python3 3.11`. */
  readonly name: string;
  /** Whether it knows which names are undefined. */
  readonly names: boolean;
  check(files: readonly CheckedFile[]): Promise<CheckResult>;
}

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
for file in json.load(sys.stdin):
    after = base64.b64decode(file["after"])
    before = None if file["before"] is None else base64.b64decode(file["before"])
    if before is not None and compiles(before):
        continue
    judged += 1
    error = compiles(after)
    if error:
        problems.append("%s does not compile: %s" % (file["path"], error))
        continue
    new = undefined(after) - (undefined(before) if before is not None else set())
    problems.extend("%s: undefined name %s" % (file["path"], name) for name in sorted(new))
version = "%d.%d" % sys.version_info[:2]
answer = {"problems": problems, "judged": judged, "version": version, "pyflakes": checker is not None}
json.dump({**answer, "executable": sys.executable}, sys.stdout)
`;

interface Answer extends CheckResult {
  readonly version: string;
  readonly pyflakes: boolean;
  readonly executable: string;
}

/** CPython as a checker; undefined where no python3 is found, or one that is older than the program. */
export async function findPython(scratch: Scratch, env: Environment): Promise<Checker | undefined> {
  // After the first answer without the detour that a version manager makes of each call.
  let program = 'python3';
  const ask = async (files: readonly CheckedFile[]): Promise<Answer> => {
    const encoded = files.map(({ path, before, after }) => {
      return { path, before: before?.toString('base64') ?? null, after: after.toString('base64') };
    });
    const input = JSON.stringify(encoded);
    // Isolated: a file of the project that is called like a module of the library must not be taken for it.
    const said = await scratch.run(program, ['-I', '-c', PROGRAM], { cwd: scratch.folder, env, input });
    const answer = said.code === 0 ? readAnswer(said.stdout.toString('utf8')) : undefined;
    if (!answer) throw new Error(`python3 exited ${said.code}: ${said.stderr.trim()}`);
    return answer;
  };
  const first = await ask([]).catch(() => undefined);
  if (!first) return undefined;
  program = first.executable;
  return {
    name: `python3 ${first.version}${first.pyflakes ? ' and pyflakes' : ''}`,
    names: true,
    check: ask,
  };
}

function readAnswer(output: string): Answer | undefined {
  const parsed: unknown = JSON.parse(output);
  return isAnswer(parsed) ? parsed : undefined;
}

function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'problems' in value &&
    Array.isArray(value.problems) &&
    'judged' in value &&
    typeof value.judged === 'number' &&
    'version' in value &&
    'executable' in value &&
    typeof value.executable === 'string' &&
    value.executable !== ''
  );
}
