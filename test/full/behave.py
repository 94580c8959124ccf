"""Runs Python programs, each in a process of its own, and tells what each printed.

    behave.py native | eventlet     native: importing eventlet or greenlet fails, as where it is not installed

It reads from standard input
    {"seconds": <limit>, "programs": [{"name": "…", "source": "…", "patched": true | false, "folder": "…", "args": […]}]}
and answers on standard output with a list in the same order
    [{"name": "…", "status": <exit code> | "timeout", "stdout": "…", "stderr": "…"}]
`patched` calls eventlet.monkey_patch() before the program starts. Where there is a `folder`, the program runs in it, with
its modules and with `args`. The processes are forked from one that has read the
library and started nothing of it, which is as good as a new interpreter and ten times as fast.
"""

import gc
import json
import os
import signal
import sys
import tempfile
import time
import types

AT_ONCE = 4


class Absent:
    """A finder that has the library nowhere."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split('.')[0] in ('eventlet', 'greenlet'):
            raise ModuleNotFoundError(f'No module named {name!r}', name=name)


def collect_once():
    """Monkey-patching collects garbage for each lock that is there, which is most of its time: here there is none."""
    collect = gc.collect
    collect()

    def unless_patching(*generation):
        patching = sys._getframe(1).f_globals.get('__name__') == 'eventlet.patcher'
        return 0 if patching else collect(*generation)

    gc.collect = unless_patching


def become(program, out, err):
    """Turns this process into one that runs a program: the caller has only to run what it returns."""
    os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    if program['patched']:
        import eventlet

        eventlet.monkey_patch()
    main = types.ModuleType('__main__')
    main.__file__ = program['name']
    sys.modules['__main__'] = main
    sys.argv = [program['name'], *program.get('args', [])]
    if 'folder' in program:
        os.chdir(program['folder'])
        sys.path.insert(0, program['folder'])
    return compile(program['source'], program['name'], 'exec', dont_inherit=True), main.__dict__


def ended(running, limit):
    """Takes away the processes that are at their end, or over their time."""
    done = {}
    for pid, (index, started) in list(running.items()):
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            done[index] = os.waitstatus_to_exitcode(status)
        elif time.monotonic() - started > limit:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            done[index] = 'timeout'
        if index in done:
            del running[pid]
    return done


def main():
    """The answers; in a forked process the program to run."""
    job = json.load(sys.stdin)
    if sys.argv[1] == 'native':
        sys.meta_path.insert(0, Absent)
    else:
        import eventlet  # noqa: F401 read once for all

        collect_once()
    programs = job['programs']
    files = [(tempfile.TemporaryFile(), tempfile.TemporaryFile()) for _ in range(min(AT_ONCE, len(programs)))]
    waiting, free, running, slots, answers = list(range(len(programs))), list(files), {}, {}, {}
    while waiting or running:
        while waiting and free:
            index = waiting.pop(0)
            slots[index] = out, err = free.pop()
            for file in (out, err):
                file.seek(0)
                file.truncate()
            pid = os.fork()
            if pid == 0:
                return become(programs[index], out, err)
            running[pid] = index, time.monotonic()
        for index, status in ended(running, job['seconds']).items():
            texts = []
            for file in slots[index]:
                file.seek(0)
                texts.append(file.read().decode('utf-8', 'replace'))
            answers[index] = {'name': programs[index]['name'], 'status': status, 'stdout': texts[0], 'stderr': texts[1]}
            free.append(slots.pop(index))
        time.sleep(0.002)
    json.dump([answers[index] for index in range(len(programs))], sys.stdout)
    return None


found = main()
# Run here, with nothing of this file around it, so that the interpreter ends as it does after any program.
if found:
    exec(*found)
