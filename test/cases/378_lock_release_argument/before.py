from eventlet import lock

guard = lock.Lock()
print(guard.acquire(True, -1), guard.locked())
guard.release(False)
print(guard.locked(), guard.acquire(timeout=0.01), guard.acquire(timeout=0.01))
