"""More clients than there is room for."""

import time

from served import Served, until

DESCRIPTORS = 64


def no_descriptors_left(program):
    """The server goes on trying to accept, without spinning, and serves again once there is room."""
    with Served(program, descriptors=DESCRIPTORS) as served:
        with served.back_to_the_start():
            connections = [served.connect() for _ in range(2 * DESCRIPTORS)]
            until(lambda: "Too many open files" in served.written(), "the log says what is exhausted")
            before = served.processor_time()
            time.sleep(2)  # the time in which a busy loop would use two seconds of a processor
            used = served.processor_time() - before
            assert used < 0.5, f"{used:.2f} s of processor time in 2 s: a busy loop"
            for connection in connections:
                connection.close()
            until(lambda: served.get("/")[0] == 200, "it serves again")
        complaints = served.written().count("Too many open files")
        assert complaints < 10, f"the log says {complaints} times that no descriptors are left"


def more_connections_than_allowed(program):
    """Those that are over the limit wait, and get their turn when others leave."""
    with Served(program, {"server.max_connections": "10"}) as served, served.back_to_the_start():
        connections = [served.connect() for _ in range(10)]
        for connection in connections:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        late = served.connect()
        late.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        late.settimeout(0.3)
        try:
            answer = late.recv(65536)
            raise AssertionError(f"an eleventh connection is served: {answer}")
        except TimeoutError:
            pass
        connections.pop().close()
        late.settimeout(10)
        assert late.recv(65536).startswith(b"HTTP/1.1 200 ")
        late.close()
        for connection in connections:
            connection.close()


def more_connections_of_one_address_than_allowed(program):
    with Served(program, {"server.max_connections_per_address": "5"}) as served:
        connections = [served.connect() for _ in range(5)]
        for connection in connections:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        sixth = served.connect()
        assert sixth.recv(65536) == b"", "a sixth connection of the address is closed at once"
        for connection in [sixth, *connections]:
            connection.close()
        until(lambda: is_served(served), "the address is served again")


def is_served(served):
    try:
        return served.get("/")[0] == 200
    except OSError:
        return False


ALL = [no_descriptors_left, more_connections_than_allowed, more_connections_of_one_address_than_allowed]
