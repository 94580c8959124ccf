from eventlet import semaphore


def count(total):
    return total // 2


hosts = ["a", "b"]
a = semaphore.Semaphore(len(hosts))
b = semaphore.Semaphore(count(5))
c = semaphore.Semaphore(int("1"))
d = semaphore.Semaphore(max(1, count(3) - 1))
print([a.acquire(False) for _ in range(3)])
print([b.acquire(False) for _ in range(3)])
print([c.acquire(False) for _ in range(2)])
print([d.acquire(False) for _ in range(2)])
