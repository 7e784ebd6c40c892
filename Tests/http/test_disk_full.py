"""A full disk, end to end: refusals that say so, reads that go on, and it recovers by itself.

Needs to mount a small tmpfs. Where that is not permitted the check says so and counts nothing.
"""

import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import demo_site
from demo_site import PROGRAM

SIZE = "96m"


@contextlib.contextmanager
def small_disk():
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder],
            capture_output=True, text=True)
        if mounted.returncode:
            yield None, mounted.stderr.strip()
            return
        try:
            yield pathlib.Path(folder), ""
        finally:
            subprocess.run(["umount", "-l", folder], check=False)


def ask(site, token, path, body=None):
    """Status and JSON of an answer, whatever it is."""
    request = urllib.request.Request(
        site + path, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json",
                 "Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error), dict(error.headers)


def notice(site, token, number):
    return ask(site, token, "/api/v1/commands/claims.registerNotice", {
        "channel": "phone", "policy": f"NO-SUCH-{number}", "lossAt": "2026-01-05T08:00:00+08:00",
        "place": "杭州市西湖区", "cause": "collision", "course": "追尾" * 400,
        "reporterName": "张晓明"})


def fill(disk):
    """Takes all the room there is, and returns the files that took it."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 65536)
    with contextlib.suppress(OSError), open(filler, "ab", buffering=0) as file:
        while True:
            file.write(b"\0" * 512)
    return filler


class Check:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def expect(self, holds, sentence):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        if not holds:
            print("FAILED:", sentence)


def walk(disk, check):
    data = disk / "data"
    with tempfile.TemporaryDirectory() as elsewhere:
        keys = ["--keys", elsewhere + "/keys", "--witness", elsewhere + "/witness"]
        subprocess.run(
            [PROGRAM, "demo", "--customers", "20", "--data", data, *keys], check=True,
            stdout=subprocess.DEVNULL)
        token = subprocess.run(
            [PROGRAM, "token", "create", "--staff", "E1018", "--data", data, *keys], check=True,
            capture_output=True, text=True).stdout.strip()
        port = demo_site.free_port()
        site = f"http://127.0.0.1:{port}"
        server = subprocess.Popen(
            [PROGRAM, "serve", "--data", data, *keys, "--port", str(port), "--demo"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            demo_site.wait_until_ready(site, server)
            while_full(site, token, disk, check)
            check.expect(server.poll() is None, "the server lives through a full disk")
        finally:
            server.terminate()
            server.wait(timeout=60)
        verified = subprocess.run(
            [PROGRAM, "journal", "verify", "--data", data, *keys], capture_output=True, text=True)
        check.expect(verified.returncode == 0, f"the journal verifies: {verified.stdout}")


def while_full(site, token, disk, check):
    accepted = []
    status, answer, _ = notice(site, token, 0)
    check.expect(status == 200, f"there is room at first: {answer}")
    accepted.append(answer["reply"]["number"])
    filler = fill(disk)
    refused = None
    # What was set aside before still takes some; then it says that the disk is full.
    for number in range(1, 2000):
        status, answer, fields = notice(site, token, number)
        if status != 200:
            refused = (status, answer, fields)
            break
        accepted.append(answer["reply"]["number"])
    check.expect(refused is not None, "a full disk refuses at last")
    if refused:
        status, answer, fields = refused
        check.expect((status, answer["id"]) == (503, "storage.full"), f"it says why: {answer}")
        check.expect("磁盘已满" in answer["detail_zh"], "in both languages")
        check.expect("Retry-After" in fields, "and when to come again")
    for number in range(5):
        status, answer, _ = notice(site, token, 9000 + number)
        check.expect(status == 503, f"it goes on refusing: {status} {answer}")
    for number in accepted[-20:]:
        status, answer, _ = ask(site, token, f"/api/v1/notice/{number}")
        check.expect(status == 200 and answer["number"] == number, f"{number} is read when full")
    check.expect(ask(site, token, "/api/v1/notice?limit=200")[0] == 200, "lists are read when full")
    filler.unlink()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        status, answer, _ = notice(site, token, 9999)
        if status == 200:
            break
        time.sleep(0.2)
    check.expect(status == 200, f"with room it works again by itself: {status} {answer}")
    for number in accepted:
        check.expect(
            ask(site, token, f"/api/v1/notice/{number}")[0] == 200,
            f"{number} was acknowledged and is there")


def main():
    check = Check()
    with small_disk() as (disk, problem):
        if disk is None:
            print("SKIPPED: test_disk_full.py could not mount a tmpfs, so nothing of it was"
                  f" checked: {problem}. Run it as root.", file=sys.stderr)
            print("SKIPPED: test_disk_full.py")
        else:
            walk(disk, check)
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
