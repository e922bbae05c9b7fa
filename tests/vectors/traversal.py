"""What Pyramid 2.1 does with random trees and paths, one vector a line: `python traversal.py > traversal.json`.

    pip install pyramid==2.1 'setuptools<81'

A tree is an object of names; `null` is a resource without `__getitem__`. Left out, because pyramidion differs on purpose:

- `traversed` where the walk ends early below a virtual root: upstream's is too long by the virtual root. It is null here.
- Paths that climb out of the virtual root by `..`, and a `traverse` that begins with no slash, which upstream glues to the
  virtual root's last name.
- URLs under a virtual root that is a prefix of the text of the physical path and not of its segments.
- Virtual roots that would have to be quoted: upstream compares them unquoted with the quoted path.
- Tuples given to `find_resource` whose names are `..`, `.`, empty, or hold a slash: upstream joins them and splits them again.
"""
import json
import random
from urllib.parse import quote

from pyramid import testing
from pyramid.exceptions import URLDecodeError
from pyramid.request import Request
from pyramid.traversal import (
    ResourceTreeTraverser, find_resource, resource_path, resource_path_tuple, split_path_info,
)

rng = random.Random(2101)
NAMES = ["a", "b", "docs", "deep", "a b", "ü", "x@@", "it's", "50%", "q?=&", "日本", "~t", "semi;colon", "plus+"]
ODD = ["@@edit", "@@", "@@@@x", "..", ".", "", "edit", "missing", "...", "@a", "A"]
BAD = ["%FF", "%C3", "%E9x", "%C3%28", "%F5%80%80%80"]


class Leaf:
    def __init__(self, name="", parent=None):
        self.__name__, self.__parent__ = name, parent


class Folder(Leaf):
    def __init__(self, name="", parent=None):
        super().__init__(name, parent)
        self.children = {}

    def __getitem__(self, name):
        return self.children[name]


def random_tree(depth):
    if depth == 0 or rng.random() < 0.15:
        return None if rng.random() < 0.6 else {}
    return {name: random_tree(depth - 1) for name in rng.sample(NAMES, rng.randint(1, 3))}


def build(tree, name="", parent=None):
    if tree is None:
        return Leaf(name, parent)
    folder = Folder(name, parent)
    folder.children = {name: build(child, name, folder) for name, child in tree.items()}
    return folder


def names_of(resource):
    return list(resource_path_tuple(resource))[1:]


def inner_path(tree, most=5):
    """Names along the tree, so that most of them are found."""
    names = []
    while tree and len(names) < most and rng.random() < 0.85:
        name = rng.choice(list(tree))
        names.append(name)
        tree = tree[name]
    return names


def random_names(tree):
    names = inner_path(tree)
    for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
        names.insert(rng.randint(0, len(names)), rng.choice(ODD + NAMES))
    return names + [rng.choice(ODD + NAMES) for _ in range(rng.choice([0, 0, 0, 1, 2]))]


def encode(name):
    return "".join(c if rng.random() < 0.5 and c.isascii() and c not in "%?# " else quote(c, safe="") for c in name)


def url_path(tree):
    parts = [encode(name) for name in random_names(tree)]
    if rng.random() < 0.06:
        parts.insert(rng.randint(0, len(parts)), rng.choice(BAD))
    separator = rng.choice(["/", "/", "/", "/", "//", "%2F"])
    return "/" + separator.join(parts) + rng.choice(["", "", "/", "//"])


def virtual_root(tree):
    if rng.random() < 0.6:
        return None
    names = inner_path(tree, 2) if rng.random() < 0.8 else [rng.choice(NAMES)]
    return rng.choice(["/", "/", ""]) + "/".join(names) + rng.choice(["", "", "/"])


def latin1(text):
    return text.encode("utf-8").decode("latin-1")


def walk(tree, request):
    found = ResourceTreeTraverser(build(tree))(request)
    is_too_long = found["virtual_root_path"] and list(found["traversed"]) != names_of(found["context"])
    return {
        "context": names_of(found["context"]),
        "view_name": found["view_name"],
        "subpath": list(found["subpath"]),
        "traversed": None if is_too_long else list(found["traversed"]),
        "virtual_root": names_of(found["virtual_root"]),
        "virtual_root_path": list(found["virtual_root_path"]),
    }


def traversal_vector():
    tree = random_tree(4) or {"a": None}
    vector = {"tree": tree, "vroot": virtual_root(tree)}
    environ = {} if vector["vroot"] is None else {"HTTP_X_VHM_ROOT": latin1(vector["vroot"])}
    if rng.random() < 0.65:
        vector["path"] = url_path(tree)
        request = Request.blank(vector["path"], environ)
        request.matchdict = None
        try:
            walked = request.path_info
        except UnicodeDecodeError:
            walked = "/"
    else:
        matchdict = {}
        if rng.random() < 0.85:
            matchdict["traverse"] = rng.choice(["/", "/", ""]) + "/".join(random_names(tree))
        if rng.random() < 0.5:
            matchdict["subpath"] = "/".join(rng.choice(NAMES + ODD) for _ in range(rng.randint(0, 3)))
        vector["matchdict"] = matchdict
        request = Request.blank("/", environ)
        request.matchdict = dict(matchdict)
        walked = matchdict.get("traverse", "/") or "/"
    above = split_path_info(vector["vroot"] or "")
    if above + split_path_info(walked) != split_path_info((vector["vroot"] or "") + walked):
        return None
    try:
        vector["found"] = walk(tree, request)
    except URLDecodeError:
        vector["found"] = None
    return vector


def down(tree, names):
    resource = build(tree)
    for name in names:
        resource = resource[name]
    return resource


def path_vector():
    tree = random_tree(4) or {"a": None}
    names = inner_path(tree)
    resource = down(tree, names)
    elements = [rng.choice(NAMES + ODD + ["x/y", "é/"]) for _ in range(rng.choice([0, 0, 1, 2]))]
    vroot = None if rng.random() < 0.5 else "".join("/" + name for name in rng.choice([names[:1], names[:2], ["a"], ["do"]]))
    if vroot and vroot != quote(vroot, safe="/~!$&'()*+,;=:@"):
        return None
    above = split_path_info(vroot or "")
    physical = resource_path(resource).rstrip("/") + "/"
    if vroot and physical.startswith(vroot) and tuple(names[: len(above)]) != above:
        return None
    environ = {} if vroot is None else {"HTTP_X_VHM_ROOT": vroot}
    request = Request.blank("/", environ)
    request.registry = testing.setUp().registry
    return {
        "names": names,
        "elements": elements,
        "vroot": vroot,
        "resource_path": resource_path(resource, *elements),
        "tuple": list(resource_path_tuple(resource, *elements)),
        "url_path": request.resource_path(resource, *elements),
    }


def find_vector():
    tree = random_tree(4) or {"a": None}
    start = inner_path(tree, 2)
    resource = down(tree, start)
    is_absolute = rng.random() < 0.5
    below = tree
    for name in [] if is_absolute else start:
        below = below[name]
    names = inner_path(below) if rng.random() < 0.7 else random_names(below)
    if rng.random() < 0.5:
        if any(name in ("", ".", "..") for name in names):
            return None
        path = ([""] if is_absolute else []) + names
    else:
        path = ("/" if is_absolute else "") + "/".join(quote(name, safe="") for name in names)
    try:
        found = names_of(find_resource(resource, tuple(path) if isinstance(path, list) else path))
    except KeyError:
        found = None
    return {"tree": tree, "from": start, "find": path, "found": found}


def vectors(make, count):
    made = 0
    while made < count:
        vector = make()
        if vector is not None:
            made += 1
            print(json.dumps(vector, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    vectors(traversal_vector, 500)
    vectors(path_vector, 150)
    vectors(find_vector, 150)
