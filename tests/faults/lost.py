"""Clients that are gone without a word."""

import contextlib
import os
import signal
import socket
import subprocess
import sys

from served import Served, until
from websockets.sync.client import connect

COUNT = 50
HEARTBEAT = {"websocket.heartbeat": "1s", "websocket.heartbeat_timeout": "1s"}

# Opens a websocket, sends the beginning of a message, and waits to be killed.
HALF_A_MESSAGE = """
import sys, time
from websockets.sync.client import connect
websocket = connect(sys.argv[1], proxy=None)
websocket.socket.sendall(bytes([0x81, 0xFE, 0x40, 0x00, 1, 2, 3, 4]) + b"half")
print("sent", flush=True)
time.sleep(600)
"""


def one_that_is_killed_within_a_message(program):
    with Served(program) as served, served.back_to_the_start(), served.others_are_served():
        url = served.url.replace("http", "ws") + "/echo"
        clients = [
            subprocess.Popen([sys.executable, "-c", HALF_A_MESSAGE, url], stdout=subprocess.PIPE) for _ in range(8)
        ]
        for client in clients:
            assert client.stdout.readline() == b"sent\n"
            os.kill(client.pid, signal.SIGKILL)
            client.wait()


def one_whose_network_is_gone(program):
    """The packets of the clients are dropped: neither a FIN nor a RST comes."""
    with Served(program, HEARTBEAT) as served, served.back_to_the_start():
        url = served.url.replace("http", "ws") + "/echo"
        clients = [connect(url, proxy=None, ping_interval=None) for _ in range(COUNT)]
        ports = [str(client.socket.getsockname()[1]) for client in clients]
        for client in clients:
            client.send("hello")
            assert client.recv() == "hello"
        rules = [["INPUT", "-p", "tcp", way, port, "-j", "DROP"] for port in ports for way in ("--sport", "--dport")]
        for rule in rules:
            subprocess.run(["iptables", "-A", *rule], check=True)
        with served.others_are_served():
            until(lambda: served.descriptors() < COUNT, "the sockets of half-open websockets are closed")
        for rule in rules:
            subprocess.run(["iptables", "-D", *rule], check=True)
        for client in clients:
            with contextlib.suppress(OSError):  # The client may have noticed by itself.
                client.socket.shutdown(socket.SHUT_RDWR)


ALL = [one_that_is_killed_within_a_message, one_whose_network_is_gone]
