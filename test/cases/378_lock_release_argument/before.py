from eventlet import lock


def run():
    guard = lock.Lock()
    print(guard.acquire(True, -1), guard.locked())
    guard.release(False)
    print(guard.locked(), guard.acquire(timeout=0.01), guard.acquire(timeout=0.01))


if __name__ == '__main__':
    run()
