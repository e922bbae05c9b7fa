"""Bodies through the page's proxies: large ones, slow ones, and those that come in pieces."""

import contextlib
import hashlib

from behind import PROXIES, Site
from pipe import Pipe

LARGE = bytes(range(256)) * (16 * 1024 * 1024 // 256)
LIMIT = 2 * 1024 * 1024  # server.max_body_size, unless set
SLOW = {"server.body_read_timeout": "500ms"}


def a_body_as_large_as_the_server_takes_is_taken(program):
    for name in PROXIES:
        with Site(program, name) as site:
            response = site.visitor.request("POST", "/upload", body=LARGE[:LIMIT])
            assert (response.status, response.body) == (200, str(LIMIT).encode()), (name, response.status)


def a_body_that_is_too_large_is_answered(program):
    """By the server, and by nginx at once where it knows the limit."""
    for name in PROXIES:
        with Site(program, name) as site:
            response = site.visitor.request("POST", "/upload", body=LARGE[: LIMIT + 1])
            assert response.status == 413, (name, response.status)
        with Site(program, name, {"server.max_body_size": "1000"}) as site:
            for body in (LARGE[:1001], LARGE[:LIMIT], iter([LARGE[:1001]])):
                response = site.visitor.request("POST", "/upload", body=body)
                assert response.status == 413, (name, response.status)
            assert site.visitor.request("POST", "/upload", body=LARGE[:1000]).status == 200


def a_slow_upload_is_collected_by_nginx(program):
    """Which asks the application once it has the request whole: its time has not begun when that of others is over."""
    with Site(program, "nginx", SLOW) as site:
        connection = begin_upload(site.visitor)
        assert direct_upload_times_out(site)
        connection.send(b"b" * 500)
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"1000"), response.status
        connection.close()


def a_slow_upload_is_up_to_the_server_behind_haproxy(program):
    with Site(program, "haproxy", SLOW) as site:
        connection = begin_upload(site.visitor)
        assert connection.getresponse().status == 408
        connection.close()


def begin_upload(visitor):
    """A connection on which half of a body was sent."""
    connection = visitor.connection()
    connection.putrequest("POST", "/upload")
    connection.putheader("Content-Length", "1000")
    connection.endheaders(b"a" * 500)
    return connection


def direct_upload_times_out(site):
    """Whether somebody has had as much time as the server gives."""
    connection = site.served.connect()
    connection.sendall(b"POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n" + b"a" * 500)
    with contextlib.closing(connection):
        return connection.recv(65536).startswith(b"HTTP/1.1 408 ")


def a_large_download_comes_whole(program):
    for name in PROXIES:
        with Site(program, name) as site:
            response = site.visitor.request("GET", "/large")
            assert hashlib.sha256(response.body).digest() == hashlib.sha256(LARGE).digest(), name


def a_response_that_is_streamed_comes_in_pieces(program):
    for name in PROXIES:
        with Site(program, name) as site:
            pipe = Pipe(site.folder)
            connection = site.visitor.connection()
            connection.request("GET", "/streamed" + pipe.query())
            response = connection.getresponse()
            assert response.read(6) == b"begun,", name
            with pipe.reached("and ended"):
                pass
            assert response.read() == b" and ended", name
            connection.close()


ALL = [
    a_body_as_large_as_the_server_takes_is_taken,
    a_body_that_is_too_large_is_answered,
    a_slow_upload_is_collected_by_nginx,
    a_slow_upload_is_up_to_the_server_behind_haproxy,
    a_large_download_comes_whole,
    a_response_that_is_streamed_comes_in_pieces,
]
