"""What a file should be after some calls of a made-up library were rewritten, by another way than the project's: on CPython's tree.

It is asked, by way of python.py, a list of
    {"before": "<base64>", "after": "<base64>", "taken": [["<transform>", <line>, <column>], ...]}
where a place is that of the called name, and answers for each null or what is wrong. Import statements are not compared.
"""

import ast
import base64

import judge_blocks


def name(dotted):
    return ast.parse(dotted, mode='eval').body


def thread(run, *given):
    keywords = [ast.keyword('target', run)]
    if given:
        keywords.append(ast.keyword('args', ast.Tuple(list(given), ast.Load())))
    keywords.append(ast.keyword('daemon', ast.Constant(True)))
    made = ast.Call(name('threading.Thread'), [], keywords)
    return ast.Call(ast.Attribute(made, 'start', ast.Load()), [], [])


CALLS = {
    'nap': lambda *given: ast.Call(name('time.sleep'), list(given), []),
    'spawn': thread,
    'swap': lambda a, b: ast.Call(name('operator.sub'), [b, a], []),
    'twice': lambda a: ast.Tuple([a, a], ast.Load()),
    'boxed': lambda a: ast.Call(name('list'), [ast.Tuple([a], ast.Load())], []),
    'later': lambda *given: ast.Call(name('threading.Timer'), list(given), []),
    'guard': lambda *given: ast.Call(name('print'), list(given), []),
    'setup': lambda a: a,
    'forget': lambda *_: ast.Constant(None),
    'swallow': lambda *_: ast.Constant(None),
}


def is_elif(node, inner):
    return isinstance(node, ast.If) and isinstance(inner, ast.If) and node.col_offset == inner.col_offset


class Blocks(ast.NodeTransformer):
    """A block that loses its last statement holds `pass`; a module may be empty."""

    def visit(self, node):
        held = [name for name in ('body', 'orelse', 'finalbody') if isinstance(getattr(node, name, None), list)]
        full = [name for name in held if getattr(node, name) and not is_elif(node, getattr(node, name)[0])]
        node = super().visit(node)
        if isinstance(node, ast.stmt) or isinstance(node, ast.excepthandler):
            for name in full:
                setattr(node, name, getattr(node, name) or [ast.Pass()])
        return node


class Rewrite(Blocks, judge_blocks.Fold):
    def __init__(self, taken):
        super().__init__(None, False)
        self.taken = {(line, column): transform for transform, line, column in taken}

    def visit_Expr(self, node):
        whole = isinstance(node.value, ast.Call) and self.transform_of(node.value)
        before = self.before(node)
        self.generic_visit(node)
        if whole in ('tick', 'drop'):
            return None
        if whole == 'guard':
            handler = ast.ExceptHandler(name('queue.Empty'), None, [ast.Pass()])
            return [*before, ast.Try([node], [handler], [], [])]
        return [*before, node]

    def visit_Assign(self, node):
        later = isinstance(node.value, ast.Call) and self.transform_of(node.value) == 'later'
        before = self.before(node)
        self.generic_visit(node)
        own = node.targets[0].id if later else ''
        return [*before, node, *(ast.parse(f'{own}.daemon = True\n{own}.start()').body if later else [])]

    def before(self, statement):
        calls = [each for each in ast.walk(statement) if isinstance(each, ast.Call)]
        return [ast.parse('gc.collect()').body[0] for each in calls if self.transform_of(each) == 'setup']

    def transform_of(self, call):
        own = self.taken.get((call.func.lineno, call.func.col_offset))
        # What is called at one place may be the value of a call: `lib.f()()`.
        return own if own and isinstance(call.func, (ast.Attribute, ast.Name)) else None

    def visit_Call(self, node):
        transform = self.transform_of(node)
        is_it = transform and isinstance(node.func, ast.Attribute) and node.func.attr == transform
        self.generic_visit(node)
        if is_it and transform == 'flag':
            return self.constant(False)
        return CALLS[transform](*node.args) if is_it and transform in CALLS else node

    def visit_With(self, node):
        opened = node.items[0].context_expr
        self.generic_visit(node)
        is_it = isinstance(opened, ast.Call) and self.taken.get((opened.func.lineno, opened.func.col_offset)) == 'limit'
        return node.body if is_it else node


class WithoutImports(Blocks):
    def visit_Import(self, node):
        return None

    visit_ImportFrom = visit_Import


def shown(tree):
    return ast.unparse(ast.fix_missing_locations(WithoutImports().visit(tree)))


def judge(request):
    before = base64.b64decode(request['before'])
    try:
        after = ast.parse(base64.b64decode(request['after']))
    except SyntaxError as error:
        return f'{error}'
    wanted = shown(Rewrite(request['taken']).visit(ast.parse(before)))
    found = shown(after)
    return None if wanted == found else f'should be\n{wanted}\nand is\n{found}'


def answer(requests):
    return [judge(request) for request in requests]
