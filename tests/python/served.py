"""An application under attack: started with settings, watched, and ended whatever happens."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time

PATIENCE = 60  # seconds; what takes longer has failed
SETTLED = 16 * 1024 * 1024  # bytes of memory that an allocator may keep


def until(condition, what, patience=PATIENCE):
    """Waits until the condition holds, and gives what it gave."""
    deadline = time.monotonic() + patience
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"after {patience} s still not so: {what}")
        time.sleep(0.02)


class Served:
    """A running application. `address` is its first: host and port, or the path of a Unix socket.

    `launcher` is a command that ends in the application's, `process` what else there is to say of the process.
    """

    def __init__(self, program, settings=None, bind=("127.0.0.1:0",), descriptors=None, launcher=(), **process):
        command = [*launcher, program, "serve"]
        for address in bind:
            command += ["--bind", address]
        for name, value in (settings or {}).items():
            command += ["--set", f"{name}={value}"]
        if descriptors:
            command = ["sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh", *command]
        self.log = tempfile.TemporaryFile("a+")  # to append, wherever the reader stands
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True, **process)
        line = self.process.stdout.readline()
        told = re.search(r"(https?)://127\.0\.0\.1:(\d+)|unix:(\S+)", line)
        assert told, f"no address in {line!r}; it wrote:\n{self.written()}"
        self.url = told[0]
        self.address = told[3] or ("127.0.0.1", int(told[2]))

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.process.kill()
        self.process.wait()
        if kind:
            print(f"the application wrote:\n{self.written()}")

    def written(self):
        self.log.seek(0)
        return self.log.read()

    def connect(self, receive_buffer=None):
        connection = socket.socket(socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET)
        connection.settimeout(PATIENCE)
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.connect(self.address)
        return connection

    def get(self, path="/", patience=10):
        """Status and body of a request on a connection of its own."""
        connection = http.client.HTTPConnection("localhost")
        try:
            connection.sock = self.connect()
            connection.sock.settimeout(patience)
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def tasks(self):
        status, body = self.get("/state")
        assert status == 200, body
        return json.loads(body)["tasks"]

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def memory(self):
        """Resident bytes."""
        with open(f"/proc/{self.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")

    def processor_time(self):
        """Seconds that the process has used."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def signal(self, number=signal.SIGTERM):
        self.process.send_signal(number)

    def ended(self, patience=PATIENCE):
        return self.process.wait(patience)

    @contextlib.contextmanager
    def back_to_the_start(self):
        """What happens inside leaves no descriptor, no task and no memory behind."""
        self.get()
        descriptors, tasks, memory = self.descriptors(), self.tasks(), self.memory()
        yield
        until(lambda: self.tasks() <= tasks, f"tasks are back at {tasks}")
        until(lambda: self.descriptors() <= descriptors, f"descriptors are back at {descriptors}")
        grown = self.memory() - memory
        assert grown < SETTLED, f"{grown} bytes of memory were kept"

    @contextlib.contextmanager
    def others_are_served(self):
        """All the while, other clients get their answers within a second."""
        stop, slowest, served, failures = threading.Event(), 0.0, 0, []

        def visit():
            nonlocal slowest, served
            while not stop.wait(0.02):
                begin = time.monotonic()
                try:
                    status, _ = self.get("/", patience=5)
                    if status != 200:
                        failures.append(f"status {status}")
                except OSError as error:
                    failures.append(repr(error))
                slowest = max(slowest, time.monotonic() - begin)
                served += 1

        visitor = threading.Thread(target=visit)
        visitor.start()
        try:
            yield
            until(lambda: served >= 10, "others are served")
        finally:
            stop.set()
            visitor.join()
        assert not failures, f"others were not served: {failures[:5]}"
        assert slowest < 1, f"another client waited {slowest:.2f} s"


def closed_by_peer(connection):
    """What the peer sent before it closed."""
    received = b""
    try:
        while part := connection.recv(65536):
            received += part
    except ConnectionResetError:
        pass
    return received
