#!/usr/bin/env python3
"""Verifies an exported journal. Written from docs/journal.md alone, without the product's code.

    python3 verify_journal.py EXPORT_DIR [--witness FILE] [--keys FILE] [--json]

Exit 0: sound. Exit 1: findings, one per line, the first broken entry first. Exit 2: not readable.
Needs Python 3.9 and the package `cryptography` (Ed25519). Reads line by line.
"""
import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SKEW = 300_000
ZEROS = "0" * 64
HASH = re.compile(r"[0-9a-f]{64}\Z")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


class Refused(Exception):
    """A line is not as documented."""


# --- section 1: bytes ---

def sha(purpose, data):
    return hashlib.sha256(bytes([purpose]) + data).digest()


def _no_fraction(text):
    raise Refused("fractions and exponents do not occur")


def _whole(text):
    number = int(text) if len(text) <= 20 else 1 << 64
    if text == "-0" or not -(1 << 63) <= number < 1 << 63:
        raise Refused("a number that does not occur")
    return number


def _members(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Refused("a name twice in one object")
    return members


ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f",
           "\r": "\\r"}
ESCAPED = re.compile(r'["\\\x00-\x1f]')


def _quoted(text):
    return '"' + ESCAPED.sub(
        lambda m: ESCAPES.get(m[0]) or "\\u%04x" % ord(m[0]), text) + '"'


def written(value):
    """The canonical text of a value."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(_quoted(n) + ":" + written(value[n]) for n in names) + "}"


def canonical(value):
    return written(value).encode("utf-8")


def parsed(line):
    """The value of a line; refuses what is not canonical."""
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=_members, parse_int=_whole,
                           parse_float=_no_fraction, parse_constant=_no_fraction)
        again = canonical(value)
    except (ValueError, RecursionError) as error:
        raise Refused("not JSON as documented") from error
    if again != line:
        raise Refused("not canonical: encoding it again gives other bytes")
    return value


def lines(path):
    """The lines without their ends; a last line without an end is refused by its spare byte."""
    with open(path, "rb") as file:
        for line in file:
            yield line[:-1] if line.endswith(b"\n") else line + b"\n"


def one_line(path):
    found = list(lines(path))
    if len(found) != 1:
        raise Refused(f"{os.path.basename(path)} is not exactly one line")
    return parsed(found[0])


# --- members ---

def is_text(value):
    return isinstance(value, str)


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_hash(value):
    return is_text(value) and HASH.match(value) is not None


def is_identity(value):
    return is_text(value) and UUID.match(value) is not None


def is_texts(value):
    return isinstance(value, list) and all(map(is_text, value))


def is_rows(value):
    if not isinstance(value, list):
        return False
    for row in value:
        check(row, ROW)
    return True


def from_least(least):
    return lambda value: is_number(value) and value >= least


def is_signature(value):
    raw = unbase64(value)
    return raw is not None


ROW = {"id": is_text, "sha256": is_hash, "table": is_text, "version": from_least(1)}
ENTRY = {"act": is_identity, "actor": is_text, "at": is_number, "command": is_text,
         "duties": is_texts, "events": lambda value: isinstance(value, list), "id": is_identity,
         "kind": is_text, "log": is_text, "prev": is_hash, "rows": is_rows,
         "seq": from_least(1), "stream": is_text,
         "v": lambda value: is_number(value) and value == 1}
ENTRY_OPTIONAL = {"behalf": is_text, "reason": is_text, "written": is_number}
HEAD = {"at": is_number, "key": is_text, "log": is_text, "prev": is_hash, "root": is_hash,
        "sig": is_signature, "size": from_least(0), "v": ENTRY["v"]}
ABOUT = {"exported": is_number, "log": is_text, "size": from_least(0), "v": ENTRY["v"]}
KEY = {"algorithm": lambda value: value == "Ed25519", "id": is_text, "public": is_signature}


def check(value, required, optional=None):
    """Exactly the documented members, each of its kind."""
    if not isinstance(value, dict):
        raise Refused("not an object")
    for name, is_right in required.items():
        if name not in value or not is_right(value[name]):
            raise Refused(f"the member {name} is missing or not as documented")
    for name in value.keys() - required.keys():
        if name not in (optional or {}) or not optional[name](value[name]):
            raise Refused("a member that is not documented")
    return value


def unbase64(text):
    try:
        raw = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        return None
    return raw if base64.b64encode(raw).decode() == text else None


# --- section 3: the tree ---

class Tree:
    """The right edge of the Merkle tree: one complete subtree per bit of the size."""

    def __init__(self):
        self.size = 0
        self.peaks = []

    def append(self, line):
        node, rest = sha(0, line), self.size
        while rest & 1:
            node, rest = sha(1, self.peaks.pop() + node), rest >> 1
        self.peaks.append(node)
        self.size += 1

    def root(self):
        if not self.peaks:
            return hashlib.sha256().hexdigest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = sha(1, peak + node)
        return node.hex()


# --- section 6: the checks ---

class Verifier:
    def __init__(self):
        self.findings = []
        self.heads = []
        self.witnesses = []
        self.by_size = {}
        self.streams = {}
        self.rows = {}
        self.tree = Tree()
        self.keys = {}
        self.log = None
        self.covering = 0
        self.known = set()

    def say(self, kind, words, entry=None):
        self.findings.append((entry, kind, words))

    def take_about(self, folder, trusted):
        self.about = check(one_line(os.path.join(folder, "about.json")), ABOUT)
        self.log = self.about["log"]
        listed = one_line(trusted or os.path.join(folder, "keys.json"))
        if not isinstance(listed, dict) or set(listed) != {"keys"} \
                or not isinstance(listed["keys"], list):
            raise Refused("keys.json is not as documented")
        for key in listed["keys"]:
            raw = unbase64(check(key, KEY)["public"])
            if len(raw) != 32 or hashlib.sha256(raw).hexdigest()[:32] != key["id"]:
                raise Refused("keys.json: an id is not that of its key")
            self.keys[key["id"]] = Ed25519PublicKey.from_public_bytes(raw)

    def take_head(self, line, number, name, kind):
        """Checks 2 and 3 for one line; the head and its link, or None."""
        try:
            head = check(parsed(line), HEAD)
        except Refused as problem:
            self.say(kind + "Unreadable", f"{name} {number} refused: {problem}")
            return None
        signed = canonical({k: v for k, v in head.items() if k != "sig"})
        if head["log"] != self.log:
            self.say(kind + "OtherLog", f"{name} {number}: of another log")
        if head["key"] not in self.keys:
            self.say(kind + "UnknownKey", f"{name} {number}: unknown key")
        else:
            try:
                self.keys[head["key"]].verify(unbase64(head["sig"]), signed)
            except (InvalidSignature, ValueError):
                self.say(kind + "Signature", f"{name} {number}: the signature is not valid")
        return head, sha(3, signed).hex()

    def take_heads(self, path):
        link, size, at = ZEROS, 0, None
        for number, line in enumerate(lines(path), 1):
            taken = self.take_head(line, number, "head", "head")
            if taken is None:
                continue
            head, own = taken
            if head["prev"] != link:
                self.say("headChain", f"head {number}: does not follow the head before")
            if head["size"] < size:
                self.say("headOrder", f"head {number}: rollback, size goes back")
            if at is not None and head["at"] < at:
                self.say("headTime", f"head {number}: time regression")
            link, size, at = own, head["size"], head["at"]
            self.heads.append(head)
            self.by_size.setdefault(size, []).append((f"head {number}", "headRoot", head["root"]))
            self.known.add(own)

    def take_witness(self, path):
        for number, line in enumerate(lines(path), 1):
            taken = self.take_head(line, number, "witness line", "witness")
            if taken is None:
                continue
            head, own = taken
            if own not in self.known:
                self.say("witnessMissing",
                         f"witness line {number}: not among the heads (fork or rollback)")
            self.witnesses.append((number, head))
            self.by_size.setdefault(head["size"], []).append(
                (f"witness line {number}", "witnessRoot", head["root"]))

    def find_equivocation(self):
        for size, said in sorted(self.by_size.items()):
            if len({root for _, _, root in said}) > 1:
                self.say("equivocation", f"equivocation: same size, two roots (size {size})")

    def compare_root(self):
        size = self.tree.size
        if size not in self.by_size:
            return
        root = self.tree.root()
        for name, kind, signed in self.by_size[size]:
            if signed != root:
                words = f"STH size {size} root mismatch ({name})" if kind == "headRoot" \
                    else f"inconsistent with anchor: {name} at size {size}"
                self.say(kind, words)

    def take_entry(self, line):
        number = self.tree.size + 1
        self.tree.append(line)
        try:
            entry = check(parsed(line), ENTRY, ENTRY_OPTIONAL)
        except Refused as problem:
            self.say("entryUnreadable", f"entry {number} refused: {problem}", number)
        else:
            self.check_entry(entry, line, number)
        self.compare_root()

    def check_entry(self, entry, line, number):
        if entry["log"] != self.log:
            self.say("entryOtherLog", f"entry {number} belongs to another log", number)
        seq, link, at, before = self.streams.get(entry["stream"], (0, ZEROS, None, None))
        if entry["seq"] != seq + 1:
            self.say("entrySequence", f"entry {number}: sequence {entry['seq']} where {seq + 1} "
                     "is due in its stream", number)
        elif entry["prev"] != link and before is not None:
            self.say("entryHashMismatch", f"entry {before} hash mismatch: entry {number} after it "
                     "names another", before)
        elif entry["prev"] != link:
            self.say("entryChain", f"entry {number}: the first of its stream points to one before "
                     "it", number)
        written = entry.get("written", entry["at"])
        self.check_time(written, at, number)
        for row in entry["rows"]:
            self.note_row(row, number)
        self.streams[entry["stream"]] = (
            entry["seq"], sha(2, line).hex(), written, number)

    def check_time(self, at, before, number):
        while self.covering < len(self.heads) and self.heads[self.covering]["size"] < number:
            self.covering += 1
        late = self.covering < len(self.heads) and at > self.heads[self.covering]["at"] + SKEW
        early = self.covering > 0 and at < self.heads[self.covering - 1]["at"] - SKEW
        if before is not None and at < before - SKEW:
            self.say("entryTime", f"entry {number}: time regression within its stream", number)
        elif late or early:
            self.say("entryTime", f"entry {number}: time outside the window of the heads around "
                     "it", number)

    def note_row(self, row, number):
        """Rows as [highest, digest, entry, through, ahead, listed]."""
        known = self.rows.setdefault((row["table"], row["id"]), [0, ZEROS, 0, 0, None, False])
        version = row["version"]
        if version <= known[3] or known[4] and version in known[4]:
            self.say("entryRows", f"entry {number}: {row['table']}/{row['id']} v{version} was "
                     "written before", number)
            return
        if version == known[3] + 1:
            known[3] = version
            while known[4] and known[3] + 1 in known[4]:
                known[3] += 1
                known[4].remove(known[3])
        else:
            known[4] = known[4] or set()
            known[4].add(version)
        if version > known[0]:
            known[0], known[1], known[2] = version, row["sha256"], number

    def take_row(self, line, number):
        try:
            row = check(parsed(line), ROW)
        except Refused as problem:
            self.say("rowUnreadable", f"rows line {number} refused: {problem}")
            return
        name = f"{row['table']}/{row['id']} v{row['version']}"
        known = self.rows.get((row["table"], row["id"]))
        if known is None:
            self.say("rowOrphan", f"{name} has no entry")
            return
        if known[5]:
            self.say("rowTwice", f"{name} is listed twice")
        known[5] = True
        if row["version"] > known[0]:
            self.say("rowOrphan", f"{name} has no entry")
        elif row["version"] < known[0]:
            self.say("rowStale", f"{name} is stale: entry {known[2]} wrote v{known[0]}")
        elif row["sha256"] != known[1]:
            self.say("rowChanged", f"{name} differs from what entry {known[2]} wrote")

    def finish(self):
        size = self.tree.size
        if size and not self.heads:
            self.say("headMissing", f"no signed head vouches for the {size} entries")
        for number, head in enumerate(self.heads, 1):
            if head["size"] > size:
                self.say("headBeyondEnd",
                         f"head {number}: signed size {head['size']} > {size} entries")
        for number, head in self.witnesses:
            if head["size"] > size:
                self.say("witnessBeyondEnd", f"size < witnessed: anchored size {head['size']} > "
                         f"{size} (witness line {number})")
        for (table, name), known in sorted(self.rows.items(), key=lambda item: item[1][2]):
            if known[3] != known[0]:
                self.say("rowGap", f"{table}/{name} v{known[3] + 1} has no entry")
            if not known[5] and known[1] != ZEROS:
                self.say("rowMissing",
                         f"{table}/{name} v{known[0]} of entry {known[2]} is missing")
        if self.about["size"] != size:
            self.say("about", f"about.json says {self.about['size']} entries, there are {size}")
        self.findings.sort(key=lambda finding: (finding[0] is None, finding[0] or 0))


def verify(folder, witness=None, trusted=None):
    """All checks of section 6; the verifier with its findings."""
    verifier = Verifier()
    try:
        verifier.take_about(folder, trusted)
    except Refused as problem:
        verifier.about = {"size": None}
        verifier.say("about", f"about.json or keys.json refused: {problem}")
        return verifier
    verifier.take_heads(os.path.join(folder, "heads.jsonl"))
    if witness:
        verifier.take_witness(witness)
    verifier.find_equivocation()
    verifier.compare_root()
    for line in lines(os.path.join(folder, "entries.jsonl")):
        verifier.take_entry(line)
    for number, line in enumerate(lines(os.path.join(folder, "rows.jsonl")), 1):
        verifier.take_row(line, number)
    verifier.finish()
    return verifier


def main():
    parser = argparse.ArgumentParser(description="Verifies an exported journal.")
    parser.add_argument("export")
    parser.add_argument("--witness", help="file of heads kept by a witness")
    parser.add_argument("--keys", help="a keys.json you trust, instead of the one exported")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    try:
        verifier = verify(given.export, given.witness, given.keys)
    except OSError as problem:
        print(f"cannot read the export: {problem}", file=sys.stderr)
        return 2
    covered = max((head["size"] for head in verifier.heads), default=0)
    summary = {"entries": verifier.tree.size, "heads": len(verifier.heads),
               "witnessed": len(verifier.witnesses), "rows": len(verifier.rows),
               "unsigned": max(0, verifier.tree.size - covered), "root": verifier.tree.root(),
               "findings": [{"kind": k, "entry": e, "words": w} for e, k, w in verifier.findings]}
    if given.json:
        print(json.dumps(summary, ensure_ascii=False))
    else:
        for _, kind, words in verifier.findings:
            print(f"{kind}: {words}")
        state = "sound" if not verifier.findings else f"{len(verifier.findings)} findings"
        print("{entries} entries, {heads} heads, {witnessed} witnessed, {rows} rows, {unsigned} "
              "not covered by a head: ".format(**summary) + state)
        print(f"root {summary['root']}")
    return 1 if verifier.findings else 0


if __name__ == "__main__":
    sys.exit(main())
