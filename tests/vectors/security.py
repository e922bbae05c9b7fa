"""Writes acl.json, auth_tkt.json and session_cookie.json: what Pyramid itself answers, one vector a line.

    pip install pyramid==2.1 WebOb==1.8.11
    python tests/vectors/security.py

The same vectors come out each time: the numbers are seeded, and the clock stands.
"""
import base64
import datetime
import itertools
import json
import pathlib
import random
import string
import warnings

import pyramid.authentication as authentication
import pyramid.session as session
import webob.cookies
from pyramid.authentication import AuthTicket, AuthTktCookieHelper, BadTicket, parse_ticket
from pyramid.authorization import ALL_PERMISSIONS, ACLHelper, Allow, Authenticated, Deny, DENY_ALL, Everyone
from pyramid.request import Request
from webob.cookies import SignedSerializer

HERE = pathlib.Path(__file__).parent
NOW = 1_700_000_000
HASHES = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"]
warnings.simplefilter("ignore")


# --- ACLs ------------------------------------------------------------------------------------------------------------

PRINCIPALS = [Everyone, Authenticated, "ada", "bob", "o'hara", "group:editors", "group:viewers"]
PERMISSIONS = ["view", "edit", "publish", "say \"hi\""]


class Node:
    def __init__(self, name, parent):
        self.__name__, self.__parent__ = name, parent

    def __repr__(self):
        return json.dumps(self.__name__)


def random_ace(rng):
    if rng.random() < 0.08:
        return DENY_ALL
    kind = rng.random()
    if kind < 0.5:
        permissions = rng.choice(PERMISSIONS)
    elif kind < 0.85:
        permissions = tuple(rng.sample(PERMISSIONS, rng.randint(0, 3)))
    else:
        permissions = ALL_PERMISSIONS
    return (rng.choice([Allow, Allow, Deny]), rng.choice(PRINCIPALS), permissions)


def plain_ace(ace):
    action, principal, permissions = ace
    return [action, principal, {"all": True} if permissions is ALL_PERMISSIONS else permissions]


def random_lineage(rng):
    """From the context to the root. An object without an ACL has null."""
    acls = [[random_ace(rng) for _ in range(rng.randint(0, 4))] if rng.random() < 0.8 else None for _ in range(rng.randint(1, 4))]
    node = None
    for depth in reversed(range(len(acls))):
        node = Node(f"at {depth}", node)
        if acls[depth] is not None:
            node.__acl__ = acls[depth]
    return acls, node


def acl_vectors(count=600):
    rng = random.Random("acl")
    for _ in range(count):
        acls, context = random_lineage(rng)
        principals = rng.choice([
            [Everyone],
            [Everyone, Authenticated, rng.choice(["ada", "bob", "o'hara"])],
            [Everyone, Authenticated, "ada", *rng.sample(PRINCIPALS[5:], rng.randint(0, 2))],
        ])
        permission = rng.choice(PERMISSIONS)
        decision = ACLHelper().permits(context, principals, permission)
        message = decision.msg.replace(repr(ALL_PERMISSIONS), "ALL_PERMISSIONS")
        allowed = ACLHelper().principals_allowed_by_permission(context, permission)
        yield {
            "lineage": [acl and [plain_ace(ace) for ace in acl] if acl is not None else None for acl in acls],
            "principals": principals, "permission": permission, "allowed": bool(decision),
            "place": decision.context.__name__, "message": message, "principals_allowed": sorted(allowed),
        }


# --- auth_tkt --------------------------------------------------------------------------------------------------------

def plain_userid(userid):
    if isinstance(userid, bytes):
        return {"bytes": userid.hex()}
    return {"int": str(userid)} if isinstance(userid, int) else {"str": userid}


USERIDS = [
    "ada", "", "ada lovelace", "grüße 😀", "a!b,c|d\"e", "system.Everyone", "7", 7, 0, -12, 2**63, b"ada", b"", b"\xff\x00!",
]
ADDRESSES = ["0.0.0.0", "127.0.0.1", "203.0.113.255", "::1", "2001:db8::ff00:42:8329"]
SECRETS = ["secret", "sécret ☃", "x" * 200]
TOKENS = [[], ["editor"], ["a", "b-c", "D_9+"]]


def words(rng, letters, most):
    return "".join(rng.choice(letters) for _ in range(rng.randint(0, most)))


def ticket_vectors():
    """Tickets themselves, whose user data and userids are freer than those of the helper."""
    rng = random.Random("ticket")
    yield ticket(secret="secret", userid="userid", ip="0.0.0.0", tokens=["a", "b"], user_data="", time=10, hash="md5")
    for _ in range(120):
        yield ticket(
            secret=rng.choice(SECRETS), userid=words(rng, string.ascii_letters + " /%é☃&=!", 12), ip=rng.choice(ADDRESSES),
            tokens=rng.choice(TOKENS), user_data=words(rng, string.ascii_letters + "|:=é ,", 16),
            time=rng.choice([0, 1, NOW, NOW + rng.randint(-10**8, 10**8), 2**32 - 1]), hash=rng.choice(HASHES),
        )


def ticket(secret, userid, ip, tokens, user_data, time, hash):
    given = {"secret": secret, "userid": userid, "ip": ip, "tokens": tokens, "user_data": user_data, "time": time, "hash": hash}
    made = AuthTicket(secret, userid, ip, tokens=tokens, user_data=user_data, time=time, hashalg=hash).cookie_value()
    return {"kind": "ticket", **given, "ticket": made}


def options(rng):
    secure = rng.random() < 0.3
    return {
        "secure": secure, "http_only": rng.random() < 0.5, "wild_domain": rng.random() < 0.5,
        "parent_domain": rng.random() < 0.4, "domain": rng.choice([None, None, "example.org", ".example.org"]),
        "path": rng.choice(["/", "/app", "/a b;c"]), "max_age": rng.choice([None, None, 0, 3600, 10**9]),
        "samesite": rng.choice(["Lax", "Strict", None] + (["None"] if secure else [])),
        "cookie_name": rng.choice(["auth_tkt", "login"]), "include_ip": rng.random() < 0.5,
        "hashalg": rng.choice(HASHES), "timeout": rng.choice([None, 0, 1200]), "reissue_time": rng.choice([None, 0, 120]),
    }


HOSTS = ["localhost", "example.com", "example.com:8080", "www.example.com", "a.b.example.com:80", "[::1]:6543", "[::1]", "10.0.0.1:80"]


def request_for(host, ip):
    request = Request.blank("/", environ={"REMOTE_ADDR": ip})
    request.environ["HTTP_HOST"] = host
    request.add_response_callback = lambda callback: setattr(request, "reissuing", callback)
    return request


def helper_vectors():
    """Set-Cookie headers of the helper, and what it makes of the cookie when it comes back, later or elsewhere."""
    rng = random.Random("helper")
    for round, (userid, secret) in enumerate(itertools.product(USERIDS, SECRETS * 2)):
        given = options(rng)
        host, ip = rng.choice(HOSTS), rng.choice(ADDRESSES)
        tokens, max_age = rng.choice(TOKENS), rng.choice([None, None, 60])
        helper = AuthTktCookieHelper(secret, **given)
        headers = helper.remember(request_for(host, ip), userid, max_age=max_age, tokens=tokens)
        forgotten = helper.forget(request_for(host, ip))
        sent = headers[0][1].split(";")[0]
        yield {
            "kind": "remember", "secret": secret, "options": given, "host": host, "ip": ip, "userid": plain_userid(userid),
            "tokens": tokens, "max_age": max_age, "now": NOW, "headers": [v for _, v in headers],
            "forget": [v for _, v in forgotten],
        }
        later = NOW + rng.choice([0, 60, 120, 120.5, 121, 1200, 1200.25, 1201])
        yield identified(helper, secret, given, sent, host, ip, later, "as it was sent")
        for damage in rng.sample(DAMAGES, 2):
            broken = damage(rng, sent)
            yield identified(helper, secret, given, broken, host, ip, later, damage.__name__)
        if given["include_ip"]:
            yield identified(helper, secret, given, sent, host, "198.51.100.7", later, "other address")
        yield identified(AuthTktCookieHelper(secret + "?", **given), secret + "?", given, sent, host, ip, later, "other secret")


def changed_byte(rng, sent):
    at = rng.randrange(sent.index("=") + 1, len(sent))
    return sent[:at] + rng.choice("xyzXYZ!") + sent[at + 1:]


def truncated(rng, sent):
    return sent[:rng.randrange(sent.index("=") + 1, len(sent))]


def emptied(rng, sent):
    return sent[:sent.index("=") + 1]


def extended(rng, sent):
    return sent.rstrip('"') + rng.choice(["x", "!x", "|userid_type:int"])


def digest_in_capitals(rng, sent):
    name, value = sent.split("=", 1)
    return f"{name}={value.upper()}"


def token_added(rng, sent):
    return sent.replace("!", "!admin!", 1)


def without_marks(rng, sent):
    return sent.replace("!", "")


def time_that_is_none(rng, sent):
    return sent.replace("6553f100", "zzzzzzzz")


DAMAGES = [changed_byte, truncated, emptied, extended, digest_in_capitals, token_added, without_marks, time_that_is_none]


def identified(helper, secret, given, cookie, host, ip, now, how):
    helper.now = now
    request = request_for(host, ip)
    request.environ["HTTP_COOKIE"] = cookie
    identity = helper.identify(request)
    found = identity and {
        "timestamp": identity["timestamp"], "userid": plain_userid(identity["userid"]),
        "tokens": [token for token in identity["tokens"] if token], "user_data": identity["userdata"],
        "reissue": hasattr(request, "reissuing"),
    }
    return {
        "kind": "identify", "how": how, "secret": secret, "options": given, "cookie": cookie, "ip": ip, "now": now,
        "identity": found,
    }


# --- session cookies -------------------------------------------------------------------------------------------------

VALUES = [
    {}, {"auth.userid": "ada"}, {"m": -1, "n": 7, "no": False, "none": None, "yes": True}, {"_csrft_": "0f" * 20},
    {"_f_": ["saved", "Grüße 😀 ☃"]}, {"deep": {"a": [1, [2, {"b": []}]], "c": {}}}, {"quote\"\\/": "\n\r\t\b\f\x00\x1f\x7f\u2028"},
    {"floats": [0.5, 1.0, -0.0, 1e16, 1e15, 123456789.125, 1e-4, 1e-5, 1.5e300, 2.5e-7, 1e22, 12345678901234567.0]},
]


class Response:
    def set_cookie(self, name, value, **attributes):
        self.value = value


def serializer_of(given):
    return SignedSerializer(given["secret"], given["salt"], given["hash"], serializer=session.JSONSerializer())


def opened(given, cookie, now, timeout):
    session.time.now = now
    factory = session.BaseCookieSessionFactory(serializer_of(given), timeout=timeout)
    request = Request.blank("/")
    if cookie is not None:
        request.environ["HTTP_COOKIE"] = f"session={cookie}"
    found = factory(request)
    return {
        "kind": "open", **given, "cookie": cookie, "now": now, "timeout": timeout, "new": found.new,
        "created": found.created, "renewed": found.renewed, "values": json.loads(json.dumps(dict(dict.items(found)))),
    }


def session_vectors():
    rng = random.Random("session")
    salts = ["pyramid.session.", "", "sälz", "☃"]
    for values, secret, salt in itertools.product(VALUES, SECRETS, salts):
        given = {"secret": secret, "salt": salt, "hash": rng.choice(HASHES + ["sha512"] * 4)}
        accessed = NOW + rng.randint(0, 10**6)
        created = NOW + rng.choice([0.0, 0.5, rng.random() * 1000])
        cookie = serializer_of(given).dumps((accessed, created, values)).decode()
        yield {
            "kind": "cookie", **given, "accessed": accessed, "created": repr(created), "values": json.dumps(values),
            "cookie": cookie,
        }
        now, timeout = accessed + rng.choice([0, 10, 1199, 1200, 1200.5, 1201, 10**6]), rng.choice([1200, 1200, None, 0])
        yield opened(given, cookie, now, timeout)
        at = rng.randrange(len(cookie))
        broken = rng.choice([
            cookie[:at] + rng.choice("xyzXYZ_-") + cookie[at + 1:], cookie[:at], "", "nonsense", cookie + "AAAA", cookie[:-1],
            base64.urlsafe_b64encode(base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))[64:]).decode().rstrip("="),
        ])
        yield opened(given, broken, now, timeout)
        yield opened({**given, "salt": salt + "other"}, cookie, now, timeout)
    given = {"secret": "secret", "salt": "pyramid.session.", "hash": "sha512"}
    yield opened(given, None, NOW, 1200)
    for value in [None, 7, "abc", [], [1, 2], [1, 2, {}, 4], ["x", 2, {}], {"a": 1}, {"accessed": 1}]:
        yield opened(given, serializer_of(given).dumps(value).decode(), NOW, 1200)


# --- the clock, and the files ----------------------------------------------------------------------------------------

class Clock:
    now = NOW

    def time(self):
        return self.now

    strftime = staticmethod(webob.cookies.time.strftime)


class Day(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return cls(1970, 1, 1) + datetime.timedelta(seconds=NOW)


def stop_the_clock():
    authentication.time_mod = session.time = Clock()
    webob.cookies.datetime = Day


def write(name, vectors):
    lines = [json.dumps(vector, ensure_ascii=True) for vector in vectors]
    (HERE / name).write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(f"{name}: {len(lines)} vectors")


if __name__ == "__main__":
    stop_the_clock()
    write("acl.json", acl_vectors())
    write("auth_tkt.json", itertools.chain(ticket_vectors(), helper_vectors()))
    write("session_cookie.json", session_vectors())
