"""Certificates that are replaced, and broken, while the server runs."""

import pathlib
import tempfile

from certificates import certificate, presented
from commands import run
from served import Served, until


def a_certificate_that_is_replaced_and_one_that_is_broken(program):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        certificate(folder, "first")
        settings = {
            "server.tls_certificate": folder / "cert.pem",
            "server.tls_key": folder / "key.pem",
            "server.tls_watch": "100ms",
        }
        with Served(program, settings) as served:
            first = presented(served.address)
            for http in ("1.1", "2"):
                told = run("curl", "-sS", "--cacert", folder / "cert.pem", f"--http{http}", "-w", " %{http_version}", served.url)
                assert told == f"home {http}", told
            h2load_over_tls(served)
            certificate(folder, "second")
            second = until(lambda: presented(served.address) != first and presented(served.address), "the new certificate is shown")
            (folder / "cert.pem").write_text("-----BEGIN CERTIFICATE-----\nbroken\n")
            until(lambda: "cert.pem" in served.written(), "the log says that the certificate is broken")
            assert presented(served.address) == second, "a broken certificate is not taken"
            certificate(folder, "third")
            until(lambda: presented(served.address) not in (first, second), "the third certificate is shown")


def h2load_over_tls(served):
    told = run("h2load", "-n", "1000", "-c", "10", "-m", "10", served.url + "/")
    assert "1000 succeeded, 0 failed" in told and "Application protocol: h2" in told, told


ALL = [a_certificate_that_is_replaced_and_one_that_is_broken]
