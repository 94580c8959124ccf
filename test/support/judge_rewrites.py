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
    'forget': lambda *_: ast.Constant(None),
    'swallow': lambda *_: ast.Constant(None),
}


class Rewrite(judge_blocks.Fold):
    def __init__(self, taken):
        super().__init__(None, False)
        self.taken = {(line, column): transform for transform, line, column in taken}

    def visit_Call(self, node):
        transform = self.taken.get((node.func.lineno, node.func.col_offset))
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


class WithoutImports(ast.NodeTransformer):
    def visit_Import(self, node):
        return None

    visit_ImportFrom = visit_Import

    def visit(self, node):
        node = super().visit(node)
        if getattr(node, 'body', None) == [] and not isinstance(node, ast.Module):
            node.body = [ast.Pass()]
        return node


def shown(tree):
    return ast.unparse(ast.fix_missing_locations(judge_blocks.WithoutPass().visit(WithoutImports().visit(tree))))


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
