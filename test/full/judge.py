"""CPython's, pyflakes' and hacking's verdict on rewritten files, in one process for all of them.

Knows nothing of what was rewritten, or why. It reads from standard input
    {"pairs": [{"name": "…", "before": "<path>", "after": "<path>"}], "imports": "whole" | "reduced"}
and answers on standard output
    {"judged": <files>, "problems": [{"name": "…", "kind": "syntax|pyflakes|imports", "message": "…"}]}
A problem is what the file after has and the file before had not, whatever line it stands on. One message is excused:
hacking's order rule (H306) passes over lines with several names, so where such a line loses names or goes, the rule
sees a disorder that stood there before.
"""

import ast
import collections
import gc
import io
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import tokenize
import warnings

from pyflakes import checker

IMPORT_RULES = ('H301', 'H303', 'H304', 'H306')
DISORDER = re.compile(r'\((\S+), (\S+)\)$')
TYPE_COMMENT = re.compile(rb'#\s*type:')


def inspect(job):
    """The syntax error of one file or its pyflakes messages; leaves a copy for flake8 where it is asked for."""
    path, copy, reduced = job
    with open(path, 'rb') as file:
        source = file.read()
    warnings.simplefilter('ignore')
    try:
        tree = ast.parse(source, path)
        # The compiler refuses what the parser takes: a late __future__ import, a `global` after the first use.
        compile(tree, path, 'exec', dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return {'syntax': f'{type(error).__name__}: {error}', 'messages': {}, 'hidden': set()}
    text = decode(source)
    with open(copy, 'w', encoding='utf-8', newline='') as file:
        file.write(reduce(text, tree) if reduced else text)
    return {'syntax': None, 'messages': flakes(source, text, tree, path), 'hidden': hidden_disorder(tree)}


def flakes(source, text, tree, path):
    """The count of each pyflakes message, without line numbers."""
    extra = {}
    # pyflakes before 3.0 counts names in type comments as used; it takes them from the tokens, which are slow to make.
    if hasattr(checker, 'make_tokens') and TYPE_COMMENT.search(source):
        extra['file_tokens'] = checker.make_tokens(text)
    found = checker.Checker(tree, filename=path, **extra).messages
    return collections.Counter(
        f'{type(message).__name__}: {message.message % without_lines(message.message_args)}' for message in found
    )


def without_lines(arguments):
    return tuple(0 if isinstance(argument, int) else argument for argument in arguments)


def decode(source):
    """The text as the parser counts its lines: every kind of line end is one LF."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return io.TextIOWrapper(io.BytesIO(source), encoding, newline=None).read()


def reduce(text, tree):
    """The text with `pass` for each statement that holds no import: the import rules say the same of it, much sooner."""
    lines = io.StringIO(text, newline='\n').readlines()
    shared = collections.Counter(line for node in ast.walk(tree) if isinstance(node, ast.stmt) for line in edges(node))
    keep = importers(tree)
    pending = [tree]
    while pending:
        for child in ast.iter_child_nodes(pending.pop()):
            if child in keep or not isinstance(child, ast.stmt):
                pending.append(child)
                continue
            first, last = edges(child)[0], edges(child)[-1]
            indent = lines[first - 1][: child.col_offset]
            # A statement that does not begin or end its own lines stays: `else: f()`, `a; b`.
            alone = not indent.strip() and all(shared[line] == within(child, line) for line in {first, last})
            if alone:
                lines[first - 1 : last] = [f'{indent}pass\n'] + [''] * (last - first)
    return ''.join(lines)


def hidden_disorder(tree):
    """The pairs of neighbouring imports in the wrong order that H306 does not see for a line with several names."""
    found = set()
    for node in ast.walk(tree):
        for body in (getattr(node, field, None) for field in ('body', 'orelse', 'finalbody')):
            lines = [import_names(child) for child in body] if isinstance(body, list) else []
            for first, names in enumerate(lines):
                for second in range(first + 1, len(lines)):
                    hidden = len(names) > 1 or len(lines[second]) > 1 or second > first + 1
                    if hidden:
                        found.update((a, b) for a in names for b in lines[second] if b < a)
                    # What stands behind a line that the rule sees is no neighbour.
                    if len(lines[second]) < 2:
                        break
    return found


def import_names(node):
    """The names that an import brings, as H306 compares them; none for any other statement."""
    if isinstance(node, ast.Import):
        return [alias.name.lower() for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f'{"." * node.level}{node.module or ""}.{alias.name}'.lower() for alias in node.names]
    return []


def edges(node):
    first = min([node.lineno] + [decorator.lineno for decorator in getattr(node, 'decorator_list', [])])
    return sorted({first, node.end_lineno})


def within(node, line):
    """How many of the statements in a node, itself among them, begin or end on a line."""
    return sum(line in edges(child) for child in ast.walk(node) if isinstance(child, ast.stmt))


def importers(tree):
    """Every node that is an import or holds one."""
    found = set()

    def visit(node):
        holds = isinstance(node, (ast.Import, ast.ImportFrom))
        for child in ast.iter_child_nodes(node):
            holds = visit(child) or holds
        if holds:
            found.add(node)
        return holds

    visit(tree)
    return found


def import_rules(folder, copies):
    """Each of hacking's import messages, as (code, text), for each copy in a folder."""
    found = {copy: [] for copy in copies}
    if not os.listdir(folder):
        return found
    rules = ','.join(IMPORT_RULES)
    form = '%(path)s\t%(code)s\t%(text)s'
    run = subprocess.run(
        [sys.executable, '-m', 'flake8', '--isolated', f'--select=E9,{rules}', f'--format={form}', folder],
        capture_output=True,
        text=True,
    )
    if run.returncode not in (0, 1) or run.stderr.strip():
        raise SystemExit(f'flake8 failed: {run.stderr or run.stdout}')
    for line in run.stdout.splitlines():
        path, code, text = line.split('\t')
        code = code.rstrip(':')  # hacking's codes end with a colon
        if code not in IMPORT_RULES:
            raise SystemExit(f'flake8 could not read what the judge gave it: {line}')
        found[path].append((code, text))
    return found


def compare(name, before, after, rules_before, rules_after):
    if before['syntax']:
        yield {'name': name, 'kind': 'syntax', 'message': f'changed, though not valid before: {before["syntax"]}'}
    elif after['syntax']:
        yield {'name': name, 'kind': 'syntax', 'message': after['syntax']}
    else:
        gained = collections.Counter(after['messages']) - collections.Counter(before['messages'])
        for message, count in sorted(gained.items()):
            yield {'name': name, 'kind': 'pyflakes', 'message': f'{message} ({count} more)'}
        seen = [(code, text) for code, text in rules_after if not is_hidden(text, before['hidden'])]
        more = collections.Counter(code for code, _ in seen) - collections.Counter(code for code, _ in rules_before)
        for code, count in sorted(more.items()):
            texts = '; '.join(text.strip() for which, text in seen if which == code)
            yield {'name': name, 'kind': 'imports', 'message': f'{code} ({count} more): {texts}'}


def is_hidden(text, pairs):
    disorder = DISORDER.search(text)
    return disorder is not None and disorder.groups() in pairs


def main():
    request = json.load(sys.stdin)
    pairs = request['pairs']
    paths = sorted({pair[side] for pair in pairs for side in ('before', 'after')}, key=os.path.getsize, reverse=True)
    with tempfile.TemporaryDirectory() as folder:
        copies = {path: os.path.join(folder, f'file{index}.py') for index, path in enumerate(paths)}
        jobs = [(path, copies[path], request['imports'] == 'reduced') for path in paths]
        # Syntax trees are millions of objects that live until their file is done: rarer collections halve the time.
        with multiprocessing.Pool(initializer=gc.set_threshold, initargs=(200_000, 20, 20)) as pool:
            verdicts = dict(zip(paths, pool.map(inspect, jobs, chunksize=1)))
        rules = import_rules(folder, copies.values())
    problems = []
    for pair in pairs:
        sides = (pair['before'], pair['after'])
        problems += compare(pair['name'], *(verdicts[path] for path in sides), *(rules[copies[path]] for path in sides))
    json.dump({'judged': len({pair['after'] for pair in pairs}), 'problems': problems}, sys.stdout)


if __name__ == '__main__':
    main()
