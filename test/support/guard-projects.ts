// Projects with the tools that can forbid names: texts of our own, laid out as such projects lay them out.
import type { Contents } from './cli.ts';

const CHECKS = `"""Checks of this project for flake8."""

import re

from hacking import core

print_re = re.compile(r'\\bprint\\(')


@core.flake8ext
def no_print(logical_line):
    """Use a logger.

    X301
    """
    if print_re.match(logical_line):
        yield 0, 'X301: use a logger'


@core.flake8ext
def no_exit(logical_line):
    """Raise SystemExit.

    X307
    """
    if logical_line.startswith('exit('):
        yield 0, 'X307: raise SystemExit'
`;

const TESTS = `import unittest

from depot.hacking import checks


class HackingTestCase(unittest.TestCase):

    def test_no_print(self):
        self.assertEqual(1, len(list(checks.no_print("print('a')"))))
        self.assertEqual(0, len(list(checks.no_print("LOG.info('a')"))))
`;

const TOX = `[tox]
envlist = py3,pep8

[testenv:pep8]
deps =
  hacking>=4.1.0,<5.0.0
commands = flake8 {posargs}

[flake8]
# What is a matter of taste.
ignore = W503,W504
enable-extensions = H106,H203

[flake8:local-plugins]
extension =
  X301 = checks:no_print
  # Not last by number, but by line.
  X307 = checks:no_exit
paths = ./depot/hacking
`;

const HACKING = `Depot style
===========

- Read PEP 8.
- [X301] Use a logger
  and not print().
- [X307] Raise SystemExit instead of calling exit(), which is for
  interactive use.

Tests
-----
- Each change has one.
`;

/** Checks of its own, with tests and a list of them. */
export const LOCAL_CHECKS: Contents = {
  'depot/__init__.py': '',
  'depot/hacking/__init__.py': '',
  'depot/hacking/checks.py': CHECKS,
  'depot/tests/__init__.py': '',
  'depot/tests/test_hacking.py': TESTS,
  'tox.ini': TOX,
  'HACKING.rst': HACKING,
};

/** The same registered in setup.cfg, dotted and with commas, with line ends of Windows and neither tests nor a list. */
export const DOTTED_CHECKS: Contents = {
  'depot/__init__.py': '',
  'depot/checks.py':
    `import ast\n\n\nclass NoPrint:\n    def __init__(self, tree):\n        self.tree = tree\n\n    def run(self):\n        return []\n`.replaceAll(
      '\n',
      '\r\n',
    ),
  'setup.cfg':
    '[metadata]\nname = depot\n\n[flake8:local-plugins]\nextension =\n    D098=depot.checks:NoPrint,\n'.replaceAll(
      '\n',
      '\r\n',
    ),
};

/** ruff as it is configured today, with a list of one line for each rule. */
export const RUFF: Contents = {
  'pyproject.toml': `[project]
name = "depot"

[tool.ruff]
line-length = 100

[tool.ruff.lint]
select = [
    "E",  # pycodestyle
    "F",  # pyflakes
]
ignore = ["E501"]

[tool.ruff.lint.isort]
force-single-line = true

[tool.other]
list = """
[tool.ruff.lint]
"""
`,
};

/** ruff as it was configured before linting had a table of its own, and with names that are banned already. */
export const OLD_RUFF: Contents = {
  'ruff.toml': `select = ["E", 'TID']
ignore = ["TID25"]

[flake8-tidy-imports.banned-api]
"os.system".msg = "Use subprocess."
"eventlet.sleep".msg = "Ours: use time.sleep."

[per-file-ignores]
"tests/*" = ["E"]
`,
};

/** ruff with nothing selected, and dotted keys. */
export const DOTTED_RUFF: Contents = {
  'pyproject.toml': `[tool.ruff]
line-length = 79
lint.flake8-tidy-imports.ban-relative-imports = "all" # none
lint.isort.force-single-line = true
`,
};

/** hacking of a release that has the check for the whole library. */
export const NEW_HACKING: Contents = {
  'test-requirements.txt': 'hacking>=8.0.0,<9 # Apache-2.0\nstestr>=2.0.0\n',
  'tox.ini': '[flake8]\nshow-source = True\nenable-extensions = H106,H203,H904\nexclude = .git\n',
};

/** The same with lists of several lines, and an explicit selection. */
export const NEW_HACKING_LINES: Contents = {
  '.pre-commit-config.yaml':
    'repos:\n  - repo: https://opendev.org/openstack/hacking\n    rev: 8.1.0\n    hooks:\n      - id: hacking\n',
  'tox.ini': '[flake8]\nenable-extensions =\n    H106,\n    H203\nselect = E,F,W,H1,H2\n',
};

/** What the checks must find; each line of these is one finding. */
export const GUILTY: Contents = {
  'guilty_names.py': `from eventlet import sleep
from eventlet.greenthread import sleep as nap
from eventlet.semaphore import Semaphore
from eventlet import (Semaphore as Sem)
`,
  'guilty_uses.py': `import eventlet
import eventlet as ev
import eventlet.greenthread
import eventlet.semaphore as sm
from eventlet import greenthread as gt

eventlet.sleep(1)
ev.sleep()
gt.sleep(0)
eventlet.greenthread.sleep(2)
SEMAPHORES = [sm.Semaphore(1), ev.semaphore.Semaphore()]


class Worker(ev.Semaphore):
    nap = staticmethod(gt.sleep)

    def run(self, wait=ev.sleep):
        def inner():
            return [gt.sleep(n) for n in range(3)]
        return inner


def late():
    import eventlet.green.time as late_time
    late_time.sleep(3)
`,
};

/** How many findings there are in each. */
export const FINDINGS: Readonly<Record<string, number>> = { 'guilty_names.py': 4, 'guilty_uses.py': 11 };

/** What the checks must leave alone. */
export const INNOCENT: Contents = {
  'innocent.py': `"""eventlet.sleep(1) in a docstring."""
import time
from time import sleep

import eventlet
from eventlet import event
from eventlet.green import socket

from depot import eventlet as ours
from depot.eventlet import sleep as our_sleep

# eventlet.sleep(1) and eventlet.semaphore.Semaphore()
time.sleep(1)
sleep(2)
our_sleep(3)
ours.sleep(4)
TEXT = 'eventlet.sleep'
eventlet.spawn(event.Event)
socket.sleep = None


def shadowed(eventlet):
    eventlet.sleep(5)


def rebound():
    eventlet = ours
    return [eventlet.sleep(n) for n in range(2)]


def relative():
    from . import eventlet
    eventlet.sleep(6)


class Own:
    sleep = time.sleep

    def run(self):
        self.eventlet.sleep(7)
        return lambda eventlet: eventlet.sleep(8)
`,
};
