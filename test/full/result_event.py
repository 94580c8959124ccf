"""Runs operations on events, three ways, and tells what each gave.

    result_event.py real | green | native    real: the library's own Event; green: the written class in a process that
                                             is monkey-patched; native: the written class where importing the library fails

It reads from standard input
    {"text": "<the module>", "sequences": [["<expression>", …], …], "rounds": [[{…}, …], …], "seconds": <limit>}
An expression is one operation on the event `e`. A round of the other kind has several threads:
    {"waiters": [<timeout> | null, …], "late": <number of waits that end before anything is sent>, "send": "<expression>",
     "sender": "main" | "other", "reset": true | false, "again": "<expression>" | null}
Each answer is a line of JSON on standard output, so that what hangs can be told: the first that has no answer.
"""

import json
import os
import signal
import sys
import threading
import time
import traceback
import types


class Absent:
    """A finder that has the library nowhere."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split('.')[0] in ('eventlet', 'greenlet'):
            raise ModuleNotFoundError(f'No module named {name!r}', name=name)


class Needy(Exception):
    """It cannot be made without arguments."""

    def __init__(self, first, second):
        super().__init__(first, second)


class Narrow(ValueError):
    """A kind of another one."""


def failed():
    """An exception that has been raised, as sys.exc_info() gives it."""
    try:
        origin()
    except KeyError:
        return sys.exc_info()


def origin():
    raise KeyError('origin')


NAMES = {'Needy': Needy, 'Narrow': Narrow, 'failed': failed}


def outcome(function):
    """What a call gave, in words: the texts of errors that the interpreter or an assertion makes may differ."""
    try:
        return f'gave {function()!r}'
    except BaseException as error:
        text = '' if isinstance(error, (AssertionError, TypeError)) else f' {error.args!r}'
        frames = [frame.name for frame in traceback.extract_tb(error.__traceback__)]
        return f'raised {type(error).__name__}{text}{" from its origin" if "origin" in frames else ""}'


def sequence(make, operations):
    names = {**NAMES, 'e': make()}
    return [outcome(lambda text=text: eval(text, names)) for text in operations]


def waiting(event):
    """How many wait for the event just now. Both classes are looked into: nothing else is exact."""
    if hasattr(event, '_waiters'):
        return len(event._waiters)
    return len(event._outcome.sent._cond._waiters)


def rounds(make, spawn, pause, plan):
    """The rounds of one event: what each waiter got, and whether the sender went on before any of them."""
    event = make()
    names = {**NAMES, 'e': event}
    told = []
    for each in plan:
        told.append([outcome(lambda: event.wait(0.001)) for _ in range(each['late'])])
        order, got = [], {}

        def wait(number, timeout):
            got[number] = outcome(lambda: event.wait(timeout))
            order.append(number)

        def send():
            answers = [outcome(lambda: eval(each['send'], names))]
            if each['reset']:
                answers.append(outcome(event.reset))
                if each['again']:
                    answers.append(outcome(lambda: eval(each['again'], names)))
            order.append('sender')
            answers.append(outcome(event.ready))
            got['sender'] = answers

        joins = [spawn(wait, number, timeout) for number, timeout in enumerate(each['waiters'])]
        while waiting(event) < len(joins):
            pause()
        if each['sender'] == 'main':
            send()
        else:
            joins.append(spawn(send))
        for join in joins:
            join()
        told.append([sorted(got.items(), key=repr), event.ready(), event.has_result(), event.has_exception()])
        told.append({'first': order[0] == 'sender', 'left': waiting(event)})
        if event.ready():
            told.append([outcome(event.wait), outcome(event.reset)])
    return told


def main():
    job = json.load(sys.stdin)
    signal.alarm(job['seconds'])
    if sys.argv[1] == 'native':
        sys.meta_path.insert(0, Absent)
    else:
        import eventlet

        eventlet.monkey_patch()
    if sys.argv[1] == 'real':
        from eventlet.event import Event as make
    else:
        module = types.ModuleType('native')
        exec(compile(job['text'], 'native.py', 'exec'), module.__dict__)
        make = module.ResultEvent

    def spawn(function, *args):
        thread = threading.Thread(target=function, args=args, daemon=True)
        thread.start()
        return thread.join

    for operations in job['sequences']:
        print(json.dumps(sequence(make, operations)), flush=True)
    for plan in job['rounds']:
        print(json.dumps(rounds(make, spawn, lambda: time.sleep(0), plan)), flush=True)
    # What hangs elsewhere must not keep the process.
    os._exit(0)


main()
