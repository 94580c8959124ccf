# Nothing changes for asyncio; the call in the coroutine still is eventlet's and changes as any other.
import asyncio

import eventlet


async def wait():
    await asyncio.sleep(1)
    eventlet.sleep(2)
