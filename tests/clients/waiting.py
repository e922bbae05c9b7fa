"""Asks for `/` while many other requests wait: `waiting.py HOST PORT`.

`/sync-sleep` and `/async-sleep` answer only after a POST to `/release`. So nothing here is measured in time: what must
not be held up is answered before, and what holds others up keeps this script waiting until its deadline.
"""

import asyncio
import resource
import sys

SYNC = 200
ASYNC = 1_000
ASKED = 100  # often enough to meet every thread of the event loop
DEADLINE = 120  # seconds for everything


async def fetch(address, method, path, sent=None):
    """Sends a request on a connection of its own and returns the response's status."""
    reader, writer = await asyncio.open_connection(*address)
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    await writer.drain()
    if sent is not None:
        sent.release()
    response = await reader.read()
    writer.close()
    assert response.startswith(b"HTTP/1.1 "), f"{method} {path}: got {response[:80]!r}"
    return int(response[9:12])


async def main(address):
    sent = asyncio.Semaphore(0)
    paths = ["/sync-sleep"] * SYNC + ["/async-sleep"] * ASYNC
    waiting = [asyncio.create_task(fetch(address, "GET", path, sent)) for path in paths]
    for _ in waiting:
        await sent.acquire()
    print(f"  {SYNC} requests to a sync view and {ASYNC} to an async one are sent")

    for _ in range(ASKED):
        status = await fetch(address, "GET", "/")
        assert status == 200, f"/ answered {status}"
        early = sum(task.done() for task in waiting)
        assert early == 0, f"{early} requests were over before they were released"
    print(f"  / answered {ASKED} times, and none of them")

    status = await fetch(address, "POST", "/release")
    assert status in range(200, 300), f"/release answered {status}"
    statuses = await asyncio.gather(*waiting)
    assert statuses == [200] * len(paths), f"they answered {sorted(set(statuses))}"
    print("  released, all of them answered 200")


async def bounded(address):
    async with asyncio.timeout(DEADLINE):
        await main(address)


# The usual limit of 1,024 open files is less than this script has connections.
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, most) if most > 0 else 4096, most))
asyncio.run(bounded((sys.argv[1], int(sys.argv[2]))))
