"""Certificates that are replaced, and broken, while the server runs."""

import pathlib
import ssl
import subprocess
import tempfile

from served import Served, until
from tools import run


def certificate(folder, name):
    """Writes a new certificate of that name, and its key, over the old ones."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        + ["-days", "2", "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
        + ["-keyout", folder / "new.key", "-out", folder / "new.pem"],
        check=True,
        capture_output=True,
    )
    (folder / "new.key").rename(folder / "key.pem")
    (folder / "new.pem").rename(folder / "cert.pem")


def presented(served):
    """The certificate that the server shows."""
    return ssl.get_server_certificate(served.address)


def a_certificate_that_is_replaced_and_one_that_is_broken(program):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        certificate(folder, "first")
        settings = {
            "server.tls_certificate": folder / "cert.pem",
            "server.tls_key": folder / "key.pem",
            "server.tls_watch": "100ms",
        }
        with Served(program, settings, scheme="https") as served:
            first = presented(served)
            for http in ("1.1", "2"):
                told = run("curl", "-sS", "--cacert", folder / "cert.pem", f"--http{http}", "-w", " %{http_version}", served.url)
                assert told == f"home {http}", told
            h2load_over_tls(served)
            certificate(folder, "second")
            second = until(lambda: presented(served) != first and presented(served), "the new certificate is shown")
            (folder / "cert.pem").write_text("-----BEGIN CERTIFICATE-----\nbroken\n")
            until(lambda: "cert.pem" in served.written(), "the log says that the certificate is broken")
            assert presented(served) == second, "a broken certificate is not taken"
            certificate(folder, "third")
            until(lambda: presented(served) not in (first, second), "the third certificate is shown")


def h2load_over_tls(served):
    told = run("h2load", "-n", "1000", "-c", "10", "-m", "10", served.url + "/")
    assert "1000 succeeded, 0 failed" in told and "Application protocol: h2" in told, told


ALL = [a_certificate_that_is_replaced_and_one_that_is_broken]
