"""Websockets through the page's proxies."""

from behind import HOST, PROXIES, Site
from served import until
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection

SHORT = {"nginx": {"proxy_read_timeout 75s": "proxy_read_timeout 1s"}, "haproxy": {"timeout tunnel 1h": "timeout tunnel 1s"}}


def a_websocket_of_a_page_of_the_site_echoes(program):
    for name in PROXIES:
        with Site(program, name) as site:
            with site.visitor.websocket(origin=f"https://{HOST}") as websocket:
                for message in ("hello", b"x" * 1_000_000, "bye"):
                    websocket.send(message)
                    assert websocket.recv(timeout=30) == message
            for origin in ("https://evil.example", f"http://{HOST}"):
                assert refusal(site, origin) == 403, origin


def refusal(site, origin):
    try:
        with site.visitor.websocket(origin=origin):
            return "no refusal"
    except InvalidStatus as refused:
        return refused.response.status_code


class Counting(ClientConnection):
    """Counts the pings that it gets."""

    pings = 0

    def process_event(self, event):
        self.pings += isinstance(event, Frame) and event.opcode is Opcode.PING
        super().process_event(event)


def a_heartbeat_keeps_a_websocket_open_for_longer_than_the_proxys_time(program):
    """A websocket on which nothing comes is ended by the proxy; one with a heartbeat is not."""
    for name in PROXIES:
        with Site(program, name, {"websocket.heartbeat": "off"}, SHORT[name]) as site:
            with site.visitor.websocket(ping_interval=None) as websocket:
                assert ended_by_others(websocket), f"{name} lets a silent websocket live"
        with Site(program, name, {"websocket.heartbeat": "250ms"}, SHORT[name]) as site:
            with site.visitor.websocket(ping_interval=None, create_connection=Counting) as websocket:
                until(lambda: websocket.pings >= 8, "there were pings for some 2 s")
                websocket.send("still here")
                assert websocket.recv(timeout=30) == "still here"


def ended_by_others(websocket):
    try:
        websocket.recv(timeout=30)
    except ConnectionClosed:
        return True


ALL = [
    a_websocket_of_a_page_of_the_site_echoes,
    a_heartbeat_keeps_a_websocket_open_for_longer_than_the_proxys_time,
]
