"""The end of the server, under load."""

import resource
import selectors
import signal

from served import Served, until
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

IN_FLIGHT = 1_000


def told_to_stop_with_requests_in_flight(program):
    """Each request that was accepted is answered."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with Served(program) as served:
        connections = [served.connect() for _ in range(IN_FLIGHT)]
        for connection in connections:
            connection.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until(lambda: served.get("/waiting")[1] == str(IN_FLIGHT), f"{IN_FLIGHT} requests are in flight")
        served.signal(signal.SIGTERM)
        answers = read_all(connections)
        whole = sum(answer.startswith(b"HTTP/1.1 200 ") and answer.endswith(b"slow") for answer in answers)
        assert whole == IN_FLIGHT, f"{IN_FLIGHT - whole} of {IN_FLIGHT} requests were lost"
        assert served.ended() == 0


def read_all(connections):
    """What each connection gets until its end."""
    answers = dict.fromkeys(connections, b"")
    selector = selectors.DefaultSelector()
    for connection in connections:
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ)
    while selector.get_map():
        ready = selector.select(timeout=30)
        assert ready, f"{len(selector.get_map())} connections get no answer and no end"
        for key, _ in ready:
            part = receive(key.fileobj)
            answers[key.fileobj] += part
            if not part:
                selector.unregister(key.fileobj)
                key.fileobj.close()
    return list(answers.values())


def receive(connection):
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""


def told_to_stop_with_websockets_open(program):
    with Served(program, {"server.drain_spread": "200ms"}) as served:
        url = served.url.replace("http", "ws") + "/echo"
        websockets = [connect(url, proxy=None) for _ in range(100)]
        served.signal(signal.SIGTERM)
        codes = [code_of_the_end(websocket) for websocket in websockets]
        assert set(codes) == {1012}, f"closed with {sorted(set(codes))}"
        assert served.ended() == 0


def code_of_the_end(websocket):
    try:
        websocket.recv(timeout=30)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006
    raise AssertionError("a message, and not the end")


def told_twice(program):
    """Who cannot wait says it again."""
    with Served(program) as served:
        connection = served.connect()
        connection.sendall(b"GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until(lambda: served.get("/waiting")[1] == "1", "a request is in flight")
        served.signal(signal.SIGTERM)
        until(lambda: "stopping" in served.written(), "it stops")
        assert served.process.poll() is None
        served.signal(signal.SIGTERM)
        assert served.ended(patience=5) == 0
        connection.close()


ALL = [told_to_stop_with_requests_in_flight, told_to_stop_with_websockets_open, told_twice]
