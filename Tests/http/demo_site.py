"""A demo insurer served on a free port, for checks that go through HTTP."""

import contextlib
import datetime
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("COVENANT_BIN", str(ROOT / "bin" / "covenant"))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_until_ready(site, server):
    for _ in range(300):
        if server.poll() is not None:
            sys.exit("the server ended before it was ready")
        try:
            urllib.request.urlopen(site + "/ready", timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server was not ready within 30 s")


@contextlib.contextmanager
def served(*more):
    """Makes the demo insurer that bin/run makes, and serves it: yields its address and folder."""
    with tempfile.TemporaryDirectory() as folder:
        data = folder + "/demo"
        keys = ["--keys", folder + "/keys", "--witness", folder + "/witness"]
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
        subprocess.run(
            [PROGRAM, "demo", "--from", str(today), "--data", data, *keys], check=True,
            stdout=subprocess.DEVNULL)
        port = free_port()
        site = f"http://127.0.0.1:{port}"
        server = subprocess.Popen(
            [PROGRAM, "serve", "--data", data, *keys, "--port", str(port), "--demo", *more],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_ready(site, server)
            yield site, data
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextlib.contextmanager
def empty():
    """Serves an installation without anybody: yields its address, folder and set-up token."""
    with tempfile.TemporaryDirectory() as folder:
        data = folder + "/data"
        port = free_port()
        server = subprocess.Popen(
            [PROGRAM, "serve", "--data", data, "--keys", folder + "/keys", "--witness",
             folder + "/witness", "--port", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            token = set_up_token(server)
            site = f"http://127.0.0.1:{port}"
            wait_until_ready(site, server)
            yield site, data, token
        finally:
            server.terminate()
            server.wait(timeout=30)


def set_up_token(server):
    """Reads what the server prints until the token; the rest is read away in the background."""
    for line in server.stderr:
        found = re.search(r"cov_[A-Za-z0-9_-]{43}", line)
        if found:
            threading.Thread(target=server.stderr.read, daemon=True).start()
            return found.group()
    sys.exit("the server ended without printing a set-up token")


def run_script(script, site, data, **more):
    return subprocess.run(
        ["bash", "-c", "set -euo pipefail\n" + script], capture_output=True, text=True, cwd=ROOT,
        timeout=300,
        env={**os.environ, "SITE": site, "DATA": data, "COVENANT_BIN": PROGRAM, **more})


def verified(data):
    """Whether the journal is sound; with what it says."""
    run = subprocess.run(
        [PROGRAM, "journal", "verify", "--data", data], capture_output=True, text=True)
    return run.returncode == 0, run.stdout + run.stderr
