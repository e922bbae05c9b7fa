"""A service manager: it holds sockets, starts an application with them, and hears what it tells, as systemd does."""

import contextlib
import fcntl
import os
import pathlib
import signal
import socket
import sys
import tempfile

from served import PATIENCE, Served

# Hands sockets over as `sd_listen_fds(3)` wants them: from 3 on, and to this process alone.
LAUNCHER = """
import os, sys
sockets = [int(number) for number in sys.argv[1].split(",") if number]
for place, number in enumerate(sockets):
    os.set_inheritable(number, False)
    os.dup2(number, 3 + place)
if sockets:
    os.environ |= {"LISTEN_FDS": str(len(sockets)), "LISTEN_PID": str(os.getpid())}
if "WATCHDOG_USEC" in os.environ:
    os.environ["WATCHDOG_PID"] = str(os.getpid())
os.execv(sys.argv[2], sys.argv[2:])
"""


def tcp(port=0):
    """A TCP socket that listens."""
    return listening(socket.AF_INET, ("127.0.0.1", port))


def unix(path):
    """A Unix socket that listens."""
    return listening(socket.AF_UNIX, str(path))


def listening(family, address):
    """Its number is beyond those that applications are started with."""
    with socket.socket(family) as made:
        if family == socket.AF_INET:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(2048)
        return socket.socket(fileno=fcntl.fcntl(made, fcntl.F_DUPFD_CLOEXEC, 64))


class Manager:
    """Starts one application after the other, and ends what is left."""

    def __init__(self, program, sockets=(), settings=None, bind=("systemd",), watchdog=None, environment=None):
        self.program, self.sockets, self.settings, self.bind = program, sockets, settings, bind
        self.environment = {**os.environ, **(environment or {})}
        if watchdog:
            self.environment["WATCHDOG_USEC"] = str(int(watchdog * 1e6))

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            for made in self.sockets:
                stack.enter_context(made)
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
            self.ear = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
            self.ear.bind(str(folder / "notify"))
            self.ear.settimeout(PATIENCE)
            self.environment["NOTIFY_SOCKET"] = str(folder / "notify")
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self.stack.__exit__(*error)

    def start(self):
        """An application that has told that it is ready."""
        numbers = [made.fileno() for made in self.sockets]
        launcher = [sys.executable, "-c", LAUNCHER, ",".join(map(str, numbers))]
        served = Served(
            self.program, self.settings, self.bind, launcher=launcher, pass_fds=numbers, env=self.environment
        )
        self.stack.enter_context(served)
        self.hear("READY=1")
        return served

    def stop(self, served):
        """Tells it to stop, and has its word that it does."""
        served.signal(signal.SIGTERM)
        self.hear("STOPPING=1")

    def restart(self, served):
        """As `systemctl restart`: the next one is started once the old one has ended."""
        self.stop(served)
        self.ends(served)
        return self.start()

    def ends(self, served):
        assert served.ended() == 0, served.written()

    def hear(self, wanted):
        """The message that says so; whatever else comes before it is skipped, if it is a sign of life."""
        while True:
            lines = self.next()
            if wanted in lines:
                return lines
            assert lines == ["WATCHDOG=1"], f"{lines} in place of {wanted}"

    def next(self):
        """The lines of the next message."""
        return self.ear.recv(4096).decode().splitlines()

    def silent(self, seconds):
        """Whether nothing comes for so long, after what has come already."""
        self.ear.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while self.ear.recv(4096):
                pass
        self.ear.settimeout(seconds)
        try:
            self.next()
        except TimeoutError:
            return True
        finally:
            self.ear.settimeout(PATIENCE)
