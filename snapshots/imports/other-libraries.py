# Nothing changes: the same names from other libraries.
import asyncio
from asyncio import Event, Semaphore

import gevent
from gevent.queue import SimpleQueue as LightQueue
from trio import sleep


async def wait():
    await sleep(1)
    await asyncio.sleep(0)
    gevent.sleep()
    return Event(), Semaphore(2), LightQueue()
