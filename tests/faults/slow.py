"""Clients that take their time."""

import socket
import threading
import time

from served import PATIENCE, Served, closed_by_peer

COUNT = 50
SHORT = {
    "server.header_read_timeout": "1s",
    "server.keep_alive_timeout": "1s",
    "server.body_read_timeout": "1s",
    "server.write_timeout": "1s",
}
HEAD = b"POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


def one_that_says_nothing(program):
    with Served(program, SHORT) as served, served.back_to_the_start(), served.others_are_served():
        for connection in [served.connect() for _ in range(COUNT)]:
            closed_by_peer(connection)
            connection.close()


def drip(connection, text):
    """A byte each 100 ms, until the peer has had enough."""

    def write():
        try:
            for byte in text:
                connection.sendall(bytes([byte]))
                time.sleep(0.1)
        except OSError:
            pass

    threading.Thread(target=write, daemon=True).start()


def one_that_sends_its_headers_by_the_byte(program):
    with Served(program, SHORT) as served, served.back_to_the_start(), served.others_are_served():
        connections = [served.connect() for _ in range(COUNT)]
        for connection in connections:
            drip(connection, b"GET / HTTP/1.1\r\nX-Padding: " + b"x" * 600)
        for connection in connections:
            answer = closed_by_peer(connection)
            assert answer == b"" or answer.startswith(b"HTTP/1.1 408 "), answer
            connection.close()


def one_that_sends_its_body_by_the_byte(program):
    with Served(program, SHORT) as served, served.back_to_the_start(), served.others_are_served():
        connections = [served.connect() for _ in range(COUNT)]
        for connection in connections:
            connection.sendall(HEAD + b"Content-Length: 600\r\n\r\n")
            drip(connection, b"a" * 600)
        for connection in connections:
            answer = closed_by_peer(connection)
            assert answer.startswith(b"HTTP/1.1 408 "), answer
            connection.close()


def one_that_never_reads(program):
    with Served(program, SHORT) as served, served.back_to_the_start(), served.others_are_served():
        connections = [served.connect(receive_buffer=4096) for _ in range(COUNT)]
        for connection in connections:
            connection.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        for connection in connections:
            wait_for_the_end(connection)
            connection.close()


def wait_for_the_end(connection):
    """Waits until the peer has given up, without reading."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            connection.send(b"\r\n")
        except OSError:
            return
        time.sleep(0.05)
    raise AssertionError("a client that never reads is still connected")


def a_body_that_is_too_large(program):
    with Served(program, {"server.max_body_size": "1000"}) as served, served.back_to_the_start():
        for head in (b"Content-Length: 1001\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n3e9\r\n"):
            connection = served.connect()
            connection.sendall(HEAD + head + b"a" * 1001 + b"\r\n0\r\n\r\n" * (b"chunked" in head))
            answer = connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 413 "), answer
            connection.close()


ALL = [
    one_that_says_nothing,
    one_that_sends_its_headers_by_the_byte,
    one_that_sends_its_body_by_the_byte,
    one_that_never_reads,
    a_body_that_is_too_large,
]
