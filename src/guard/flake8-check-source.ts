// The Python of a flake8 check that keeps names out, of its table, and of the test for both. What it writes is plain: it must
// pass a project's own style checks, and its reviewers.
import type { Ban } from './banned-names.ts';

/** The names in the generated Python. */
export interface CheckNames {
  /** The library's top-level package. */
  readonly library: string;
  /** `N374`. */
  readonly code: string;
  readonly table: string;
  readonly className: string;
  readonly testName: string;
}

/** The names for a library and a code. */
export function checkNames(library: string, code: string): CheckNames {
  const word = library.replace(/\W/g, '_');
  const title = word.charAt(0).toUpperCase() + word.slice(1);
  return {
    library,
    code,
    table: `REMOVED_${word.toUpperCase()}`,
    className: `CheckRemoved${title}`,
    testName: `test_removed_${word.toLowerCase()}`,
  };
}

const WIDTH = 79;

/** What stands for the library as a whole. */
const WHOLE = '*';

/** The rows of the table. They leave the library's name out, so that nobody takes them for uses of it. */
export function tableRows(bans: readonly Ban[], known: ReadonlySet<string> = new Set()): string[] {
  const inside = (name: string) => name.split('.').slice(1).join('.') || WHOLE;
  const rows = new Map(bans.flatMap(({ names, instead }) => names.map((name) => [inside(name), instead] as const)));
  return [...rows]
    .filter(([name]) => !known.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, instead]) => {
      const row = `    '${name}': '${instead}',`;
      return row.length <= WIDTH ? row : `    '${name}':\n        '${instead}',`;
    });
}

/** The table and the class, to stand at the end of a module that imports `ast`. */
export function checkSource({ library, code, table, className }: CheckNames, bans: readonly Ban[]): string {
  return `# What this project does not use of ${library} any more, under each name that
# it has there, and what to use instead; '*' is all of it.
${table} = {
${tableRows(bans).join('\n')}
}


class ${className}:
    """Forbid what was removed of ${library}, however it is imported.

    Names are followed through imports and aliases. A module of the project
    that is called ${library} is none of it, nor is a name that a function
    or a class binds itself.

    ${code}
    """

    name = 'removed_${library}'
    version = '1.0'
    library = '${library}'

    _scopes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda,
               ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp,
               ast.GeneratorExp)
    _definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
                    ast.ExceptHandler)

    def __init__(self, tree):
        self._tree = tree

    def run(self):
        """Called by flake8; gives line, column, message and type."""
        return self._search(self._tree, {})

    def _search(self, scope, outer):
        # What a scope binds itself hides what those around it import, unless
        # it is an import as well. What a class binds, its methods do not see.
        nodes = list(self._nodes(scope))
        names = dict(outer)
        imported = [pair for node in nodes for pair in self._imported(node)]
        for node in nodes:
            names.pop(self._bound(node), None)
        for local, _ in imported:
            names.pop(local, None)
        names.update((local, full) for local, full in imported
                     if full.split('.')[0] == self.library)
        for node in nodes:
            for row in self._uses(node, names):
                message = '${code}: %s was removed from this project' % (
                    self.library if row == '*' else
                    '%s.%s' % (self.library, row))
                if ${table}[row]:
                    message += ', use %s' % ${table}[row]
                yield node.lineno, node.col_offset, message, type(self)
            if isinstance(node, self._scopes):
                in_class = isinstance(scope, ast.ClassDef)
                for error in self._search(node, outer if in_class else names):
                    yield error

    def _nodes(self, scope):
        # All below a scope, but not what is in the scopes there.
        for node in ast.iter_child_nodes(scope):
            yield node
            if not isinstance(node, self._scopes):
                for below in self._nodes(node):
                    yield below

    def _bound(self, node):
        if isinstance(node, ast.arg):
            return node.arg
        if isinstance(node, ast.Name):
            return None if isinstance(node.ctx, ast.Load) else node.id
        return node.name if isinstance(node, self._definitions) else None

    def _imported(self, node):
        # The local names of an import, and what they stand for.
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.split('.')[0]
                yield alias.asname or first, (
                    alias.name if alias.asname else first)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, '%s%s.%s' % (
                    '.' * node.level, node.module or '', alias.name)

    def _uses(self, node, names):
        # The rows of the table that a node meets.
        if isinstance(node, ast.Attribute):
            name = self._full_name(node, names).partition('.')[2]
            return [name] if name in ${table} else []
        if isinstance(node, ast.Import):
            loaded = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            loaded = ['%s.%s' % (node.module, alias.name)
                      for alias in node.names]
        else:
            return []
        return [row for full in loaded for row in sorted(${table})
                if self._brings(full, row)]

    def _brings(self, full, row):
        # Whether an import brings what a row names, or something of it.
        first, _, name = full.partition('.')
        if first != self.library:
            return False
        return (row == '*' or (name + '.').startswith(row + '.') or
                (name.endswith('*') and row.startswith(name[:-1])))

    def _full_name(self, node, names):
        if isinstance(node, ast.Name):
            return names.get(node.id, '')
        if isinstance(node, ast.Attribute):
            owner = self._full_name(node.value, names)
            return '%s.%s' % (owner, node.attr) if owner else ''
        return ''
`;
}

/** A test of the check, as a method; it reads the table, so that it holds for what is added later. */
export function testSource({ code, table, className, testName }: CheckNames, checks: string): string {
  return `    def ${testName}(self):
        check = ${checks}.${className}

        def found(code, name):
            start = '${code}: %s was removed' % name
            errors = check(ast.parse(code)).run()
            return [message for _, _, message, _ in errors
                    if message.startswith(start)]

        bad = [
            'import %(module)s\\n%(module)s.%(last)s\\n',
            'import %(module)s as alias\\nalias.%(last)s(1)\\n',
            'from %(module)s import %(last)s\\n',
            'from %(module)s import %(last)s as alias\\n',
            'def function():\\n    import %(module)s\\n'
            '    return %(module)s.%(last)s\\n',
        ]
        good = [
            'import %(top)s\\ndef function(%(top)s):\\n    %(top)s.%(last)s\\n',
            'from . import %(top)s\\n%(top)s.%(last)s\\n',
            'from project import %(top)s\\n%(top)s.%(last)s\\n',
            'import time\\ntime.%(last)s\\n',
            '# %(module)s.%(last)s\\n"%(module)s.%(last)s"\\n',
        ]
        for row in ${checks}.${table}:
            if row == '*':
                self.assertTrue(found('import ' + check.library,
                                      check.library))
                continue
            name = check.library + '.' + row
            module, _, last = name.rpartition('.')
            words = {'module': module, 'last': last, 'top': check.library}
            for code in bad:
                self.assertTrue(found(code % words, name), code % words)
            for code in good:
                self.assertFalse(found(code % words, name), code % words)
`;
}
