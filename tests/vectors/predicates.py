"""Writes predicates.json: what Pyramid itself makes of view predicates and of `http_cache`, one vector a line.

    pip install pyramid==2.1 WebOb==1.8.11
    python tests/vectors/predicates.py

The same vectors come out each time: the numbers are seeded, and the clock stands.

Where pyramidion differs on purpose, there is no vector:
- `request_param="a"` and `"a="` are told apart; Pyramid gives both one text, and so takes two views for one.
- Values that are listed twice count once, and names of headers are the same in any case.
- A part of `Accept` that makes no sense is skipped; Pyramid ignores the whole header then. Both do if nothing else is there.
- Media types that the server has no order for come after those that it has; Pyramid mixes them in, by how many there are.
- Of the types with parameters, the one registered first is preferred; Pyramid leaves it to chance.
- The value of a remainder is a text to `match_param`; in Pyramid it is a tuple, which equals nothing.
- Regular expressions are those of the crate `regex`.
"""
import datetime
import itertools
import json
import pathlib
import random
import urllib.parse
import warnings

import webob.response
from pyramid.config import Configurator
from pyramid.config.predicates import normalize_accept_offer, not_
from pyramid.config.views import MultiView
from pyramid.interfaces import IAcceptOrder
from pyramid.request import Request
from pyramid.response import Response

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
NOW = 1_700_000_000

CONFIG = Configurator()
CONFIG.commit()
PREDICATES = CONFIG.get_predlist("view")


def made(predicates):
    """Order, predicates and phash of `[[key, value, is_negated], …]`."""
    values = {}
    for key, value, is_negated in predicates:
        value = tuple(value) if isinstance(value, list) else value
        value = normalize_accept_offer(value) if key == "accept" else value
        values[key] = not_(value) if is_negated else value
    return PREDICATES.make(CONFIG, **values)


# --- lists of predicates ---------------------------------------------------------------------------------------------

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]
PARAMS = ["a", "b", "a=1", " a = 1 ", "a=2", "=a", "=a=1", "a=1=2", "b=x y", "ä=ö"]
HEADERS = ["X-A", "X-A:van.*", "X-A:van.*|x", "X-B", "X-B:\\d+$", "Content-Type:text/", "X-A: van"]
EXPRESSIONS = ["/a", "/a$", "a", "/(a|b)/\\d+", "", "/ä", ".*b", "/a|/b", "(?i)/A/b", "/\\w+/$"]
MATCHES = ["id=7", " id = 7 ", "id=a b", "id=", "how=hour", "how=a=b"]
PATHS = ["/", "/docs", "docs", "/docs/intro/", "//docs//intro", "/docs/a b"]
PRINCIPALS = ["ada", "group:editors", "group:viewers", "system.Authenticated"]
ACCEPTS = ["text/html", "Text/HTML", "text/html;level=1", "application/xhtml+xml", "application/xml", "text/xml",
           "text/plain", "text/plain;format=flowed", "application/json"]


def some(rng, values, most=3):
    chosen = rng.sample(values, rng.randint(1, most))
    return chosen[0] if len(chosen) == 1 and rng.random() < 0.7 else chosen


def random_value(rng, key):
    return {
        "xhr": lambda: rng.random() < 0.5,
        "request_method": lambda: some(rng, METHODS),
        "path_info": lambda: rng.choice(EXPRESSIONS),
        "request_param": lambda: some(rng, PARAMS),
        "header": lambda: some(rng, HEADERS),
        "accept": lambda: rng.choice(ACCEPTS),
        "match_param": lambda: some(rng, MATCHES),
        "physical_path": lambda: rng.choice(PATHS),
        "is_authenticated": lambda: rng.random() < 0.5,
        "effective_principals": lambda: some(rng, PRINCIPALS),
    }[key]()


KEYS = ["xhr", "request_method", "path_info", "request_param", "header", "accept", "match_param", "physical_path",
        "is_authenticated", "effective_principals"]


def random_predicate(rng, key):
    return [key, random_value(rng, key), key != "accept" and rng.random() < 0.15]


def random_list(rng):
    keys = rng.sample(KEYS, rng.choice([0, 1, 1, 2, 2, 3, 4]))
    return [random_predicate(rng, key) for key in keys]


def reworded(rng, predicates):
    """The same predicates, as somebody else would write them."""
    again = []
    for key, value, is_negated in predicates:
        if isinstance(value, list):
            value = rng.sample(value, len(value))
        if key == "request_method" and "GET" in ([value] if isinstance(value, str) else value):
            value = list({*([value] if isinstance(value, str) else value), "HEAD"})
            value.sort()
        again.append([key, value, is_negated])
    return rng.sample(again, len(again))


RANGES = ["*/*", "text/*", "text/html", "TEXT/html", "text/html;level=1", "text/html;level=2", "application/*", "text/xml",
          "application/json", "text/plain", "text/plain;format=flowed", "image/png", "application/xhtml+xml"]
WEIGHTS = ["", "", ";q=0", ";q=0.5", "; q=0.501", ";Q=0.9", ";q=1", ";q=1.000", ";q=0.001", ";q=0.5;ext=1"]


def random_accept(rng):
    if rng.random() < 0.2:
        return rng.choice([None, "", ",", "*/*", "nonsense", "text/html;q=2", "*"])
    return rng.choice([", ", ",", " ,,"]).join(rng.choice(RANGES) + rng.choice(WEIGHTS) for _ in range(rng.randint(1, 5)))


def request_with_accept(accept):
    request = Request.blank("/")
    if accept is not None:
        request.headers["Accept"] = accept
    return request


def order_vector(rng):
    lists = [random_list(rng) for _ in range(rng.randint(2, 7))]
    lists += [reworded(rng, predicates) for predicates in lists if rng.random() < 0.3]
    rng.shuffle(lists)
    orders, phashes = [], []
    view = MultiView("")
    for index, predicates in enumerate(lists):
        order, _, phash = made(predicates)
        accept = next((value for key, value, _ in predicates if key == "accept"), None)
        if phash not in phashes:
            accept_order = CONFIG.registry.queryUtility(IAcceptOrder)
            view.add(index, order, phash, accept and normalize_accept_offer(accept), accept_order)
        orders.append(order)
        phashes.append(phash)
    accept = random_accept(rng)
    tried = [index for _, index, _ in view.get_views(request_with_accept(accept))]
    classes = [phashes.index(phash) for phash in phashes]
    return {"order": {"lists": lists, "orders": orders, "classes": classes, "accept": accept, "tried": tried}}


# --- single predicates -----------------------------------------------------------------------------------------------

class Node:
    def __init__(self, name, parent):
        self.__name__, self.__parent__ = name, parent


def context_at(path):
    node = None
    for name in path or []:
        node = Node(name, node)
    return node


def random_request(rng):
    path = rng.choice(["/", "/a", "/a/7", "/b/7", "/a/b", "/ä", "/ab", "/A/b", "/c/a", "/a/"])
    names = ["a", "b", "=a", " a ", "ä", "c"]
    values = ["1", "2", "", "x y", "1=2", "ö", " 1 "]
    pairs = [(rng.choice(names), rng.choice(values)) for _ in range(rng.randint(0, 3))]
    form = [(rng.choice(names), rng.choice(values)) for _ in range(rng.randint(0, 2))] if rng.random() < 0.4 else None
    headers = {}
    for name, values in [("X-A", ["vanilla", "Vanilla", "", "x", " van", "savanna"]), ("X-B", ["7", "7b", "b7"]),
                         ("X-Requested-With", ["XMLHttpRequest", "xmlhttprequest", "fetch"]),
                         ("Content-Type", ["text/html", "application/json"])]:
        if rng.random() < 0.5 and not (name == "Content-Type" and form is not None):
            headers[name] = rng.choice(values).strip()
    accept = random_accept(rng)
    if accept is not None:
        headers["Accept"] = accept
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    matchdict = {name: value for name, value in [("id", rng.choice(["7", "a b", "", " 7"])), ("how", rng.choice(["hour", "a=b"]))]
                 if rng.random() < 0.6}
    userid = rng.choice([None, "ada"])
    return {
        "method": "POST" if form is not None else rng.choice(METHODS),
        "target": urllib.parse.quote(path) + ("?" + urllib.parse.urlencode(pairs) if pairs else ""),
        "headers": headers,
        "body": "" if form is None else urllib.parse.urlencode(form),
        "matchdict": matchdict,
        "physical_path": rng.choice([None, [""], ["", "docs"], ["", "docs", "intro"], ["", "docs", "a b"]]),
        "userid": userid,
        "principals": rng.sample(PRINCIPALS, rng.randint(0, 4)),
    }


class Principals(Request):
    effective_principals = ()
    is_authenticated = False


def holds_vector(rng, key):
    predicate, asked = random_predicate(rng, key), random_request(rng)
    request = Principals.blank(asked["target"], method=asked["method"], headers=asked["headers"],
                               body=asked["body"].encode())
    request.matchdict = asked["matchdict"]
    request.effective_principals = asked["principals"]
    request.is_authenticated = asked["userid"] is not None
    request.registry = CONFIG.registry
    context = context_at(asked["physical_path"])
    _, (made_predicate,), _ = made([predicate])
    return {"holds": {"predicate": predicate, "request": asked, "holds": bool(made_predicate(context, request))}}


# --- http_cache ------------------------------------------------------------------------------------------------------

class Clock(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return cls(1970, 1, 1) + datetime.timedelta(seconds=NOW)


webob.response.datetime = Clock
CACHED = ["Cache-Control", "Expires", "Pragma", "Last-Modified"]


def http_cache_vector(seconds, options, before):
    response = Response(headerlist=list(before.items()))
    response.cache_expires(seconds, **options)
    after = {name: response.headers[name] for name in CACHED if name in response.headers}
    return {"http_cache": {"seconds": seconds, "options": options, "before": before, "after": after}}


def http_cache_vectors():
    options = [{}, {"public": True}, {"private": True, "must_revalidate": True}, {"public": True, "s_maxage": 10},
               {"no_transform": True, "stale_while_revalidate": 30, "stale_if_error": 60}, {"no_cache": True, "no_store": True},
               {"proxy_revalidate": True}]
    before = [{}, {"Cache-Control": "public, x-own=\"a b\", max-age=7"}, {"Pragma": "no-cache", "Expires": "0"},
              {"Last-Modified": "Tue, 14 Nov 2023 00:00:00 GMT", "Cache-Control": "s-maxage=5"}]
    for seconds, chosen, had in itertools.product([None, 0, 1, 3600, 31_536_000], options, before):
        if seconds is not None or chosen:
            yield http_cache_vector(seconds, chosen, had)


def main():
    rng = random.Random(2101)
    vectors = [order_vector(rng) for _ in range(220)]
    vectors += [holds_vector(rng, key) for key in KEYS for _ in range(60)]
    vectors += http_cache_vectors()
    lines = ",\n".join(json.dumps(vector, ensure_ascii=False) for vector in vectors)
    (HERE / "predicates.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(len(vectors), "vectors")


if __name__ == "__main__":
    main()
