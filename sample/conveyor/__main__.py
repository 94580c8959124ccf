"""The command line: run some jobs and print what became of them."""

import eventlet

eventlet.monkey_patch()

import argparse  # noqa: E402
import logging  # noqa: E402
import sys  # noqa: E402

from conveyor import backend  # noqa: E402
from conveyor import job  # noqa: E402
from conveyor import service  # noqa: E402

LOG = logging.getLogger('conveyor')


def parse(argv):
    parser = argparse.ArgumentParser(prog='conveyor', description=__doc__)
    parser.add_argument('--jobs', type=int, default=5)
    parser.add_argument('--workers', type=int, default=2)
    return parser.parse_args(argv)


def main(argv=None):
    args = parse(argv)
    logging.basicConfig(level=logging.INFO, format='%(name)s: %(message)s')

    conveyor = service.Service(backend.Backend(), workers=args.workers,
                               send=LOG.info)
    conveyor.start()
    jobs = [job.Job('crate-%d' % number) for number in range(args.jobs)]
    for name, result in conveyor.run_batch(jobs):
        print('%s: %s' % (name, result))
    conveyor.stop()
    return 0


if __name__ == '__main__':
    sys.exit(main())
