"""An access log that cannot be written."""

from served import Served, until


def a_disk_that_is_full(program):
    """Every write to /dev/full says that no space is left."""
    settings = {"server.access_log": "common", "server.access_log_file": "/dev/full"}
    with Served(program, settings) as served, served.back_to_the_start():
        with served.others_are_served():
            until(lambda: "No space left" in served.written(), "the log says that the disk is full")
        for _ in range(200):
            assert served.get("/")[0] == 200
        complaints = served.written().count("No space left")
        assert complaints < 10, f"the log says {complaints} times that the disk is full"


ALL = [a_disk_that_is_full]
