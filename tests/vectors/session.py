"""Writes session.json: what Pyramid's signed cookie sessions do through a few requests of one browser, one browser a line.

    pip install pyramid==2.1 WebOb==1.8.11
    python tests/vectors/session.py

The same vectors come out each time: the numbers are seeded, the clock moves as told, and what is random is known. Keys are in the
order of the alphabet in the cookies that Pyramid sets here, and in any order in those that browsers begin with.
"""
import datetime
import json
import os
import pathlib
import random

import pyramid.session as session
import webob.cookies
from pyramid.request import Request
from pyramid.response import Response
from webob.cookies import SignedSerializer

HERE = pathlib.Path(__file__).parent
NOW = 1_700_000_000
KEYS = ["auth.userid", "b", "a", "schlüssel", "☃", "_f_", "quote\""]
VALUES = ["ada", "", "Grüße ☃ 😀", 7, -1, 0.5, 1e-5, True, None, [], [1, [2, {"b": {}}]], {"z": 1, "a": [None]}, "x" * 300]
MESSAGES = ["Saved.", "Wrong.", {"text": "Saved.", "link": "/"}, 7]
QUEUES = ["", "errors", "fragen"]


class Clock:
    now = float(NOW)

    def time(self):
        return self.now


class Day(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return cls(1970, 1, 1) + datetime.timedelta(seconds=int(CLOCK.now))


class Sorted(session.JSONSerializer):
    def dumps(self, appstruct):
        return json.dumps(appstruct, sort_keys=True).encode()


CLOCK = Clock()


def options(rng):
    given = {
        "secret": rng.choice(["secret", "sécret", "☃"]),
        "salt": rng.choice(["pyramid.session.", "pyramid.session.", "other"]),
        "hashalg": rng.choice(["sha512", "sha512", "sha256"]),
        "timeout": rng.choice([1200, 1200, 60, None]),
        "reissue_time": rng.choice([0, 0, 120, 10, None]),
        "set_on_exception": rng.random() < 0.7,
        "cookie_name": rng.choice(["session", "sid"]),
        "max_age": rng.choice([None, None, 3600, 0]),
        "path": rng.choice(["/", "/app"]),
        "domain": rng.choice([None, None, "example.com"]),
        "secure": rng.random() < 0.3,
        "httponly": rng.random() < 0.5,
        "samesite": rng.choice(["Lax", "Lax", "Strict", None]),
    }
    return given


def random_step(rng, touched):
    kinds = ["get", "get", "set", "set", "set", "remove", "contains", "len", "items", "flash", "flash", "pop_flash",
             "peek_flash", "new_csrf_token", "get_csrf_token", "invalidate", "clear", "new", "created"]
    # By itself it would keep the time of the last access.
    kind = rng.choice(kinds + ["changed"] * touched)
    if kind in ("get", "remove", "contains"):
        return [kind, rng.choice(KEYS)]
    if kind == "set":
        return [kind, rng.choice([key for key in KEYS if key != "_f_"]), rng.choice(VALUES + ["x" * 2900] * (rng.random() < 0.1))]
    if kind == "flash":
        return [kind, rng.choice(MESSAGES), rng.choice(QUEUES), rng.random() < 0.6]
    if kind in ("pop_flash", "peek_flash"):
        return [kind, rng.choice(QUEUES)]
    return [kind]


def take(found, kind, *arguments):
    """What the step gives, as JSON."""
    if kind == "set":
        found[arguments[0]] = arguments[1]
        return None
    return {
        "get": lambda key: found.get(key),
        "remove": lambda key: found.pop(key, None),
        "contains": lambda key: key in found,
        "len": lambda: len(found),
        "items": lambda: dict(found.items()),
        "new": lambda: found.new,
        "created": lambda: found.created,
    }.get(kind, lambda *given: getattr(found, kind)(*given))(*arguments)


def first_cookie(rng, given):
    """Of a browser that has been here before, or not, or that shows what is no session."""
    keys = rng.sample(KEYS, rng.randrange(5))
    values = {key: [rng.choice(MESSAGES)] if key == "_f_" else rng.choice(VALUES) for key in keys}
    serializer = SignedSerializer(given["secret"], given["salt"], given["hashalg"], serializer=session.JSONSerializer())
    cookie = serializer.dumps((NOW - rng.choice([0, 5, 100, 2000]), NOW - 5000.5, values)).decode()
    return rng.choice([None, cookie, cookie, cookie, cookie[:-1] + "x", "nonsense"])


def answer(rng, factory, given, cookie):
    CLOCK.now += rng.choice([0, 0.25, 1, 11, 61, 121, 1201])
    request, steps, touched = Request.blank("/"), [], False
    if cookie is not None:
        request.environ["HTTP_COOKIE"] = f"{given['cookie_name']}={cookie}"
    is_exception = rng.random() < 0.2
    request.exception = ValueError() if is_exception else None
    begun = CLOCK.now
    found = factory(request)
    for _ in range(rng.randrange(7)):
        CLOCK.now += rng.choice([0, 0, 0, 0.5, 1])
        step = random_step(rng, touched)
        touched |= step[0] not in ("new", "created")
        steps.append({"now": CLOCK.now, "step": step, "gives": json.loads(json.dumps(take(found, *step)))})
    response = Response()
    line, too_long = None, False
    try:
        request._process_response_callbacks(response)
        line = response.headers.get("Set-Cookie")
    except ValueError:
        too_long = True
    return {"now": begun, "cookie": cookie, "exception": is_exception, "steps": steps, "ends": CLOCK.now, "set_cookie": line,
            "too_long": too_long}


def browser(rng):
    CLOCK.now = float(NOW)
    given = options(rng)
    factory = session.SignedCookieSessionFactory(**given, serializer=Sorted())
    cookie, requests = first_cookie(rng, given), []
    for _ in range(rng.randint(1, 4)):
        answered = answer(rng, factory, given, cookie)
        requests.append(answered)
        if answered["set_cookie"]:
            cookie = answered["set_cookie"].split(";")[0].partition("=")[2]
    return {"options": given, "requests": requests}


if __name__ == "__main__":
    session.time, webob.cookies.datetime = CLOCK, Day
    os.urandom = lambda length: (bytes.fromhex("0123456789") * length)[:length]
    rng = random.Random("sessions")
    vectors = [browser(rng) for _ in range(300)]
    (HERE / "session.json").write_text("[\n" + ",\n".join(map(json.dumps, vectors)) + "\n]\n")
    requests = [request for vector in vectors for request in vector["requests"]]
    kept, long = sum(bool(request["set_cookie"]) for request in requests), sum(request["too_long"] for request in requests)
    print(f"session.json: {len(vectors)} browsers, {len(requests)} requests, {kept} cookies, {long} too long")
