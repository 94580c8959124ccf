"""Lists the public dotted names that the installed eventlet defines, as sorted JSON on standard output.

Knows the import system and nothing of degreen. Its output is kept as test/data/public-names.json, so the tests need no
eventlet:  /usr/bin/python3 scripts/list-public-names.py > test/data/public-names.json
"""
import ast
import contextlib
import importlib
import inspect
import io
import json
import pkgutil
import types
import warnings

PACKAGE = 'eventlet'
OURS = (PACKAGE, 'greenlet')
# Standard-library exceptions that eventlet hands on as part of its own interface.
HANDED_ON = {'eventlet.queue.Empty', 'eventlet.queue.Full', 'eventlet.tpool.Empty'}


def submodules():
    """The package and every submodule that imports; what does not (other platforms, absent libraries) is left out."""
    package = importlib.import_module(PACKAGE)
    yield package
    for found in pkgutil.walk_packages(package.__path__, PACKAGE + '.', onerror=lambda name: None):
        if not any(part.startswith('_') for part in found.name.split('.')):
            with contextlib.suppress(BaseException):
                yield importlib.import_module(found.name)


def defined_in(module):
    """The names that the module's own source binds other than by an import, with those it says it patches."""
    names = set(getattr(module, '__patched__', ()))
    with contextlib.suppress(OSError, TypeError):
        for node in ast.parse(inspect.getsource(module)).body:
            names |= bound_by(node)
    return names


def bound_by(node):
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    if isinstance(node, (ast.If, ast.Try, ast.For, ast.With, ast.ExceptHandler)):
        blocks = [getattr(node, block, []) for block in ('body', 'orelse', 'finalbody', 'handlers')]
        return set().union(*(bound_by(child) for block in blocks for child in block))
    return set()


def from_package(value):
    """Whether the object itself says that it comes from eventlet or greenlet."""
    home = getattr(value, '__module__', None)
    return isinstance(home, str) and home.split('.')[0] in OURS


def public_names():
    for module in submodules():
        yield module.__name__
        defined = defined_in(module)
        for name, value in vars(module).items():
            path = '%s.%s' % (module.__name__, name)
            if name == '__version__' and module.__name__ == PACKAGE:
                yield path
            elif name.startswith('_'):
                continue
            elif isinstance(value, types.ModuleType):
                # A submodule is yielded by itself; of the others only greenlet is reached through the package.
                if path == PACKAGE + '.greenlet':
                    yield path
            elif path in HANDED_ON or name in defined or from_package(value):
                yield path


if __name__ == '__main__':
    warnings.simplefilter('ignore')
    # Some submodules print when they are imported.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        NAMES = sorted(set(public_names()) - {PACKAGE})
    print(json.dumps(NAMES, indent=1))
