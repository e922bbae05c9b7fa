"""Named pipes, by which a view waits for its test and the test for the view."""

import contextlib
import errno
import os
import threading

from served import until


class Pipe:
    """What a view of the backend waits for, which reads it to the end."""

    def __init__(self, folder, name="pipe"):
        self.path = folder / name
        os.mkfifo(self.path)

    def query(self):
        return f"?pipe={self.path}"

    @contextlib.contextmanager
    def reached(self, text="ended"):
        """Begins when a view waits, and lets it go on with `text` at the end."""
        with open(until(self.opened, "a view waits"), "w") as end:
            yield
            end.write(text)

    def opened(self):
        try:
            return os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:  # nobody reads
                raise


class Background:
    """A call on a thread of its own, whose result can be asked for."""

    def __init__(self, call, *arguments, **named):
        def run():
            try:
                self.result = call(*arguments, **named)
            except BaseException as error:
                self.error = error

        self.error = None
        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()

    def get(self, patience=60):
        self.thread.join(patience)
        assert not self.thread.is_alive(), f"no result after {patience} s"
        if self.error:
            raise self.error
        return self.result
