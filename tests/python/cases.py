"""Runs cases, which are functions that take a program, and tells how long each took."""

import subprocess
import time


def run(parts, program, *names):
    """Runs the cases of these modules, or those that are named, in a network that is up."""
    cases = {case.__name__: case for part in parts for case in part.ALL}
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for name in names or cases:
        begin = time.monotonic()
        cases[name](program)
        print(f"  {name.replace('_', ' ')}: held ({time.monotonic() - begin:.1f} s)", flush=True)
