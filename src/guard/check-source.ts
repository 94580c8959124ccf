// The Python of a flake8 check that keeps names out, of its table, and of the test for both. What it writes is plain: it must
// pass a project's own style checks, and its reviewers.
import type { Ban } from './bans.ts';

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

/** The rows of the table, by name. */
export function tableRows(bans: readonly Ban[], known: ReadonlySet<string> = new Set()): string[] {
  const rows = new Map(bans.flatMap(({ names, instead }) => names.map((name) => [name, instead] as const)));
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
# it has there, and what to use instead.
${table} = {
${tableRows(bans).join('\n')}
}


class ${className}:
    """Forbid what was removed of ${library}, however it is imported.

    Names are followed through imports and aliases. A module of the project
    that is called ${library} is none of it, nor is a name that a function
    binds itself.

    ${code}
    """

    name = 'removed_${library}'
    version = '1.0'

    _functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    _definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
                    ast.ExceptHandler)

    def __init__(self, tree):
        self._tree = tree

    def run(self):
        """Called by flake8; gives line, column, message and type."""
        return self._search(self._tree, {})

    def _search(self, scope, outer):
        # The module, or one function. What it binds itself hides what the
        # scopes around it import, unless it is an import of its own.
        nodes = list(self._nodes(scope))
        names = dict(outer)
        imported = [pair for node in nodes for pair in self._imported(node)]
        for node in nodes:
            names.pop(self._bound(node), None)
        for local, _ in imported:
            names.pop(local, None)
        names.update((local, full) for local, full in imported
                     if full.split('.')[0] == '${library}')
        for node in nodes:
            for name in self._uses(node, names):
                hint = ${table}[name]
                message = '${code}: %s was removed from this project' % name
                if hint:
                    message += ', use %s' % hint
                yield node.lineno, node.col_offset, message, type(self)
            if isinstance(node, self._functions):
                for error in self._search(node, names):
                    yield error

    def _nodes(self, scope):
        # All below a scope, but not what is in the functions there.
        for node in ast.iter_child_nodes(scope):
            yield node
            if not isinstance(node, self._functions):
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
            full = self._full_name(node, names)
            return [full] if full in ${table} else []
        if isinstance(node, ast.Import):
            loaded = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            loaded = ['%s.%s' % (node.module, alias.name)
                      for alias in node.names]
        else:
            return []
        return [row for full in loaded for row in sorted(${table})
                if (full + '.').startswith(row + '.') or
                (full.endswith('.*') and row.startswith(full[:-1]))]

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
        def found(code):
            tree = ast.parse(code)
            errors = ${checks}.${className}(tree).run()
            return [message[:${code.length + 1}] for _, _, message, _ in errors]

        bad = [
            'import %(module)s\\n%(module)s.%(last)s\\n',
            'import %(module)s as alias\\nalias.%(last)s(1)\\n',
            'from %(module)s import %(last)s\\n',
            'from %(module)s import %(last)s as alias\\n',
            'def function():\\n    import %(module)s\\n'
            '    return %(module)s.%(last)s\\n',
        ]
        good = [
            'def function(%(top)s):\\n    %(top)s.%(last)s\\n',
            'from . import %(top)s\\n%(top)s.%(last)s\\n',
            'from project import %(top)s\\n%(top)s.%(last)s\\n',
            'import time\\ntime.%(last)s\\n',
            '# %(module)s.%(last)s\\n"%(module)s.%(last)s"\\n',
        ]
        for name in ${checks}.${table}:
            module, _, last = name.rpartition('.')
            if not module:
                self.assertIn('${code}:', found('import ' + name))
                continue
            words = {'module': module, 'last': last,
                     'top': name.split('.')[0]}
            for code in bad:
                self.assertIn('${code}:', found(code % words), code)
            for code in good:
                self.assertEqual([], found(code % words), code)
`;
}
