"""Certificates that are read again at a SIGHUP."""

import contextlib
import http.client
import pathlib
import signal
import ssl
import tempfile

from behind import ask
from certificates import certificate, presented
from manager import Manager


def a_hangup_has_certificates_read_again(program):
    """Once the service manager is told that the reload is over, each new handshake sees what is on the disk."""
    for settings in ({}, {"server.workers": "2"}):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            certificate(folder, "first")
            with Manager(program, settings={**settings, **of(folder)}, bind=("127.0.0.1:0",)) as manager:
                served = manager.start()
                first = all_present(served)
                with contextlib.closing(connected(served, folder)) as old:
                    assert ask(old, "GET", "/process").status == 200
                    certificate(folder, "second")
                    assert all_present(served) == first, "it is read at the signal, and not before"
                    reload(manager, served)
                    second = all_present(served)
                    assert second == (folder / "cert.pem").read_text() != first
                    for file in ("cert.pem", "key.pem"):
                        broken(folder / file, manager, served)
                        assert all_present(served) == second, f"a broken {file} is not taken"
                        certificate(folder, "third")
                    reload(manager, served)
                    assert all_present(served) == (folder / "cert.pem").read_text() != second
                    assert ask(old, "GET", "/process").status == 200, "what is open goes on"


def of(folder):
    return {
        "server.tls_certificate": folder / "cert.pem",
        "server.tls_key": folder / "key.pem",
        "server.tls_watch": "off",
    }


def reload(manager, served):
    served.signal(signal.SIGHUP)
    manager.hear("RELOADING=1")
    manager.hear("READY=1")


def broken(file, manager, served):
    """Breaks a file, and sees that the log names it."""
    begin = len(served.written())
    file.write_text("-----BEGIN NOTHING-----\n")
    reload(manager, served)
    written = served.written()[begin:]
    assert "stays as it was" in written and file.name in written and "help: " in written, written


def all_present(served):
    """The certificate that all event loops show: connections are spread over them by chance."""
    shown = {presented(served.address) for _ in range(12)}
    assert len(shown) == 1, "event loops show different certificates"
    return shown.pop()


def connected(served, folder):
    tls = ssl.create_default_context(cafile=folder / "cert.pem")
    connection = http.client.HTTPConnection("localhost")
    connection.sock = tls.wrap_socket(served.connect(), server_hostname="localhost")
    return connection


ALL = [a_hangup_has_certificates_read_again]
