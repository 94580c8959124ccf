# What remains of the statement is the standard library's: the new import joins it without a blank line.
import eventlet.semaphore as semaphore, os


def limit():
    with semaphore.Semaphore(1):
        return os
