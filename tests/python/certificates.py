"""Certificates of the tests' own."""

import ssl

from commands import run


def certificate(folder, name, host="localhost"):
    """Writes a new certificate of that name, and its key, over the old ones, as certbot does: never half a file."""
    run(
        *["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
        *["-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=IP:127.0.0.1,DNS:{host}"],
        *["-keyout", folder / "new.key", "-out", folder / "new.pem"],
    )
    (folder / "new.key").rename(folder / "key.pem")
    (folder / "new.pem").rename(folder / "cert.pem")


def presented(address):
    """The certificate that a server shows."""
    return ssl.get_server_certificate(address)
