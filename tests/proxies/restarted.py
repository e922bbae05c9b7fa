"""Restarts as the page describes them, while visitors ask all the time: none of them fails."""

import contextlib
import re

from behind import PROXIES, TRUSTED, Proxy, Visitor, folder
from hammer import Hammer
from manager import Manager, tcp, unix
from page import block
from pipe import Background, Pipe

RESTARTS = 5
MODES = ({}, {"server.workers": "2"})
# What the page says of requests that are not asked twice.
METHODS = (("nginx", "GET", {}), ("nginx", "POST", {"    keepalive 32;\n": ""}), ("haproxy", "GET", {}))


def a_service_with_a_socket_unit(program):
    for settings in MODES:
        with folder() as path, Manager(program, [tcp()], settings) as manager:
            served = manager.start()
            with Hammer(served.connect) as hammer:
                served = with_a_request_open(manager, served, path)
                restart_again_and_again(manager, served, hammer)


def with_a_request_open(manager, served, path):
    """What is open when the old process is told to stop, it finishes; the new one is started after that."""
    pipe = Pipe(path)
    visit = Background(served.get, "/wait" + pipe.query(), patience=60)
    with pipe.reached("finished"):
        manager.stop(served)
        assert served.process.poll() is None
    assert visit.get() == (200, "finished")
    manager.ends(served)
    return manager.start()


def restart_again_and_again(manager, served, hammer):
    for _ in range(RESTARTS):
        hammer.hit()
        served = manager.restart(served)
        hammer.reaches(served)


def two_processes_at_one_port(program):
    """The new one serves before the old one is told to stop. The system may reset who connects as the old one closes its socket."""
    for settings in MODES:
        with Manager(program, settings={**settings, "server.reuse_port": "true"}, bind=("127.0.0.1:6543",)) as manager:
            old = manager.start()
            with Hammer(old.connect, resets=RESTARTS) as hammer:
                for _ in range(RESTARTS):
                    new = manager.start()
                    hammer.reaches(new)
                    manager.stop(old)
                    manager.ends(old)
                    hammer.hit()
                    old = new


def a_service_behind_a_proxy(program):
    for name, method, changes in METHODS:
        with folder() as path, Manager(program, [tcp(6543), unix(path / "app.sock")], TRUSTED) as manager:
            served = manager.start()
            with Proxy(name, path, changes), Hammer(Visitor(path).connect, method) as hammer:
                restart_again_and_again(manager, served, hammer)


def instances_behind_a_proxy_one_after_the_other(program):
    for name in PROXIES:
        with contextlib.ExitStack() as stack:
            path = stack.enter_context(folder())
            places = [(f"unix:{path}/app-{number}.sock", f"127.0.0.1:{6542 + number}") for number in (1, 2)]
            managers = [stack.enter_context(Manager(program, settings=TRUSTED, bind=place)) for place in places]
            instances = [manager.start() for manager in managers]
            stack.enter_context(Proxy(name, path, several(name)))
            hammer = stack.enter_context(Hammer(Visitor(path).connect))
            for _ in range(RESTARTS):
                for number, manager in enumerate(managers):
                    instances[number] = manager.restart(instances[number])
                    hammer.reaches(instances[number])


def several(name):
    """What the page's second block of the proxy puts in place of the first one's like part."""
    start = {"nginx": "^upstream app {\n.*?\n}\n", "haproxy": "^backend app\n.*"}[name]
    return {re.search(start, block(name), re.DOTALL | re.MULTILINE)[0]: block(name, 1)}


ALL = [
    a_service_with_a_socket_unit,
    two_processes_at_one_port,
    a_service_behind_a_proxy,
    instances_behind_a_proxy_one_after_the_other,
]
