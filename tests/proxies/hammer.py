"""Visitors who ask all the time, and count what fails."""

import http.client
import itertools
import threading

from served import until

VISITORS = 8
ENDS = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


class Hammer:
    """Asks `connect` for connections, and over them for the process that answers, until it is stopped.

    Half of the visitors make a connection for each request. The others keep theirs, as browsers and proxies do, and as these do they
    ask once more on a new one if the old one was closed before an answer has begun. So many new connections may be reset as `resets`
    says.
    """

    def __init__(self, connect, method="GET", resets=0):
        self.connect, self.method, self.may_be_reset = connect, method, resets
        self.stop = threading.Event()
        self.answers, self.resets, self.failures, self.processes = 0, 0, [], set()
        keeps = itertools.islice(itertools.cycle((False, True)), VISITORS)
        self.visitors = [threading.Thread(target=self.visit, args=(kept,)) for kept in keeps]

    def __enter__(self):
        for visitor in self.visitors:
            visitor.start()
        self.hit()
        return self

    def __exit__(self, kind, *_):
        self.stop.set()
        for visitor in self.visitors:
            visitor.join()
        if not kind:
            self.check()

    def check(self):
        assert not self.failures, f"requests failed beside {self.answers} that did not: {self.failures[:5]}"
        assert self.resets <= self.may_be_reset, f"{self.resets} of {self.answers} new connections were reset"

    def hit(self, count=100):
        """Waits for so many more answers."""
        goal = self.answers + count
        until(lambda: self.check() or self.answers >= goal, f"{count} more answers")

    def reaches(self, served):
        """Waits for an answer of this application."""
        process = str(served.process.pid)
        until(lambda: self.check() or process in self.processes, f"{process} answers")

    def visit(self, keeps):
        connection = None
        while not self.stop.is_set():
            is_new = connection is None
            try:
                connection = connection or self.open()
                is_over = self.ask(connection) or not keeps
            except (OSError, http.client.HTTPException) as error:
                self.failed(error, is_new)
                is_over = True
            if is_over and connection:
                connection.close()
                connection = None

    def failed(self, error, is_new):
        if not isinstance(error, ENDS):
            self.failures.append(repr(error))
        self.resets += is_new

    def open(self):
        connection = http.client.HTTPConnection("example.com")
        connection.sock = self.connect()
        return connection

    def ask(self, connection):
        """Whether this was the connection's last request."""
        connection.request(self.method, "/process", b"a" if self.method == "POST" else None)
        response = connection.getresponse()
        body = response.read().decode()
        if response.status == 200:
            self.answers += 1
            self.processes.add(body)
        else:
            self.failures.append(f"{response.status} {body[:80]!r}")
        return response.will_close
