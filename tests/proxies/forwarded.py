"""What an application sees of those who come through the page's proxies."""

import http.client
import json
import os
import socket

from behind import HOST, PROXIES, VISITOR, Site, ask
from commands import run

CLAIMS = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "8080",
    "Forwarded": "for=203.0.113.9;proto=http;host=evil.example",
}


def a_client_is_seen_as_it_is_and_its_claims_are_not_believed(program):
    for name in PROXIES:
        with Site(program, name) as site:
            for headers in ({}, CLAIMS):
                seen = site.visitor.who(headers)
                assert seen["address"] == VISITOR, seen
                assert (seen["scheme"], seen["host"], seen["url"]) == ("https", HOST, f"https://{HOST}/who"), seen
                assert not {"forwarded", "x-forwarded-port"} & set(seen["headers"]), seen


def a_client_that_passes_the_proxy_by_is_not_believed(program):
    with Site(program, "haproxy") as site:
        connection = http.client.HTTPConnection("direct.example")
        connection.sock = socket.create_connection(site.served.address, source_address=(VISITOR, 0))
        seen = json.loads(ask(connection, "GET", "/who", CLAIMS).body)
        connection.close()
        assert (seen["address"], seen["url"]) == (VISITOR, "http://direct.example/who"), seen
        assert seen["headers"] == [], seen


def a_form_is_taken_from_pages_of_the_site_alone(program):
    """The token's cookie is `Secure`, and the origin of `https` requests compared, though the application speaks plain HTTP."""
    for name in PROXIES:
        with Site(program, name) as site:
            page = site.visitor.request("GET", "/token")
            cookie = page.headers["set-cookie"]
            assert "; secure" in cookie.lower(), cookie
            known = {"Cookie": cookie.split(";")[0], "X-CSRF-Token": page.body.decode()}
            for origin, status in ((f"https://{HOST}", 200), (f"http://{HOST}", 400), ("https://evil.example", 400)):
                response = site.visitor.request("POST", "/transfer", {**known, "Origin": origin})
                assert response.status == status, (name, origin, response.status, response.body)


def http2_ends_at_haproxy(program):
    with Site(program, "haproxy") as site:
        there = ["--resolve", f"{HOST}:443:127.0.0.1", "--cacert", site.folder / "cert.pem", "--interface", VISITOR]
        told = run("curl", "-sS", "--http2", *there, "-w", " %{http_version}", f"https://{HOST}/who")
        seen, version = told.rsplit(" ", 1)
        assert version == "2" and json.loads(seen)["url"] == f"https://{HOST}/who", told


def connections_to_the_application_are_kept(program):
    """nginx serves visitors who come one after the other on one, haproxy each of them on one, as a visitor's first request is not to
    meet a connection that may be about to close."""
    for name in PROXIES:
        with Site(program, name) as site:
            connection = site.visitor.connection()
            ask(connection, "GET", "/who")
            before = sockets(site.served)
            for _ in range(20):
                ask(connection, "GET", "/who")
                if name == "nginx":
                    site.visitor.who()
            assert sockets(site.served) == before, f"{name} has made connections anew"
            connection.close()


def sockets(served):
    """Those that the application has open; each has a number of its own."""
    folder = f"/proc/{served.process.pid}/fd"
    links = {os.readlink(f"{folder}/{number}") for number in os.listdir(folder)}
    return {link for link in links if link.startswith("socket:")}


ALL = [
    a_client_is_seen_as_it_is_and_its_claims_are_not_believed,
    a_client_that_passes_the_proxy_by_is_not_believed,
    a_form_is_taken_from_pages_of_the_site_alone,
    http2_ends_at_haproxy,
    connections_to_the_application_are_kept,
]
