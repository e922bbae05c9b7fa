"""The site example.com: the backend, and one of the page's proxies before it."""

import contextlib
import http.client
import json
import pathlib
import socket
import ssl
import subprocess
import tempfile

from certificates import certificate
from page import block, changed
from served import PATIENCE, Served, until
from websockets.sync.client import connect

PROXIES = ("nginx", "haproxy")
HOST = "example.com"
VISITOR = "192.0.2.7"
TRUSTED = {"server.trusted_proxies": "127.0.0.1, unix"}

# What Debian has around the files of its sites, but for its own folders.
NGINX = """
daemon off;
user root;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/proxy.log info;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{page}
}}
"""


class Proxy:
    """nginx or haproxy with the page's configuration, changed where a case says."""

    def __init__(self, name, folder, changes=None):
        self.name, self.folder, self.changes = name, folder, changes or {}

    def __enter__(self):
        configuration = self.folder / f"{self.name}.conf"
        configuration.write_text(getattr(self, self.name)())
        command = {
            "nginx": ["nginx", "-e", self.folder / "proxy.log", "-p", self.folder, "-c", configuration],
            "haproxy": ["haproxy", "-db", "-f", configuration],
        }
        self.log = open(self.folder / "proxy.log", "a+")
        self.process = subprocess.Popen(command[self.name], stdout=self.log, stderr=self.log)
        try:
            until(self.listens, f"{self.name} listens")
        except AssertionError:
            self.__exit__(AssertionError)
            raise
        return self

    def __exit__(self, kind, *_):
        self.process.terminate()
        self.process.wait(PATIENCE)
        if kind:
            self.log.seek(0)
            print(f"{self.name} wrote:\n{self.log.read()}")
        self.log.close()

    def nginx(self):
        paths = {"/etc/ssl/example.com": self.folder, "/run/": f"{self.folder}/"}
        page = changed(block("nginx"), {**self.changes, **paths})
        return NGINX.format(folder=self.folder, page=page.replace("fullchain.pem", "cert.pem").replace("privkey.pem", "key.pem"))

    def haproxy(self):
        pair = self.folder / "example.com.pem"
        pair.write_text((self.folder / "cert.pem").read_text() + (self.folder / "key.pem").read_text())
        return changed(block("haproxy"), {**self.changes, "/etc/haproxy/example.com.pem": pair})

    def listens(self):
        assert self.process.poll() is None, f"{self.name} has ended"
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", 443)).close()
            return True


@contextlib.contextmanager
def folder():
    """A folder with a certificate of example.com."""
    subprocess.run(["ip", "addr", "replace", f"{VISITOR}/32", "dev", "lo"], check=True)
    with tempfile.TemporaryDirectory() as name:
        path = pathlib.Path(name)
        certificate(path, HOST, HOST)
        yield path


class Site:
    """The proxy and the backend, as visitors see them."""

    def __init__(self, program, name, settings=None, changes=None):
        self.program, self.settings = program, {**TRUSTED, **(settings or {})}
        self.name, self.changes = name, changes

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.folder = stack.enter_context(folder())
            bind = ("127.0.0.1:6543", f"unix:{self.folder}/app.sock")
            self.served = stack.enter_context(Served(self.program, self.settings, bind=bind))
            self.proxy = stack.enter_context(Proxy(self.name, self.folder, self.changes))
            self.visitor = Visitor(self.folder)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self.stack.__exit__(*error)


class Visitor:
    """Somebody from elsewhere, who comes by https."""

    def __init__(self, folder):
        self.tls = ssl.create_default_context(cafile=folder / "cert.pem")

    def connect(self):
        return self.tls.wrap_socket(self.connect_bare(), server_hostname=HOST)

    def connection(self):
        """A connection for several requests."""
        connection = http.client.HTTPConnection(HOST)
        connection.sock = self.connect()
        return connection

    def request(self, method, target, headers=(), body=None):
        """The response to a request on a connection of its own, with its body as `body`."""
        with contextlib.closing(self.connection()) as connection:
            return ask(connection, method, target, headers, body)

    def who(self, headers=()):
        """Whom the backend sees."""
        response = self.request("GET", "/who", headers)
        assert response.status == 200, response.body
        return json.loads(response.body)

    def websocket(self, **options):
        return connect(f"wss://{HOST}/echo", sock=self.connect_bare(), ssl=self.tls, proxy=None, **options)

    def connect_bare(self):
        connection = socket.create_connection(("127.0.0.1", 443), PATIENCE, source_address=(VISITOR, 0))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


def ask(connection, method, target, headers=(), body=None):
    connection.request(method, target, body, dict(headers))
    response = connection.getresponse()
    response.body = response.read()
    return response
