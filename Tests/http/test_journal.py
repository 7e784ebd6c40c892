"""A demo insurer's export: the independent verifier finds it sound and finds every attack on it."""

import pathlib
import subprocess
import sys
import tempfile

from kill_run import PROGRAM

VERIFIER = pathlib.Path(__file__).resolve().parents[1] / "verifier"


def main():
    with tempfile.TemporaryDirectory() as folder:
        place = ["--data", folder + "/demo", "--keys", folder + "/keys",
                 "--witness", folder + "/witness"]
        export, witness = folder + "/export", folder + "/witness"
        subprocess.run([PROGRAM, "demo", "--customers", "20", *place], check=True)
        # A second run adds people and a second head.
        subprocess.run([PROGRAM, "demo", "--customers", "25", *place], check=True)
        subprocess.run([PROGRAM, "journal", "export", "--to", export, *place], check=True)
        sound = subprocess.run(
            [sys.executable, VERIFIER / "verify_journal.py", export, "--witness", witness])
        if sound.returncode != 0:
            print("0 passed, 1 failed")
            return 1
        return subprocess.run(
            [sys.executable, VERIFIER / "test_attacks.py", export, witness]).returncode


if __name__ == "__main__":
    sys.exit(main())
