"""A websocket over HTTP/2 (RFC 8441), as browsers open it where haproxy offers HTTP/2."""

import contextlib

from behind import HOST, Site
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, ResponseReceived
from websockets.frames import Frame, Opcode

STREAM = 1
HELLO = Frame(Opcode.TEXT, b"hello")


class Stream:
    """A client's stream of HTTP/2 that asks for a websocket of a page of `origin`."""

    def __init__(self, connection, origin):
        self.connection, self.http2 = connection, H2Connection(H2Configuration(header_encoding="utf-8"))
        self.events = self.receive()
        self.http2.initiate_connection()
        self.send()
        while not self.http2.remote_settings.enable_connect_protocol:
            next(self.events)
        pseudo = {"method": "CONNECT", "protocol": "websocket", "scheme": "https", "authority": HOST, "path": "/echo"}
        headers = [(f":{name}", value) for name, value in pseudo.items()]
        self.http2.send_headers(STREAM, [*headers, ("sec-websocket-version", "13"), ("origin", origin)])
        self.send()
        self.status = dict(self.expect(ResponseReceived).headers)[":status"]

    def send(self):
        self.connection.sendall(self.http2.data_to_send())

    def receive(self):
        while received := self.connection.recv(65536):
            yield from self.http2.receive_data(received)
            self.send()

    def expect(self, kind):
        return next(event for event in self.events if isinstance(event, kind))

    def echo(self, frame):
        self.http2.send_data(STREAM, frame.serialize(mask=True))
        self.send()
        return self.expect(DataReceived).data


def a_websocket_over_http2_echoes_behind_haproxy(program):
    with Site(program, "haproxy") as site:
        site.visitor.tls.set_alpn_protocols(["h2"])
        for origin, status in ((f"https://{HOST}", "200"), ("https://evil.example", "403")):
            with contextlib.closing(site.visitor.connect()) as connection:
                stream = Stream(connection, origin)
                assert stream.status == status, (origin, stream.status)
                if status == "200":
                    assert stream.echo(HELLO) == HELLO.serialize(mask=False)


ALL = [a_websocket_over_http2_echoes_behind_haproxy]
