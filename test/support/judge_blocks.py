"""What is left of a file when a block moves out of its statement or an expression becomes a constant: on CPython's tree.

It is asked, by way of python.py, a list of
    {"before": "<base64>", "after": "<base64>", "unwrap": [line, column]}    a `with` statement
    {"before": "<base64>", "after": "<base64>", "fold": [line, column], "value": true, false or null}
where line counts from 1 and column in bytes from 0, and answers for each null or what is wrong.
"""

import ast
import base64


class Unwrap(ast.NodeTransformer):
    def __init__(self, place):
        self.place = tuple(place)

    def visit_With(self, node):
        self.generic_visit(node)
        return node.body if (node.lineno, node.col_offset) == self.place else node

    visit_AsyncWith = visit_With


class Fold(ast.NodeTransformer):
    """Folds what the constant decides; `known` are the nodes that are constant by it."""

    def __init__(self, place, value):
        self.place, self.value = place and tuple(place), value
        self.known = set()

    def constant(self, value):
        node = ast.Constant(value)
        self.known.add(node)
        return node

    def visit_Name(self, node):
        return self.constant(self.value) if (node.lineno, node.col_offset) == self.place else node

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and node.operand in self.known:
            return self.constant(not node.operand.value)
        return node

    def visit_Compare(self, node):
        self.generic_visit(node)
        right = node.comparators[0]
        if node.left in self.known and len(node.ops) == 1 and isinstance(right, ast.Constant) and right.value is None:
            if isinstance(node.ops[0], (ast.Is, ast.IsNot)):
                return self.constant((node.left.value is None) == isinstance(node.ops[0], ast.Is))
        return node

    def visit_BoolOp(self, node):
        self.generic_visit(node)
        first, *rest = node.values
        if first in self.known:
            if isinstance(node.op, ast.And) == (not first.value):
                return first
            return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        # A chain is read from the left: a constant that is not first is decided by what stands before it.
        return node

    def visit_IfExp(self, node):
        self.generic_visit(node)
        if node.test in self.known:
            return node.body if node.test.value else node.orelse
        return node

    def visit_If(self, node):
        self.generic_visit(node)
        if node.test in self.known:
            return node.body if node.test.value else node.orelse
        return node

    def visit_While(self, node):
        self.generic_visit(node)
        if node.test in self.known and not node.test.value:
            return node.orelse
        return node

class WithoutPass(ast.NodeTransformer):
    """A `pass` is what is left of a statement: whether it is needed is decided elsewhere."""

    def visit(self, node):
        self.generic_visit(node)
        for field in ('body', 'orelse', 'finalbody'):
            block = getattr(node, field, None)
            if isinstance(block, list):
                left = [each for each in block if not isinstance(each, ast.Pass)]
                setattr(node, field, left if left or field != 'body' or isinstance(node, ast.Module) else [ast.Pass()])
        return node


def shown(tree):
    tree = WithoutPass().visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


def judge(request):
    before = ast.parse(base64.b64decode(request['before']))
    try:
        after = shown(ast.parse(base64.b64decode(request['after'])))
    except SyntaxError as error:
        return f'{error}'
    if 'unwrap' in request:
        wanted = shown(Unwrap(request['unwrap']).visit(before))
    else:
        wanted = shown(Fold(request['fold'], request['value']).visit(before))
    return None if wanted == after else f'should be\n{wanted}\nand is\n{after}'


def answer(requests):
    return [judge(request) for request in requests]
