"""Tries an application with clients that mean no good: `run.py PROGRAM [NAME…]`, in a network of its own."""

import subprocess
import sys
import time

import exhausted
import log
import lost
import slow
import stopped
import tls
import tools

FAULTS = {fault.__name__: fault for part in (slow, lost, exhausted, stopped, tls, log, tools) for fault in part.ALL}


def main(program, *names):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for name in names or FAULTS:
        begin = time.monotonic()
        FAULTS[name](program)
        print(f"  {name.replace('_', ' ')}: held ({time.monotonic() - begin:.1f} s)", flush=True)


main(*sys.argv[1:])
