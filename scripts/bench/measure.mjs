// One run of a command, measured by the kernel's own counts.
import { execFileSync } from 'node:child_process';

// The peak is that of the largest process among the command and what it starts.
const RUN = `
import json, resource, subprocess, sys, time
begun = time.perf_counter()
run = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
seconds = time.perf_counter() - begun
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stderr.buffer.write(run.stderr if run.returncode else b'')
json.dump({'status': run.returncode, 'seconds': seconds, 'cpu': usage.ru_utime + usage.ru_stime,
           'megabytes': usage.ru_maxrss / 1024}, sys.stdout)
`;

// On a terminal of its own, until a text is seen; then the key that ends it is pressed.
const SHOW = `
import fcntl, json, os, pty, resource, struct, sys, termios, time
text, key, command = sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3:]
begun = time.perf_counter()
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 120, 0, 0))
    os.execvp(command[0], command)
seen, seconds = b'', None
try:
    while True:
        seen += os.read(terminal, 65536)
        if seconds is None and text in seen:
            seconds = time.perf_counter() - begun
            os.write(terminal, key)
except OSError:
    pass
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
json.dump({'status': status if seconds is not None else 'not shown', 'seconds': seconds,
           'cpu': usage.ru_utime + usage.ru_stime, 'megabytes': usage.ru_maxrss / 1024}, sys.stdout)
`;

/**
 * Runs a command in a folder: its seconds, its CPU seconds and the megabytes of its peak.
 * With `until`, it runs on a terminal; the seconds are those until the text is shown, and `key` ends it.
 */
export function measure({ command, until, key }, cwd) {
  const args = until === undefined ? ['-c', RUN, ...command] : ['-c', SHOW, until, key, ...command];
  const output = execFileSync('python3', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const result = JSON.parse(output);
  if (result.status !== 0) throw new Error(`${command.join(' ')} exited ${result.status}`);
  return result;
}

/** The middle one. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
