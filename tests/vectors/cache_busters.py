"""What Pyramid 2.1 makes of static files with cache busters for random directories, one vector a line: `python cache_busters.py > cache_busters.json`.

    pip install pyramid==2.1 'setuptools<81'
"""
import json
import random
import tempfile

from pyramid import testing
from pyramid.request import Request
from pyramid.static import QueryStringConstantCacheBuster

rng = random.Random(2101)
ROOT = tempfile.mkdtemp()
DIRECTORIES = ["", "css", "css/own", "js", "cs"]
FILES = ["a.txt", "css/a.css", "css/own/a.css", "js/a.js", "cssx/a.css"]


def vector():
    busters = [
        [rng.choice(DIRECTORIES), f"t{number}", rng.random() < 0.2] for number in range(rng.randint(0, 4))
    ]
    config = testing.setUp()
    config.add_static_view("static", ROOT)
    for directory, token, explicit in busters:
        config.add_cache_buster(f"{ROOT}/{directory}", QueryStringConstantCacheBuster(token), explicit=explicit)
    config.commit()
    request = Request.blank("/")
    request.registry = config.registry
    file, query = rng.choice(FILES), rng.choice([None, None, "one"])
    more = {"_query": [("q", query)]} if query else {}
    path = request.static_path(f"{ROOT}/{file}", **more)
    testing.tearDown()
    return {"busters": busters, "file": file, "query": query, "path": path}


print("[")
print(",\n".join(json.dumps(vector()) for _ in range(60)))
print("]")
