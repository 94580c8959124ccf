"""What the objects really are that programs ask who they are: each program runs, and every `x.tag(place)` is written down.

It is asked, by way of python.py, a list of {"<file>.py": "<text>", …}, one for each program, and answers for each the names of the
types by place: {"7": ["made.Queue", "mod.Own"]}. Each is run several times, as a coin decides some of its ways.
"""

import random
import sys
import types

RUNS = 6


class Recorder:
    def __init__(self):
        self.seen = {}

    def record(self, place, value):
        kind = type(value)
        self.seen.setdefault(str(place), set()).add(f'{kind.__module__}.{kind.__qualname__}')


def made_module(recorder, coin):
    made = types.ModuleType('made')

    class Tagged:
        def tag(self, place):
            recorder.record(place, self)

        def __enter__(self):
            return coin.choice([1, None, self])

        def __exit__(self, *_):
            return False

    for name in ('Queue', 'Event'):
        setattr(made, name, type(name, (Tagged,), {'__module__': 'made', '__qualname__': name}))

    class Picked(Tagged):
        pass

    Picked.__module__, Picked.__qualname__ = 'made', 'Picked'

    def safely(run):
        try:
            run()
        except Exception:
            pass

    made.record = recorder.record
    made.flip = lambda: coin.random() < .5
    made.pick = lambda *_: Picked()
    made.wrap = lambda function: made.pick
    made.safely = safely
    return made


def run(files, recorder, seed):
    lib = types.ModuleType('lib')
    lib.look = lambda: None
    modules = {'made': made_module(recorder, random.Random(seed)), 'lib': lib}
    texts = {name.removesuffix('.py'): text for name, text in files.items()}
    for name in texts:
        modules[name] = types.ModuleType(name)
    kept = {name: sys.modules.get(name) for name in modules}
    sys.modules.update(modules)
    try:
        # The one that the other takes names from and a class of: halves of both, in the order that lets them load.
        exec(texts['other'].split('class Child')[0], modules['other'].__dict__)
        exec(texts['mod'], modules['mod'].__dict__)
        exec(texts['other'], modules['other'].__dict__)
        for _ in range(2):
            modules['mod'].run()
            modules['other'].run()
    except Exception:
        pass
    finally:
        for name, module in kept.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module


def answer(programs):
    answers = []
    for files in programs:
        recorder = Recorder()
        for seed in range(RUNS):
            run(files, recorder, seed)
        answers.append({place: sorted(kinds) for place, kinds in recorder.seen.items()})
    return answers
