"""What the API answers is what its own document promises (schemathesis): no server error."""

import os
import pathlib
import subprocess
import sys
import tempfile

from kill_run import Server

SCRIPT = pathlib.Path(__file__).resolve().parent / "schemathesis.sh"


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder, None)
        server.run("demo", "--customers", "10")
        server.start()
        try:
            token = server.run("token", "create", "--staff", "E1015")
            found = subprocess.run(
                ["sh", str(SCRIPT), f"http://127.0.0.1:{server.port}", token],
                env={"COVENANT_PYTHON": sys.executable, **os.environ})
            print("1 passed, 0 failed" if found.returncode == 0 else "0 passed, 1 failed")
            return found.returncode
        finally:
            server.process.terminate()
            server.process.wait(timeout=30)


if __name__ == "__main__":
    sys.exit(main())
