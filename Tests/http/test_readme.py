"""The walkthrough of README.md, run as it stands against a demo insurer, ends in a voucher."""

import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("COVENANT_BIN", str(ROOT / "bin" / "covenant"))


def walkthrough():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.search(r"<!-- walkthrough -->\n```bash\n(.*?)```", text, re.S).group(1)


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


def main():
    with tempfile.TemporaryDirectory() as folder:
        data = folder + "/demo"
        keys = ["--keys", folder + "/keys", "--witness", folder + "/witness"]
        subprocess.run([PROGRAM, "demo", "--data", data, *keys], check=True)
        port = free_port()
        site = f"http://127.0.0.1:{port}"
        server = subprocess.Popen(
            [PROGRAM, "serve", "--data", data, *keys, "--port", str(port), "--demo"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_ready(site, server)
            script = "set -euo pipefail\n" + walkthrough().replace("bin/covenant", PROGRAM)
            run = subprocess.run(
                ["bash", "-c", script], capture_output=True, text=True, cwd=ROOT,
                env={**os.environ, "SITE": site, "DATA": data})
            print(run.stdout[-3000:])
            print(run.stderr, file=sys.stderr)
            genuine = '"genuine":true' in run.stdout.replace(" ", "")
            problems = re.findall(r'"type": ?"/problems/[^"]*"', run.stdout)
            passed = run.returncode == 0 and genuine and not problems
            print("1 passed, 0 failed" if passed else f"0 passed, 1 failed\n{problems}")
            return 0 if passed else 1
        finally:
            server.terminate()
            server.wait(timeout=30)


if __name__ == "__main__":
    sys.exit(main())
