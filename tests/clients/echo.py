"""Talks to an echo websocket with Python's websockets: `echo.py ws://HOST:PORT/echo`."""

import asyncio
import sys

from websockets.asyncio.client import connect

MIB = 1024 * 1024
COUNT = 10_000
DEADLINE = 120  # seconds for everything: a hanging server is a failure, not a wait


async def echoes(url, name, message):
    async with connect(url, proxy=None, max_size=None) as websocket:
        await websocket.send(message)
        answer = await websocket.recv()
    # The type tells the opcode: `str` came as text, `bytes` as binary.
    assert type(answer) is type(message), f"{name}: sent {type(message)}, got {type(answer)}"
    assert answer == message, f"{name}: {len(message)} long, came back {len(answer)} long: {answer[:80]!r}"
    print(f"  {name}: the same came back")


async def echoes_many(url):
    async with connect(url, proxy=None) as websocket:

        async def send_all():
            for number in range(COUNT):
                await websocket.send(f"message {number}")

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(send_all())
            for number in range(COUNT):
                answer = await websocket.recv()
                assert answer == f"message {number}", f"message {number}: got {answer!r}"
    print(f"  {COUNT} messages: all came back in order")


async def closes(url, code):
    websocket = await connect(url, proxy=None)
    await websocket.close(code, "done")
    received = websocket.protocol.close_rcvd
    assert received is not None, f"close {code}: the connection ended without a close frame"
    assert received.code == code, f"close {code}: answered with {received.code}"
    print(f"  close {code}: answered with the same code")


async def main(url):
    async with asyncio.timeout(DEADLINE):
        await echoes(url, "text", "a pyramid: πυραμίς 🔺")
        await echoes(url, "empty text", "")
        await echoes(url, "binary", bytes(range(256)))
        await echoes(url, "1 MiB of text", "x" * MIB)
        await echoes(url, "1 MiB of binary", bytes(range(256)) * (MIB // 256))
        await echoes_many(url)
        for code in (1000, 1001, 4000):
            await closes(url, code)


asyncio.run(main(sys.argv[1]))
