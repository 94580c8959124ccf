"""What CPython itself says of the names in a rewritten file, beside the file that it was made of.

Knows nothing of what was rewritten, or why. It is asked, by way of python.py,
    {"sources": ["<base64>", …], "roots": ["<module>", …],
     "pairs": [{"before": 0, "after": 1, "added": {"time.sleep": 2}}, …]}
where `added` counts the symbols that the rewrite meant to write, and answers
    {"pairs": [["<problem>", …], …], "uses": [<number>, …]}
A problem is what the file after has and the file before had not. `uses` counts, for each source, the expressions that
reach into one of the roots.
"""

import ast
import base64
import builtins
import collections
import io
import itertools
import re
import symtable

GIVEN = '__file__ __builtins__ __path__ __annotations__ __module__ __qualname__'
BUILTINS = frozenset([*dir(builtins), *GIVEN.split()])
COMPREHENSIONS = {
    ast.ListComp: 'listcomp',
    ast.SetComp: 'setcomp',
    ast.DictComp: 'dictcomp',
    ast.GeneratorExp: 'genexpr',
}
COOKIE = re.compile(rb'[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)')
BOM = b'\xef\xbb\xbf'
# Newer statements are not in every Python.
FORKS = tuple(getattr(ast, name) for name in ('If', 'Try', 'TryStar', 'Match') if hasattr(ast, name))
KEPT = re.compile(r'#\s*noqa:.*\bF401\b', re.IGNORECASE)


class Analysis:
    """One file: its problems, what its dotted names mean, and the modules that its imports load."""

    def __init__(self, source):
        self.error = None
        self.problems = collections.Counter()
        self.means = collections.Counter()
        self.plain = collections.defaultdict(set)  # the modules of `import a.b`, with the scopes that import them
        self.kept = set()  # scopes and modules of imports that are there for others
        self.reached = collections.defaultdict(set)  # for each scope, what is reached through those
        try:
            tree = parse(source)
            compile(tree, '<file>', 'exec', dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            self.error = f'{type(error).__name__}: {error}'
            return
        text = decode(source)
        self.marked = marked_imports(tree, text)
        tree, text = with_evaluated_annotations(tree, text)
        self.module = symtable.symtable(text, '<file>', 'exec')
        self.taken = set()
        self.imports = collections.defaultdict(list)  # (table id, name) -> [(target, loads, position, marked, forks)]
        self.used = collections.defaultdict(list)  # (table id, name) -> [position, or None where it runs later]
        self.scopes = {self.module.get_id(): ('<module>', self.module)}
        self.globals = module_names(self.module)
        self.star = any(isinstance(node, ast.ImportFrom) and node.names[0].name == '*' for node in ast.walk(tree))
        self.statement = -1
        self.forks = {}  # the forks around a node, with the branch that it is in
        self.uses = []
        self.bound = set()  # names that were bound so far
        for child in tree.body:
            self.visit(child, [self.module])
        self.resolve_uses()
        self.judge(exported(tree))

    def binds_first(self, scope, module):
        """Whether a use while the file is loaded comes before every other import of the name that a module is reached by."""
        name = module.split('.')[0]
        for (table, local), imports in self.imports.items():
            if local != name or self.scopes.get(table, ('',))[0] != scope:
                continue
            others = [each[2] for each in imports if each[1] != module]
            uses = [position for position in self.used[table, local] if position is not None]
            if others and uses and min(uses) < min(others):
                return True
        return False

    # Walking: every scope of the tree is walked together with CPython's own table for it.

    def visit(self, node, stack):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return self.visit_import(node, stack)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return self.visit_function(node, stack)
        if isinstance(node, ast.ClassDef):
            self.visit_all([*node.decorator_list, *node.bases, *node.keywords], stack)
            return self.visit_all(node.body, [*stack, self.table_of(node, node.name, stack)])
        if type(node) in COMPREHENSIONS:
            return self.visit_comprehension(node, stack)
        if isinstance(node, ast.Assign):
            return self.visit_all([node.value, *node.targets], stack)
        if isinstance(node, FORKS):
            return self.visit_forks(node, stack)
        if isinstance(node, (ast.Attribute, ast.Name)):
            return self.visit_chain(node, stack)
        self.visit_all(ast.iter_child_nodes(node), stack)

    def visit_forks(self, node, stack):
        """Of the branches of an `if`, a `match`, a `try` and its handlers, one runs."""
        if isinstance(node, ast.If):
            self.visit(node.test, stack)
            branches = [node.body, node.orelse]
        elif hasattr(node, 'cases'):
            self.visit(node.subject, stack)
            branches = [[each] for each in node.cases]
        else:
            branches = [[*node.body, *node.orelse], *([each] for each in node.handlers)]
        for number, branch in enumerate(branches):
            self.forks[node] = number
            self.visit_all(branch, stack)
        del self.forks[node]
        self.visit_all(getattr(node, 'finalbody', []), stack)

    def visit_all(self, nodes, stack):
        for node in nodes:
            if node is not None:
                self.visit(node, stack)

    def visit_function(self, node, stack):
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        outside = [*getattr(node, 'decorator_list', []), *arguments.defaults, *arguments.kw_defaults]
        outside += [argument.annotation for argument in every if argument is not None]
        outside.append(getattr(node, 'returns', None))
        self.visit_all(outside, stack)
        if not isinstance(node, ast.Lambda):
            self.bound.add((stack[-1].get_id(), node.name))
        inner = [*stack, self.table_of(node, getattr(node, 'name', 'lambda'), stack)]
        self.visit_all(node.body if isinstance(node.body, list) else [node.body], inner)

    def visit_comprehension(self, node, stack):
        first, *more = node.generators
        self.visit(first.iter, stack)
        inner = [*stack, self.table_of(node, COMPREHENSIONS[type(node)], stack)]
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self.visit_all([first.target, *first.ifs, *more, *parts], inner)

    def visit_chain(self, node, stack):
        path = []
        root = node
        while isinstance(root, ast.Attribute):
            path.insert(0, root.attr)
            root = root.value
        if not isinstance(root, ast.Name):
            return self.visit(root, stack)
        table = stack[-1]
        if isinstance(root.ctx, ast.Load):
            bound = table.get_type() != 'class' or (table.get_id(), root.id) in self.bound
            self.uses.append((root.id, path, (root.lineno, root.col_offset), stack, bound))
        else:
            self.bound.add((table.get_id(), root.id))

    def visit_import(self, node, stack):
        self.statement += 1
        base = '.' * getattr(node, 'level', 0) + (getattr(node, 'module', None) or '')
        for alias in node.names:
            if alias.name == '*':
                continue
            if isinstance(node, ast.ImportFrom):
                target = loads = f'{base}.{alias.name}'
            else:
                loads = alias.name
                target = loads if alias.asname else loads.split('.')[0]
                if not alias.asname:
                    self.plain[loads].add(self.where(stack))
            local = alias.asname or target.split('.')[-1 if isinstance(node, ast.ImportFrom) else 0]
            owner = stack[-1]
            self.bound.add((owner.get_id(), local))
            if owner is not self.module and owner.lookup(local).is_declared_global():
                owner = self.module
            position = (node.lineno, node.col_offset)
            marked = self.statement in self.marked
            self.imports[owner.get_id(), local].append((target, loads, position, marked, dict(self.forks)))

    def table_of(self, node, name, stack):
        """The table of a scope's node: the first of its name and line that was not taken yet."""
        table = self.find_table(stack[-1], name, node.lineno)
        if table is None:
            raise SystemExit(f'no table of {name} at line {node.lineno}')
        self.taken.add(table.get_id())
        self.scopes[table.get_id()] = ('.'.join([each.get_name() for each in stack[1:]] + [name]), table)
        return table

    def find_table(self, parent, name, line):
        for child in parent.get_children():
            if child.get_id() in self.taken:
                continue
            if child.get_name() == name and child.get_lineno() == line:
                return child
            if str(child.get_type()) not in ('function', 'class', 'module'):  # type parameters, annotations
                found = self.find_table(child, name, line)
                if found is not None:
                    return found
        return None

    # Resolving.

    def resolve(self, name, stack, bound):
        """The table whose binding a name means; in a class body, that of the class once the body has `bound` it."""
        table = stack[-1]
        symbol = table.lookup(name)
        if table is not self.module:
            if symbol.is_local() and bound:
                return table
            if symbol.is_free():
                for outer in reversed(stack[1:-1]):
                    known = outer.get_type() == 'function' and name in outer.get_identifiers()
                    if known and outer.lookup(name).is_local():
                        return outer
        return self.module if name in self.globals else None

    def resolve_uses(self):
        for name, path, position, stack, bound in self.uses:
            owner = self.resolve(name, stack, bound)
            if owner is None:
                if name not in BUILTINS and not self.star:
                    self.problems[f'undefined name {name} in {self.where(stack)}'] += 1
                continue
            runs = next(each for each in reversed(stack) if each is self.module or is_function(each))
            self.used[owner.get_id(), name].append(position if runs is owner else None)
            targets = sorted({target for target, *_ in self.imports.get((owner.get_id(), name), [])})
            if targets and not is_rebound(owner, name):
                self.means['.'.join(['|'.join(targets), *path])] += 1
                if targets == [name]:
                    self.reached[self.scopes[owner.get_id()][0]].add('.'.join([name, *path]))

    def where(self, stack):
        return '.'.join(each.get_name() for each in stack[1:]) or '<module>'

    def judge(self, exports):
        for (identity, name), imports in self.imports.items():
            scope, table = self.scopes[identity]
            used = self.used.get((identity, name), [])
            # A name of a class may be used through it, from anywhere.
            kept = any(each[3] for each in imports) or (table is self.module and name in exports)
            kept = kept or table.get_type() == 'class'
            if kept:
                self.kept |= {(scope, loads) for _, loads, *_ in imports}
            if not used and not kept:
                self.problems[f'import of {name} in {scope} is unused'] += 1
            pairs = [(a, b) for a, b in itertools.combinations(imports, 2) if not differ(a[4], b[4])]
            if any(a[1] == b[1] for a, b in pairs):
                self.problems[f'{name} is imported more than once in {scope}'] += 1
            if any(a[0] != b[0] for a, b in pairs):
                self.problems[f'{name} is imported as different things in {scope}'] += 1
            if is_rebound(table, name):
                self.problems[f'import of {name} in {scope} meets another binding of it'] += 1
            at_once = [position for position in used if position is not None]
            late = at_once and min(at_once) < min(position for _, _, position, *_ in imports)
            if late and not is_rebound(table, name):
                self.problems[f'a name is used before its import in {scope}'] = 1


def differ(forks, others):
    """Whether two places are in different branches of one statement, so that at most one of them runs."""
    return any(forks[node] != others[node] for node in forks.keys() & others.keys())


def is_function(table):
    return table.get_type() == 'function' and table.get_name() not in COMPREHENSIONS.values()


def is_rebound(table, name):
    symbol = table.lookup(name)
    return symbol.is_assigned() or symbol.is_parameter()


def module_names(table):
    """The names that are bound at module level, from wherever."""
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    pending = table.get_children()
    for child in pending:
        names |= {
            symbol.get_name()
            for symbol in child.get_symbols()
            if symbol.is_declared_global() and (symbol.is_assigned() or symbol.is_imported())
        }
        pending += child.get_children()
    return names


def exported(tree):
    """The strings of every module-level statement that speaks of __all__."""
    return {
        node.value
        for statement in tree.body
        if any(isinstance(name, ast.Name) and name.id == '__all__' for name in ast.walk(statement))
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def marked_imports(tree, text):
    """The numbers of the import statements that say themselves that they may be unused."""
    lines = io.StringIO(text).readlines()
    statements = sorted(
        (node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))),
        key=lambda node: (node.lineno, node.col_offset),
    )
    return {
        number
        for number, node in enumerate(statements)
        if any(KEPT.search(line) for line in lines[node.lineno - 1 : node.end_lineno])
    }


def parsed(text):
    try:
        return ast.parse(text.strip(), mode='eval').body
    except SyntaxError:
        return None


class Evaluate(ast.NodeTransformer):
    """Puts the expressions that annotations hold as strings in their place, so that CPython sees their names."""

    def __init__(self):
        self.changed = False
        self.within = False

    def visit_annotated(self, node, field):
        annotation = getattr(node, field)
        if annotation is not None:
            self.within = True
            setattr(node, field, self.visit(annotation))
            self.within = False

    def visit_arg(self, node):
        self.visit_annotated(node, 'annotation')
        return node

    def visit_Assign(self, node):
        """`x = y  # type: T` as `x: T = y`."""
        self.generic_visit(node)
        annotation = parsed(node.type_comment or '')
        if annotation is None or len(node.targets) > 1 or not isinstance(node.targets[0], (ast.Name, ast.Attribute)):
            return node
        self.changed = True
        simple = int(isinstance(node.targets[0], ast.Name))
        return ast.AnnAssign(target=node.targets[0], annotation=annotation, value=node.value, simple=simple)

    def visit_AnnAssign(self, node):
        self.visit_annotated(node, 'annotation')
        return self.generic_visit(node)

    def visit_FunctionDef(self, node):
        self.visit_annotated(node, 'returns')
        return self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Constant(self, node):
        if self.within and isinstance(node.value, str):
            found = parsed(node.value)
            self.changed |= found is not None
            return found or node
        return node

    def visit_ImportFrom(self, node):
        # With it CPython keeps annotations out of its tables; another future keeps the statement in its place.
        if node.module == '__future__' and any(alias.name == 'annotations' for alias in node.names):
            self.changed = True
            node.names = [ast.alias(name='division')]
        return node


def with_evaluated_annotations(tree, text):
    evaluate = Evaluate()
    changed = evaluate.visit(tree)
    if not evaluate.changed:
        return tree, text
    text = ast.unparse(ast.fix_missing_locations(changed))
    return ast.parse(text), text


def parse(source):
    """With type comments, unless one of them is none."""
    try:
        return ast.parse(source, type_comments=True)
    except SyntaxError:
        return ast.parse(source)


def decode(source):
    """The text of what CPython has accepted; tokenize would refuse a cookie line that is not UTF-8."""
    found = next((match for line in source.splitlines()[:2] if (match := COOKIE.match(line))), None)
    encoding = found[1].decode() if found else 'utf-8'
    return io.TextIOWrapper(io.BytesIO(source.removeprefix(BOM)), encoding, newline=None).read()


def reaches(path, module):
    return path == module or path.startswith(module + '.')


def compare(before, after, added):
    if before.error:
        return [f'changed, though not valid before: {before.error}']
    if after.error:
        return [after.error]
    problems = sorted((after.problems - before.problems).elements())
    # What was written means what it was meant to mean, and nothing else has changed its meaning.
    gained = after.means - before.means
    for symbol, count in sorted(added.items()):
        found = sum(times for path, times in gained.items() if reaches(path, symbol))
        if found != count:
            problems.append(f'{symbol} was written {count} times, but {found} more expressions mean it')
    for path in sorted(gained):
        if not any(reaches(path, symbol) for symbol in added):
            problems.append(f'an expression means {path} that did not before')
    # `import a.b` beside `import a`: each is there for what is reached through it.
    for module, scopes in sorted(before.plain.items()):
        if '.' not in module:
            continue
        for scope in sorted(scopes):
            was, now = (any(reaches(path, module) for path in each.reached[scope]) for each in (before, after))
            stays = scope in after.plain[module]
            if now and not stays:
                problems.append(f'{module} is used, but no longer imported in {scope}')
            beside = scope in after.plain[module.split('.')[0]] and (scope, module) not in after.kept
            beside = beside and not after.binds_first(scope, module)
            if was and not now and stays and beside:
                problems.append(f'the import of {module} in {scope} has lost its last use and stays')
    return problems


def answer(request):
    analyses = [Analysis(base64.b64decode(source)) for source in request['sources']]
    pairs = [compare(analyses[pair['before']], analyses[pair['after']], pair['added']) for pair in request['pairs']]
    roots = request['roots']
    uses = [
        sum(count for path, count in each.means.items() for root in roots if reaches(path, root)) for each in analyses
    ]
    return {'pairs': pairs, 'uses': uses}
