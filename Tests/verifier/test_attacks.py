#!/usr/bin/env python3
"""Every attack on a copy of an export must be found by the independent verifier.

    python3 Tests/verifier/test_attacks.py EXPORT_DIR WITNESS

The untouched export must be sound. Prints `N passed, N failed`; exits 1 when one failed.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

from attacks import ATTACKS, Export, Impossible
from verify_journal import Tree, sha

HERE = os.path.dirname(os.path.abspath(__file__))

# Published and computed roots over the leaves of the Certificate Transparency tests.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]
ROOTS = {0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
         1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
         3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
         7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
         8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"}


def findings(folder, witness):
    done = subprocess.run(
        [sys.executable, os.path.join(HERE, "verify_journal.py"), folder, "--witness", witness,
         "--json"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        return done.returncode, [{"kind": "crash", "words": done.stderr.strip()}]
    return done.returncode, json.loads(done.stdout)["findings"]


def attacked(folder, witness, function):
    """The findings after an attack on a copy."""
    with tempfile.TemporaryDirectory() as place:
        copy, seen = os.path.join(place, "export"), os.path.join(place, "witness.jsonl")
        shutil.copytree(folder, copy)
        export = Export(copy, witness)
        function(export)
        export.save(seen)
        return findings(copy, seen)


def roots_agree():
    tree, found = Tree(), {}
    for leaf in [None] + LEAVES:
        if leaf is not None:
            tree.append(bytes.fromhex(leaf))
        found[tree.size] = tree.root()
    node = sha(0, b"a") + sha(0, b"b")
    return all(found[size] == root for size, root in ROOTS.items()) and sha(0, node) != sha(1, node)


def main(folder, witness):
    results = [("RFC 9162 roots", roots_agree(), "")]
    code, found = findings(folder, witness)
    results.append(("the untouched export is sound", code == 0, found[:3]))
    for number, function, expected in ATTACKS:
        name = f"{number} {function.__name__.replace('_', ' ')}"
        try:
            code, found = attacked(folder, witness, function)
        except Impossible as reason:
            print(f"skipped  {name}: {reason}")
            continue
        kinds = {finding["kind"] for finding in found}
        results.append((name, code == 1 and bool(kinds & expected), found[:3]))
    for name, passed, found in results:
        print(f"{'passed' if passed else 'FAILED'}   {name}" + ("" if passed else f": {found}"))
    failed = sum(not passed for _, passed, _ in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
