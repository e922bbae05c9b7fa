"""Tools that others wrote to try servers."""

import csv
import pathlib
import re
import subprocess
import tempfile

from commands import run
from served import Served, until
from slow import SHORT


def slowhttptest(program):
    """Its slow headers, slow bodies and slow reads: all closed, and its own probe always answered."""
    with Served(program, SHORT) as served:
        for attack in (["-H"], ["-B", "-u", f"{served.url}/form"]):
            with served.back_to_the_start(), served.others_are_served(), tempfile.TemporaryDirectory() as folder:
                told = run(*slow_test(served, folder, attack))
                assert "No open connections left" in told, f"slowhttptest {attack[0]} was still connected at its end: {told}"
                print(f"    {attack[0]}: all connections closed within {len(seconds(folder))} s")
        with served.back_to_the_start(), served.others_are_served():
            slow_reads(served)


def slow_test(served, folder, attack):
    options = ["-c", "200", "-r", "100", "-i", "1", "-l", "30", "-p", "2", "-g", "-o", f"{folder}/report"]
    return ["slowhttptest", "-u", served.url + "/", *options, *attack]


def seconds(folder):
    """The report's rows, in each of which the probe was answered."""
    with open(f"{folder}/report.csv") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    unavailable = [row for row in rows if row["Service Available"] == "0"]
    assert not unavailable, f"slowhttptest found the service unavailable: {unavailable[:3]}"
    return rows


def slow_reads(served):
    """The tool still reads what its own machine has received, so it is the server that tells when it has let go of it."""
    before = served.descriptors()
    with tempfile.TemporaryDirectory() as folder:
        attack = slow_test(served, folder, ["-X", "-k", "3", "-u", f"{served.url}/large"])
        with subprocess.Popen(attack, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as tool:
            # It connects 100 times a second, and each connection is closed a second after it takes nothing more.
            until(lambda: served.descriptors() > before + 30, "the tool is connected")
            until(lambda: served.descriptors() < before + 10, "the connections are closed")
            assert tool.poll() is None, "the tool ended before the server closed its connections"
            tool.wait()
        seconds(folder)
    print("    -X: all connections closed while the tool still read")


def h2load(program):
    """HTTP/2 by prior knowledge, many streams at once, and HTTP/1.1."""
    with Served(program) as served, served.back_to_the_start():
        for protocol in ([], ["--h1"]):
            told = run("h2load", "-n", "5000", "-c", "20", "-m", "50", *protocol, served.url + "/")
            counts = re.search(r"requests: .*", told)[0]
            assert "5000 succeeded, 0 failed, 0 errored, 0 timeout" in counts, counts
            assert "status codes: 5000 2xx" in told, told
            print(f"    {' '.join(protocol) or 'h2c'}: {counts}")


def curl(program):
    """HTTP/1.1, HTTP/2 by prior knowledge, and a unix socket."""
    with tempfile.TemporaryDirectory() as folder:
        socket = pathlib.Path(folder) / "application.sock"
        with Served(program, bind=("127.0.0.1:0", f"unix:{socket}")) as served, served.back_to_the_start():
            for options in ([], ["--http2-prior-knowledge"], ["--unix-socket", str(socket)]):
                told = run("curl", "-sS", "-w", " %{http_version}", *options, served.url + "/")
                version = "2" if "--http2-prior-knowledge" in options else "1.1"
                assert told == f"home {version}", told
        assert not socket.exists() or served.process.returncode != 0


ALL = [slowhttptest, h2load, curl]
