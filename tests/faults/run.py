"""Tries an application with clients that mean no good: `run.py PROGRAM [NAME…]`, in a network of its own."""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parents[1] / "python"))

import cases
import exhausted
import log
import lost
import slow
import stopped
import tls
import tools

cases.run((slow, lost, exhausted, stopped, tls, log, tools), *sys.argv[1:])
