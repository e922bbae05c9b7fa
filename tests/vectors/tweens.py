"""Writes tweens.json: the order in which Pyramid 2.1 puts random tweens, one vector a line.

    pip install pyramid==2.1 'setuptools<81'
    python tests/vectors/tweens.py

The same vectors come out each time: the numbers are seeded.

Where pyramidion differs on purpose, there is no vector:
- `over` that names nothing there is forgiven by Pyramid if some other tween stands `under` this one, and the reverse; pyramidion
  says what is missing all the same.
- `over=INGRESS` and `under=MAIN` do not compile.
"""
import json
import pathlib
import random
import sys
import types
import warnings

warnings.simplefilter("ignore")

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError, CyclicDependencyError
from pyramid.interfaces import ITweens
from pyramid.tweens import EXCVIEW, INGRESS, MAIN

rng = random.Random(2101)
MODULE = types.ModuleType("under_test")
sys.modules["under_test"] = MODULE
NAMES = list("abcdefg")
for name in NAMES:
    setattr(MODULE, name, lambda handler, registry: handler)
PLACES = {"INGRESS": INGRESS, "MAIN": MAIN, "EXCVIEW": EXCVIEW}


def pyramids(name):
    return PLACES.get(name, f"under_test.{name}")


def ours(name):
    return next((own for own, theirs in PLACES.items() if theirs == name), name.removeprefix("under_test."))


def hint(names):
    """A single name is given alone, as one would."""
    names = [pyramids(name) for name in names]
    return (names[0] if len(names) == 1 else tuple(names)) if names else None


def order(tweens):
    config = Configurator(autocommit=True)
    for name, over, under in tweens:
        config.add_tween(pyramids(name), over=hint(over), under=hint(under))
    return [ours(name) for name, _ in config.registry.queryUtility(ITweens).implicit()]


def is_forgiven(tweens):
    known = {name for name, _, _ in tweens} | set(PLACES)
    return any(names and not known & set(names) for _, over, under in tweens for names in (over, under))


def some(places, likely):
    if rng.random() > likely:
        return []
    pool = NAMES + places + (["missing", "gone"] if rng.random() < 0.2 else [])
    return rng.sample(pool, rng.choice([1, 1, 1, 2, 3]))


def vector():
    names = rng.sample(NAMES, rng.randint(1, 7))
    likely = rng.choice([0.1, 0.3, 0.5])
    tweens = [
        (name, some(["MAIN", "EXCVIEW", "EXCVIEW"], likely), some(["INGRESS", "EXCVIEW", "EXCVIEW"], likely))
        for name in names
    ]
    try:
        return {"tweens": tweens, "order": order(tweens)}
    except CyclicDependencyError:
        return {"tweens": tweens, "error": "circle"}
    except ConfigurationError as error:
        assert "Unsatisfied" in str(error), error
        return {"tweens": tweens, "error": "missing"}


def vectors(orders, circles, missing):
    left = {"order": orders, "circle": circles, "missing": missing}
    seen = set()
    while any(left.values()):
        found = vector()
        line = json.dumps(found)
        kind = found.get("error", "order")
        is_trivial = kind == "order" and not any(over or under for _, over, under in found["tweens"]) and rng.random() < 0.9
        if line in seen or not left[kind] or is_trivial or (kind != "missing" and is_forgiven(found["tweens"])):
            continue
        seen.add(line)
        left[kind] -= 1
        yield line


path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(vectors(orders=300, circles=60, missing=40)) + "\n]\n")
