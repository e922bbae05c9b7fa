"""Sockets that the application is started with."""

import pathlib
import socket
import tempfile

from manager import Manager, tcp, unix
from pipe import Background
from served import Served, until


def systemds_own_tool_hands_over_tcp_and_unix_sockets(program):
    """It starts the application once somebody connects, who is served."""
    for bind in (["systemd"], ["fd://3", "fd://4"], ["fd://4", "fd://3"]):
        with tempfile.TemporaryDirectory() as name:
            path = pathlib.Path(name) / "app.sock"
            first = Background(knock, path)
            launcher = ["systemd-socket-activate", "-l", "127.0.0.1:6544", "-l", path]
            with Served(program, bind=bind, launcher=launcher) as served:
                assert first.get().endswith(str(served.process.pid).encode())
                lines = [served.url, served.process.stdout.readline()]
                told = ["127.0.0.1:6544" in line for line in lines]
                assert told == ([False, True] if bind[0] == "fd://4" else [True, False]), lines
                for address in (("127.0.0.1", 6544), str(path)):
                    served.address = address
                    assert served.get("/process") == (200, str(served.process.pid))
                served.signal()
                assert served.ended() == 0, served.written()
                assert path.exists(), "a socket of systemd's is not the application's to remove"


def knock(path):
    """What the first visitor gets, who comes before there is an application."""
    until(path.exists, "the tool listens")
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(60)
        connection.connect(str(path))
        connection.sendall(b"GET /process HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(65536), b""))


def workers_share_what_they_are_handed(program):
    with tempfile.TemporaryDirectory() as name:
        path = pathlib.Path(name) / "app.sock"
        sockets = [tcp(), unix(path)]
        with Manager(program, sockets, {"server.workers": "2"}) as manager:
            served = manager.start()
            for address in (sockets[0].getsockname(), str(path)):
                served.address = address
                for _ in range(20):
                    assert served.get("/process") == (200, str(served.process.pid))


ALL = [systemds_own_tool_hands_over_tcp_and_unix_sockets, workers_share_what_they_are_handed]
