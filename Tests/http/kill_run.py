"""kill -9 under 32 clients: what was acknowledged is there once, and the journal verifies."""

import http.client
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("COVENANT_BIN", str(ROOT / "bin" / "covenant"))
CLIENTS = 32
READY_WITHIN_SECONDS = 5


class Ledger:
    """What clients were told is done, on disk before they go on."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="ascii")
        self.lock = threading.Lock()
        self.acknowledged = set()
        self.open = set()

    def sent(self, key):
        with self.lock:
            self.open.add(key)

    def done(self, key):
        with self.lock:
            self.file.write(key + "\n")
            self.file.flush()
            os.fsync(self.file.fileno())
            self.acknowledged.add(key)
            self.open.discard(key)


class Server:
    def __init__(self, folder, database_url):
        self.place = ["--data", folder + "/demo", "--keys", folder + "/keys",
                      "--witness", folder + "/witness"]
        if database_url:
            self.place += ["--database-url", database_url]
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]

    def run(self, *arguments):
        return subprocess.run([PROGRAM, *arguments, *self.place], check=True,
                              capture_output=True, text=True).stdout.strip()

    def start(self):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--demo", *self.place, "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        begun = time.monotonic()
        while time.monotonic() - begun < 30:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
                connection.request("GET", "/ready")
                if connection.getresponse().status == 200:
                    return time.monotonic() - begun
            except OSError:
                time.sleep(0.02)
        raise SystemExit("the server did not become ready")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def body(key):
    return json.dumps({
        "channel": "phone", "policy": key, "lossAt": "2025-03-05T09:30:00+08:00",
        "place": "somewhere", "cause": "collision", "course": "as reported",
        "reporterName": "Reporter", "distinct": True})


def post(connection, token, key):
    connection.request("POST", "/api/v1/commands/claims.registerNotice", body(key), {
        "Authorization": "Bearer " + token, "Content-Type": "application/json",
        "Idempotency-Key": key})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def client(server, token, ledger, stop, prefix):
    count = 0
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    while not stop.is_set():
        key = f"{prefix}-{count}"
        count += 1
        ledger.sent(key)
        try:
            status = post(connection, token, key)
        except (OSError, http.client.HTTPException):
            return
        if status == 200:
            ledger.done(key)


def burst(server, token, ledger, name, seconds):
    stop = threading.Event()
    threads = [threading.Thread(target=client, args=(server, token, ledger, stop, f"{name}-{n}"))
               for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    server.kill()
    stop.set()
    for thread in threads:
        thread.join()


def repeat_open(server, token, ledger):
    """Whoever got no answer asks again under the same key."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for key in sorted(ledger.open):
        if post(connection, token, key) == 200:
            ledger.done(key)


def count_of_each(server, token, keys):
    """How often each key's notice exists, read page by page through the API."""
    counts = dict.fromkeys(keys, 0)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    cursor = ""
    while True:
        connection.request("GET", "/api/v1/notice?limit=200" + cursor,
                           headers={"Authorization": "Bearer " + token})
        page = json.loads(connection.getresponse().read())
        for item in page["items"]:
            if item["policy"] in counts:
                counts[item["policy"]] += 1
        if not page.get("next"):
            return counts
        cursor = "&cursor=" + page["next"]


def check(kills, database_url, seed):
    chances = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder, database_url)
        server.run("demo", "--customers", "5")
        ledger = Ledger(folder + "/ledger")
        server.start()
        token = server.run("token", "create", "--staff", "E1018")
        slowest = 0.0
        for number in range(kills):
            burst(server, token, ledger, f"K{seed}-{number}", chances.uniform(0.2, 1.2))
            slowest = max(slowest, server.start())
            repeat_open(server, token, ledger)
        counts = count_of_each(server, token, ledger.acknowledged)
        wrong = {key: count for key, count in counts.items() if count != 1}
        server.process.terminate()
        server.process.wait(timeout=30)
        verified = subprocess.run([PROGRAM, "journal", "verify", *server.place],
                                  capture_output=True, text=True)
        print(f"{'PostgreSQL' if database_url else 'SQLite'}: {kills} kills, "
              f"{len(counts)} acknowledged, {len(wrong)} not exactly once, "
              f"ready again within {slowest:.1f} s, journal: {verified.stdout.strip()[:100]}")
        return not wrong and counts and verified.returncode == 0 \
            and slowest <= READY_WITHIN_SECONDS


def fresh_database(url):
    """A database of its own on the test server."""
    name = f"kill_{os.getpid()}_{random.randrange(1 << 30)}"
    subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True)
    return url.rsplit("/", 1)[0] + "/" + name


def main(kills):
    seed = int(os.environ.get("COVENANT_SEED", "0")) or random.randrange(1 << 30)
    print(f"seed {seed} (COVENANT_SEED repeats it)")
    results = [check(kills, None, seed)]
    url = os.environ.get("COVENANT_TEST_POSTGRES")
    if url:
        results.append(check(kills, fresh_database(url), seed))
    else:
        print("PostgreSQL is NOT tested: COVENANT_TEST_POSTGRES is not set")
    passed = sum(1 for result in results if result)
    print(f"{passed} passed, {len(results) - passed} failed")
    return 0 if passed == len(results) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
