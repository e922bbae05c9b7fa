"""Puts the page "Deploying" to the test: `run.py PROGRAM [NAME…]`, in a network of its own."""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parents[1] / "python"))

import activated
import bodies
import cases
import forwarded
import notified
import over_http2
import reloaded
import restarted
import upgraded

cases.run((forwarded, upgraded, over_http2, bodies, activated, notified, reloaded, restarted), *sys.argv[1:])
