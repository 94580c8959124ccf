"""What CPython makes of the mocks of small projects: whether each target is there, and whether the tests pass.

Knows nothing of what was rewritten. It reads from standard input
    [{"<path>": "<base64>", …}, …]
one object for each project, and answers on standard output
    [{"errors": {"<path>": "<error>"}, "tests": {"<module.Class.test>": <null or the failure>},
      "sites": [["<path>", "<call>", <null or what is missing>, <first line>, <last line>], …]}, …]
A site is a call that replaces something, in the order of the source; "?" stands where its target is known only while the
test runs. Each project runs in a process of its own, without a disk, beside stand-ins for eventlet and fixtures.
What would really wait raises.
"""

import ast
import base64
import importlib.abc
import importlib.util
import inspect
import io
import json
import os
import pathlib
import pkgutil
import re
import signal
import sys
import time
import types
import unittest
from unittest import mock

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent / 'stubs'))

import eventlet  # noqa: F401
import fixtures  # noqa: F401

PATCHERS = re.compile(r'(?:^|\.)(?:p|um|patch|object|multiple|stub_out|setattr|patch_?object|Mon\w+|MockPatch\w*|spy)$')
SECONDS = 20
UNKNOWN = '?'
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Modules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the files of a project."""

    def __init__(self, files):
        self.sources = {}
        for path, source in files.items():
            name = re.sub(r'(^|/)__init__$', '', path[:-len('.py')]).replace('/', '.')
            self.sources[name] = (path, source)

    def find_spec(self, name, path=None, target=None):
        if name not in self.sources:
            return None
        package = self.sources[name][0].endswith('__init__.py')
        return importlib.util.spec_from_loader(name, self, is_package=package)

    def exec_module(self, module):
        path, source = self.sources[module.__spec__.name]
        exec(compile(source, path, 'exec', dont_inherit=True), module.__dict__)


class MonkeyPatch:
    """What pytest calls monkeypatch."""

    def __init__(self):
        self.patchers = []

    def setattr(self, target, name, *value):
        patcher = mock.patch.object(target, name, *value) if value else mock.patch(target, name)
        patcher.start()
        self.patchers.append(patcher)

    def undo(self):
        for patcher in reversed(self.patchers):
            patcher.stop()


class Mocker(MonkeyPatch):
    """What pytest-mock calls mocker."""

    def __init__(self):
        super().__init__()

        class Patch:
            def __call__(_, *args, **kwargs):
                return self.start(mock.patch(*args, **kwargs))

            def object(_, *args, **kwargs):
                return self.start(mock.patch.object(*args, **kwargs))

        self.patch = Patch()

    def start(self, patcher):
        self.patchers.append(patcher)
        return patcher.start()

    def spy(self, target, name):
        return self.start(mock.patch.object(target, name, side_effect=getattr(target, name)))


GIVEN = {'monkeypatch': MonkeyPatch, 'mocker': Mocker}


def really(*args):
    raise AssertionError('time.sleep was really called')


def judge(files):
    """The verdict on one project."""
    time.sleep = really
    unittest.main = lambda: None
    modules = Modules(files)
    sys.meta_path.insert(0, modules)
    answer = {'errors': {}, 'sites': [], 'tests': {}}
    for name, (path, source) in sorted(modules.sources.items()):
        if '__main__' in path:
            continue
        try:
            importlib.import_module(name)
        except BaseException as error:
            answer['errors'][path] = f'{type(error).__name__}: {error}'
    for name, (path, source) in sorted(modules.sources.items()):
        if not re.search(r'(^|/)(test|main)_', path) or path in answer['errors']:
            continue
        module = sys.modules[name]
        if '/main_' in f'/{path}':
            module = sys.modules['__main__'] = types.ModuleType('__main__')
            exec(compile(source, path, 'exec', dont_inherit=True), module.__dict__)
        answer['sites'] += sites(path, source, module)
        answer['tests'].update(outcomes(name, module))
    return answer


def sites(path, source, module):
    """Every call of a file that replaces something, and what its target lacks."""
    found = []

    def visit(node, local):
        if isinstance(node, SCOPES):
            local = local | bound(node)
        if isinstance(node, ast.Call) and PATCHERS.search(ast.unparse(node.func)):
            found.append((node, local))
        for child in ast.iter_child_nodes(node):
            visit(child, local)

    visit(ast.parse(source), frozenset())
    found.sort(key=lambda each: (each[0].lineno, each[0].col_offset))
    return [
        [path, ast.unparse(call), verdict(call, module, local), call.lineno, call.end_lineno] for call, local in found
    ]


def bound(scope):
    """The names that a function, a lambda or a comprehension binds somewhere in it."""
    names = {each.arg for each in ast.walk(scope) if isinstance(each, ast.arg)}
    names |= {each.id for each in ast.walk(scope) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    imported = [each for node in ast.walk(scope) if isinstance(node, (ast.Import, ast.ImportFrom)) for each in node.names]
    return names | {(each.asname or each.name).split('.')[0] for each in imported}


def verdict(call, module, local):
    """None where the target is there, what it lacks, or UNKNOWN."""
    given = [*call.args[:2], *(keyword.value for keyword in call.keywords if keyword.arg == 'target')]
    names = {node.id for each in given for node in ast.walk(each) if isinstance(node, ast.Name)}
    if names & local:
        return UNKNOWN
    try:
        target, attributes = read(call, module)
    except Exception as error:
        return f'{type(error).__name__}: {error}'
    return UNKNOWN if target is None else missing(target, attributes)


def read(call, module):
    """The object or the string that a call names, and the attributes that it names apart."""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if not call.args and 'target' not in keywords:
        return None, ()
    given = [value(argument, module) for argument in call.args[:2]]
    target = given[0] if given else value(keywords['target'], module)
    if ast.unparse(call.func).endswith('multiple'):
        return target, tuple(name for name in keywords if name)
    if isinstance(target, str):
        return tuple(target.rsplit('.', 1)) if '.' in target else (None, ())
    return (target, (given[1],)) if len(given) > 1 and isinstance(given[1], str) else (None, ())


def value(node, module):
    return eval(compile(ast.Expression(node), '<target>', 'eval'), module.__dict__)


def missing(target, names):
    """What mock itself would miss; None where nothing."""
    names = (names,) if isinstance(names, str) else names
    try:
        found = pkgutil.resolve_name(target) if isinstance(target, str) else target
    except Exception as error:
        return f'{type(error).__name__}: {error}'
    lacking = [name for name in names if not hasattr(found, name)]
    return f'{target} has no {", ".join(lacking)}' if lacking else None


def outcomes(name, module):
    """The tests of a module, with the failure of each."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    tests = {}
    for test in flat(suite):
        result = unittest.TestResult()
        test.run(result)
        problems = [text.strip().splitlines()[-1] for _, text in [*result.failures, *result.errors]]
        tests[test.id()] = '; '.join(problems) or None
    for function, body in sorted(vars(module).items()):
        if not function.startswith('test_') or not inspect.isfunction(body):
            continue
        given = {each: GIVEN[each]() for each in inspect.signature(body).parameters if each in GIVEN}
        try:
            body(**given)
            tests[f'{name}.{function}'] = None
        except BaseException as error:
            tests[f'{name}.{function}'] = f'{type(error).__name__}: {error}'
        for each in given.values():
            each.undo()
    return tests


def flat(suite):
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from flat(each)
        else:
            yield each


def apart(files):
    """The verdict, from a process of its own."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        signal.alarm(SECONDS)
        sys.stdout = sys.stderr = io.StringIO()
        try:
            answer = judge(files)
        except BaseException as error:
            answer = {'errors': {'': f'{type(error).__name__}: {error}'}, 'sites': [], 'tests': {}}
        with os.fdopen(theirs, 'w') as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else {'errors': {'': 'it did not end'}, 'sites': [], 'tests': {}}


def main():
    projects = json.load(sys.stdin)
    decoded = [{path: base64.b64decode(text) for path, text in files.items()} for files in projects]
    json.dump([apart(files) for files in decoded], sys.stdout)


if __name__ == '__main__':
    main()
