"""What Pyramid 2.1 makes of random routes and values, one vector a line: `python urls.py > urls.json`.

    pip install pyramid==2.1 'setuptools<81'

`path` and `url` are what `route_path` and `route_url` give, or null where a value is missing. Left out, because pyramidion differs on
purpose:

- A host with a port beside a scheme without one, where upstream drops the port.
- A host without a port, to which upstream adds the server's.
- Addresses of IPv6, which upstream takes apart at their first colon.
- An empty list as a value of the query, for which upstream writes the `&` alone.
- An `app_url` that ends with a slash, which upstream doubles.
"""
import json
import random

from pyramid import testing
from pyramid.request import Request

rng = random.Random(2101)
PATTERNS = {
    "home": "/",
    "plain": "/plain/",
    "item": "/items/{id}",
    "split": "/split/{stem}.{ext}",
    "number": "/n/{value:\\d+}/edit",
    "files": "/files/*path",
    "tree": "/tree*traverse",
    "odd": "/a b:c@d/ü~(1)/{x}",
}
NAMES = {
    "item": ["id"], "split": ["stem", "ext"], "number": ["value"], "files": ["path"], "tree": ["traverse"], "odd": ["x"],
}
TEXTS = ["a", "b c", "ü", "日本", "a/b", "50%", "q?=&", "it's", "plus+", "~t", "semi;colon", "#", "a:b@c", "(x)!*", "\"<>\\^`{|}", "7", ".."]


def text():
    return "".join(rng.sample(TEXTS, rng.randint(1, 2)))


def texts(most):
    return [text() for _ in range(rng.randint(0, most))]


def values(route):
    found = {}
    for name in NAMES.get(route, []):
        if rng.random() < 0.05:
            continue
        found[name] = texts(3) if name in ("path", "traverse") and rng.random() < 0.5 else text()
    if rng.random() < 0.2:
        found["more"] = text()
    return found


def query():
    kind = rng.random()
    if kind < 0.3:
        return None
    if kind < 0.5:
        return rng.choice(["", text(), "a=b&c=" + text()])
    return [[text(), rng.choice([None, "", text(), [text()], [text(), text()]])] for _ in range(rng.randint(0, 3))]


def origin():
    found = {}
    if rng.random() < 0.15:
        found["app_url"] = rng.choice(["https://cdn.example.com", "http://example.com:81/under"])
    if rng.random() < 0.3:
        found["scheme"] = rng.choice(["http", "https", "ws"])
    if rng.random() < 0.3:
        hosts = ["other.example.com"] if "scheme" in found else ["other.example.com", "other.example.com:8080"]
        found["host"] = rng.choice(hosts)
    if rng.random() < 0.3:
        found["port"] = rng.choice([80, 443, 8443])
    if found.get("scheme") == "ws" and "port" not in found:
        found["port"] = 6544  # or upstream adds the server's
    return found


def vector():
    route = rng.choice(list(PATTERNS))
    found = {
        "route": route, "values": values(route), "elements": texts(2) if rng.random() < 0.4 else [], "query": query(),
        "anchor": text() if rng.random() < 0.3 else "", "origin": origin(),
        "http_host": rng.choice(["example.com", "localhost:6543", "example.com:80"]),
        "script_name": rng.choice(["", "", "/outer", "/outer/v1"]),
    }
    request = Request.blank("/", environ={"HTTP_HOST": found["http_host"], "SERVER_PORT": "80", "SCRIPT_NAME": found["script_name"]})
    request.registry = config.registry
    kw = {name: tuple(value) if isinstance(value, list) else value for name, value in found["values"].items()}
    if found["query"] is not None:
        kw["_query"] = found["query"]
    kw["_anchor"] = found["anchor"]
    whole = {f"_{name}": value for name, value in found["origin"].items()}
    try:
        found["path"] = request.route_path(route, *found["elements"], **kw)
        found["url"] = request.route_url(route, *found["elements"], **kw, **whole)
    except KeyError:
        found["path"] = found["url"] = None
    return found


with testing.testConfig() as config:
    for name, pattern in PATTERNS.items():
        config.add_route(name, pattern)
    for _ in range(400):
        print(json.dumps(vector(), ensure_ascii=True))
