"""Writes csrf.json: which requests Pyramid itself takes for forged, and the cookie that it sets. One vector a line.

    pip install pyramid==2.1 WebOb==1.8.11
    python tests/vectors/csrf.py

The same vectors come out each time: the numbers are seeded. They leave out what is different on purpose: the port 443 and
capital letters in an origin, and an origin without a host, which Pyramid trusts if "." is trusted.
"""
import json
import pathlib
import random
from urllib.parse import urlencode

from pyramid.csrf import CookieCSRFStoragePolicy, check_csrf_origin, check_csrf_token
from pyramid.interfaces import ICSRFStoragePolicy
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

HERE = pathlib.Path(__file__).parent
HOSTS = ["example.com", "example.com:443", "example.com:80", "example.com:8443", "sub.example.com", "[::1]:8443"]
ORIGINS = [
    None, "", "null", "example.com", "https://", "https://example.com", "http://example.com", "https://example.com:8443",
    "https://sub.example.com", "https://evil.org", "https://example.com.evil.org", "https://[::1]:8443",
    "https://evil.org https://example.com", "https://example.com https://evil.org", "ftp://example.com", "https://a.wild.net",
]
REFERERS = [
    None, "", "https://example.com/form?a=1", "https://example.com:8443/", "http://example.com/", "https://evil.org/",
    "https://evil.org/https://example.com/", "https://wild.net/#top", "https://notwild.net/", "about:blank", "null",
]
TRUSTED = ["evil.org", ".wild.net", "sub.example.com", "null", "example.com:8443", "Wild.Net"]


def request(path="/", **kw):
    made = Request.blank(path, **kw)
    made.registry = Registry()
    made.registry.settings = {}
    made.registry.registerUtility(CookieCSRFStoragePolicy(), ICSRFStoragePolicy)
    return made


def origin_vectors(rng):
    for _ in range(400):
        scheme, host, origin, referer = rng.choice(["https"] * 7 + ["http"]), rng.choice(HOSTS), rng.choice(ORIGINS), rng.choice(REFERERS)
        trusted, lenient = rng.sample(TRUSTED, rng.randrange(4)), rng.random() < 0.3
        headers = {name: value for name, value in [("Origin", origin), ("Referer", referer)] if value is not None}
        asked = request(headers={**headers, "Host": host}, environ={"wsgi.url_scheme": scheme})
        passes = check_csrf_origin(asked, trusted_origins=list(trusted), allow_no_origin=lenient, raises=False)
        yield dict(kind="origin", url=f"{scheme}://{host}/", origin=origin, referer=referer, trusted=trusted, lenient=lenient, passes=passes)


def token_vectors(rng):
    values = [None, "", "right", "wrong", "righ", "right ", "é"]
    for _ in range(300):
        cookie, header, query = rng.choice(["right", "right", None, "", "other"]), rng.choice(values[:-1]), rng.choice(values[:4])
        form = [("csrf_token", rng.choice(values[1:])) for _ in range(rng.randrange(3))] + [("a", "right")] * rng.randrange(2)
        headers = {name: value for name, value in [("X-CSRF-Token", header), ("Cookie", cookie and f"csrf_token={cookie}")] if value is not None}
        path = "/" if query is None else "/?" + urlencode({"csrf_token": query})
        passes = check_csrf_token(request(path, headers=headers, POST=urlencode(form), method="POST"), raises=False)
        yield dict(kind="token", path=path, cookie=cookie, header=header, form=form, passes=passes)


def cookie_vectors():
    for samesite in ["Lax", "Strict", None]:
        for secure, httponly in [(False, False), (True, False), (True, True)]:
            for name, path, domain in [("csrf_token", "/", None), ("XSRF-TOKEN", "/app", "example.com")]:
                policy = CookieCSRFStoragePolicy(name, secure, httponly, domain, None, path, samesite)
                policy._token_factory = lambda: "0123456789abcdef0123456789abcdef"
                asked, response = request(), Response()
                policy.new_csrf_token(asked)
                asked._process_response_callbacks(response)
                yield dict(kind="cookie", name=name, secure=secure, http_only=httponly, path=path, domain=domain,
                           samesite=samesite, line=response.headers["Set-Cookie"])


if __name__ == "__main__":
    vectors = [*origin_vectors(random.Random(1)), *token_vectors(random.Random(2)), *cookie_vectors()]
    (HERE / "csrf.json").write_text("[\n" + ",\n".join(map(json.dumps, vectors)) + "\n]\n")
    print(f"csrf.json: {len(vectors)} vectors")
