"""What the service manager hears."""

import pathlib
import signal
import tempfile
import time

from manager import Manager
from pipe import Background, Pipe

BIND = ("127.0.0.1:0",)
MODES = ({}, {"server.workers": "2"})
WATCHDOG = 1.0  # seconds


def it_tells_of_its_start_its_reload_and_its_end(program):
    for settings in MODES:
        with Manager(program, settings=settings, bind=BIND) as manager:
            served = manager.start()
            begin = microseconds()
            served.signal(signal.SIGHUP)
            lines = manager.hear("RELOADING=1")
            told = int(dict(line.split("=") for line in lines)["MONOTONIC_USEC"])
            assert begin <= told <= microseconds(), (begin, told)
            manager.hear("READY=1")
            assert served.get("/process")[0] == 200
            served.signal(signal.SIGTERM)
            manager.hear("STOPPING=1")
            assert served.ended() == 0


def microseconds():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000


def it_tells_twice_in_the_watchdogs_time_that_it_lives(program):
    for settings in MODES:
        with Manager(program, settings=settings, bind=BIND, watchdog=WATCHDOG) as manager:
            manager.start()
            manager.hear("WATCHDOG=1")
            begin = time.monotonic()
            for _ in range(4):
                manager.hear("WATCHDOG=1")
            each = (time.monotonic() - begin) / 4
            # Late on a busy machine, but never more often.
            assert WATCHDOG * 0.4 < each < WATCHDOG, f"every {each:.2f} s"


def it_does_not_while_an_event_loop_is_blocked(program):
    """Of one runtime all threads, of workers any: who is connected to that one waits as long."""
    for settings in ({}, {"server.workers": "2"}):
        environment = {"TOKIO_WORKER_THREADS": "1"}
        with (
            tempfile.TemporaryDirectory() as folder,
            Manager(program, settings=settings, bind=BIND, watchdog=WATCHDOG, environment=environment) as manager,
        ):
            served = manager.start()
            manager.hear("WATCHDOG=1")
            pipe = Pipe(pathlib.Path(folder))
            visit = Background(served.get, "/block" + pipe.query(), patience=60)
            with pipe.reached():
                assert manager.silent(WATCHDOG), "the watchdog hears of a server whose loop is blocked"
            assert visit.get() == (200, "ended")
            manager.hear("WATCHDOG=1")


def it_does_while_a_view_waits(program):
    for settings in MODES:
        with (
            tempfile.TemporaryDirectory() as folder,
            Manager(program, settings=settings, bind=BIND, watchdog=WATCHDOG) as manager,
        ):
            served = manager.start()
            pipe = Pipe(pathlib.Path(folder))
            visit = Background(served.get, "/wait" + pipe.query(), patience=60)
            with pipe.reached():
                for _ in range(3):
                    manager.hear("WATCHDOG=1")
            assert visit.get() == (200, "ended")


ALL = [
    it_tells_of_its_start_its_reload_and_its_end,
    it_tells_twice_in_the_watchdogs_time_that_it_lives,
    it_does_not_while_an_event_loop_is_blocked,
    it_does_while_a_view_waits,
]
