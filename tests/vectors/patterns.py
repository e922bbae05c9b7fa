"""Writes patterns.json: what Pyramid 2.1 makes of random patterns, paths and values, always the same ones.

    pip install pyramid==2.1
    python patterns.py > patterns.json

`patterns/tests/vectors.rs` reads it: a JSON list, one vector a line.
"""
import json
import random
import re
from urllib.parse import unquote_to_bytes

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.urldispatch import _compile_route

RANDOM = random.Random(2026)
NAMES = ["id", "stem", "ext", "year", "type", "_x"]
LITERALS = ["a", "users", "v", "-", ".", "--", "x.y", "a b", "é", "100%", "@", "~", "a+b", "(1)", "a,b;c=d", "$", "^", "[x]", "|", "!'&"]
# No named groups, look-around, references back, possessive repetitions, `\Z` and empty expressions: pyramidion refuses
# them. No nested repetitions of what may be empty: engines differ, and nobody writes them.
# Each with something that it matches.
REGEXES = {
    r"\d+": "12", r"\d{4}": "2026", r"\d*": "", r"[0-9]{2,3}": "123", r"[a-z]+": "abc", r"[a-z]+?": "ab", r"\w+": "éa", r"\w+?": "日本1",
    r"[\w-]+": "a-ß", r"[^/.]+": "a b", r"[^/]+": "x", r".*": "a/b", r".+": "/a", r".*?": "", r".+?/end": "a/end/end", r"a|ab|abc": "abc",
    r"abc|ab|a": "ab", r"(?:x|y)*": "xyx", r"(a)(b)?": "ab", r"(?i:abc)": "aBc", r"é+": "éé", r"a:b": "a:b", r"\.": ".", r"\/x": "/x",
    r"(?:\d{2}/)*": "12/34/", r"\s*": " \t", r"\b\w+\b": "ab", r"^a": "a", r"[a-c/]+": "a/b", r"\S+": "x/é", r"\D": "é", r"[^a]?": "/",
    r"(?:ab){2}": "abab", r"[+*.]+": "+.",
}
# No combining marks, numerals such as U+00BD, and U+001C to U+001F: `\w` and `\s` of Python and Unicode differ there.
WORDS = ["a", "ab", "abc", "ABC", "abab", "x", "xyx", "12", "123", "2026", "٣", "é", "éé", "ß", "日本", "a b", "a-b", "a.b", "a.tar.gz", ".", "..",
         "--", "a+b", "*", "+", "a:b", "%", "100%", "%20", "end", "users", "v", "v1", "?", "#", "&=;", "{x}", "\t", "\n", "a\nb", "\U0001F600", "_"]


def some(least, most, make):
    return [make() for _ in range(RANDOM.randint(least, most))]


def word():
    return RANDOM.choice(WORDS)


# --- patterns --------------------------------------------------------------------------------------------------------

def pattern():
    names = RANDOM.sample(NAMES, len(NAMES))

    def placeholder():
        name = names.pop()
        return f"{{{name}:{RANDOM.choice(list(REGEXES))}}}" if RANDOM.random() < 0.4 else f"{{{name}}}"

    def segment():
        pieces = []
        for _ in range(RANDOM.choice([1, 1, 1, 1, 2, 3])):
            is_placeholder = names and RANDOM.random() < 0.55
            pieces.append(placeholder() if is_placeholder else RANDOM.choice(LITERALS))
        return "".join(pieces)

    text = "/".join(some(0, 3, segment))
    if RANDOM.random() < 0.25:
        text += RANDOM.choice(["/*rest", "/*traverse", "*rest", "tree*traverse"])
    elif RANDOM.random() < 0.15:
        text += "/"
    return text if RANDOM.random() < 0.2 else "/" + text


def is_ours(text):
    """Whether pyramidion reads the pattern as Pyramid does; it refuses the others, or takes `{{` as one brace."""
    doubled = "{{" in text or re.search(r"\}\}(?![^{]*\{[^{]*$)", re.sub(r"\{\w+:[^{}]*(\{[^{}]*\}[^{}]*)*\}", "", text))
    colon = re.search(r"(^|/):[^/]*", text) or ("{" not in text and re.search(r":[a-zA-Z_]", text))
    encoded = re.search(r"%[0-9a-fA-F]{2}", text)
    return not (doubled or colon or encoded)


def remainder(text):
    found = re.search(r"\*(\w+)$", text)
    return found and found.group(1)


def parameters(text):
    return re.findall(r"\{(\w+)", text) + ([remainder(text)] if remainder(text) else [])


# --- paths -----------------------------------------------------------------------------------------------------------

def path_for(text):
    """A path that may well match."""
    text = re.sub(r"\*\w+$", lambda _: RANDOM.choice(["", "/", "/".join(some(1, 3, word)), "/" + "/".join(some(1, 3, word))]), text)

    def value(found):
        regex = found.group(1)
        if regex and RANDOM.random() < 0.8:
            return REGEXES[regex]
        return RANDOM.choice([word(), word(), word(), "".join(some(1, 3, word)), "/".join(some(2, 2, word))])

    path = re.sub(r"\{\w+(?::([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}", value, text)
    path = path if path.startswith("/") else "/" + path
    return mutated(path) if RANDOM.random() < 0.2 else path


def mutated(path):
    at = RANDOM.randrange(len(path))
    return RANDOM.choice([path[:at] or "/", path + "/", "/" + path, path[:at] + word() + path[at:], path.upper(), path[1:], ""])


def is_same(text, path):
    """Python's `$` also matches before a last line break, and its `.*?` is a remainder that holds none."""
    return not (path.endswith("\n") or (remainder(text) and "\n" in path))


# --- vectors ---------------------------------------------------------------------------------------------------------

def matches():
    text = pattern()
    path = path_for(text)
    if not is_ours(text) or not is_same(text, path):
        return None
    # The routes mapper asks for `/` if the path is empty.
    return {"pattern": text, "path": path, "match": _compile_route(text)[0](path or "/")}


def values_for(text):
    values = {name: word() for name in parameters(text) if RANDOM.random() < 0.95}
    rest = remainder(text)
    if rest in values:
        values[rest] = RANDOM.choice([some(0, 3, word), some(1, 3, lambda: word() + "/" + word()), "/".join(some(0, 3, word))])
    if RANDOM.random() < 0.2:
        values["unknown"] = word()
    return values


def generates():
    text = pattern()
    if not is_ours(text):
        return None
    values = values_for(text)
    vector = {"pattern": text, "values": values}
    try:
        return vector | {"generated": _compile_route(text)[1](values)}
    except KeyError as missing:
        return vector | {"missing": missing.args[0]}


def route_paths():
    text = pattern()
    # `` and `//host` are URLs of other places to Pyramid's configurator.
    if not is_ours(text) or not text or text.startswith("//"):
        return None
    values = {name: values_for(text).get(name, "a") for name in parameters(text)}
    elements = some(0, 3, lambda: RANDOM.choice([word(), word() + "/" + word()]))
    query = RANDOM.choice([[], word() + " " + word(), "/?:@!$&'()*+,;=#[]", some(1, 3, lambda: [word(), RANDOM.choice([None, word(), word() + "/ +"])])])
    anchor = RANDOM.choice(["", word(), word() + "/" + word() + "?", "/?:@!$&'()*+,;=#[]"])
    config = Configurator()
    config.add_route("route", text)
    config.commit()
    request = Request.blank("/")
    request.registry = config.registry
    found = request.route_path("route", *elements, **values, _query=query, _anchor=anchor)
    return {"pattern": text, "values": values, "elements": elements, "query": query, "anchor": anchor, "route_path": found}


def decodes():
    bits = ["%2F", "%2f", "%25", "%2541", "%C3%A9", "%c3%a9", "%E9", "%C3", "%ED%A0%80", "%C0%AF", "%00", "%0A", "+", "%2B", "%", "%4", "%zz", "a", "/", ".."]
    path = "/" + "".join(some(0, 6, lambda: RANDOM.choice(bits)))
    request = Request.blank("/")
    # As waitress does it.
    request.environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
    try:
        decoded = request.path_info
    except UnicodeDecodeError:
        decoded = None
    return {"encoded": path, "decoded": decoded}


def collect(make, count):
    found = {}
    while len(found) < count:
        vector = make()
        if vector is not None:
            found[json.dumps(vector, ensure_ascii=True)] = None
    return list(found)


lines = collect(matches, 900) + collect(generates, 250) + collect(route_paths, 150) + collect(decodes, 100)
print("[\n" + ",\n".join(lines) + "\n]")
