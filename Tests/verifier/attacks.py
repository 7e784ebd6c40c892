"""What somebody with full access to the database may try (J1 to J14 of the threat list).

Each attack changes a copy of an export as thoroughly as its attacker could: chains, counts and the
row manifest are recomputed where that hides the deed. An attack names the findings of which at
least one must be reported. Attacks that need a signature use a stolen key: one that the copy's
keys.json lists.
"""
import base64
import hashlib
import os
import unicodedata

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from verify_journal import ZEROS, Tree, canonical, lines, parsed, sha

ATTACKS = []


class Impossible(Exception):
    """This export has nothing that the attack could change."""


def attack(number, *findings):
    def note(function):
        ATTACKS.append((number, function, set(findings)))
        return function
    return note


class Export:
    """The files of an export as lists, to be changed and saved."""

    def __init__(self, folder, witness):
        self.folder = folder
        self.entries = list(lines(os.path.join(folder, "entries.jsonl")))
        self.heads = list(lines(os.path.join(folder, "heads.jsonl")))
        self.rows = list(lines(os.path.join(folder, "rows.jsonl")))
        self.keys = parsed(next(lines(os.path.join(folder, "keys.json"))))
        self.about = parsed(next(lines(os.path.join(folder, "about.json"))))
        self.witness = list(lines(witness))
        self.thief = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)

    def save(self, witness):
        self.about["size"] = len(self.entries)
        self._write("entries.jsonl", self.entries)
        self._write("heads.jsonl", self.heads)
        self._write("rows.jsonl", self.rows)
        self._write("keys.json", [canonical(self.keys)])
        self._write("about.json", [canonical(self.about)])
        with open(witness, "wb") as file:
            file.writelines(line + b"\n" for line in self.witness)

    def _write(self, name, content):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.writelines(line + b"\n" for line in content)

    def entry(self, index):
        return parsed(self.entries[index])

    def edit(self, index, **members):
        self.entries[index] = canonical({**self.entry(index), **members})

    def rechain(self):
        """Recomputes every chain, as an attacker would to hide an edit."""
        ends = {}
        for index, line in enumerate(self.entries):
            entry = parsed(line)
            seq, link = ends.get(entry["stream"], (0, ZEROS))
            entry["seq"], entry["prev"] = seq + 1, link
            self.entries[index] = canonical(entry)
            ends[entry["stream"]] = (seq + 1, sha(2, self.entries[index]).hex())

    def rebuild_rows(self):
        """Makes the tables agree with the entries that are left."""
        highest = {}
        for line in self.entries:
            for row in parsed(line)["rows"]:
                key = (row["table"], row["id"])
                if key not in highest or highest[key]["version"] < row["version"]:
                    highest[key] = row
        self.rows = [canonical(row) for row in highest.values() if row["sha256"] != ZEROS]

    def root(self, size):
        tree = Tree()
        for line in self.entries[:size]:
            tree.append(line)
        return tree.root()

    def sign(self, head, previous):
        """A head for the entries as they are, signed with the stolen key."""
        raw = self.thief.public_key().public_bytes_raw()
        name = hashlib.sha256(raw).hexdigest()[:32]
        if all(key["id"] != name for key in self.keys["keys"]):
            self.keys["keys"].append({"algorithm": "Ed25519", "id": name,
                                      "public": base64.b64encode(raw).decode()})
        unsigned = {k: v for k, v in head.items() if k != "sig"}
        unsigned.update(key=name, root=self.root(head["size"]), prev=link(previous))
        signature = self.thief.sign(canonical(unsigned))
        return canonical({**unsigned, "sig": base64.b64encode(signature).decode()})

    def resign(self, start):
        """Signs all heads from `start` on anew."""
        for index in range(start, len(self.heads)):
            previous = self.heads[index - 1] if index else None
            self.heads[index] = self.sign(parsed(self.heads[index]), previous)

    def size_of_last_head(self):
        return parsed(self.heads[-1])["size"]

    def witnessed_sizes(self):
        if not self.witness:
            raise Impossible("the witness has seen nothing")
        return sorted(parsed(line)["size"] for line in self.witness)

    def followed(self):
        """An entry that a head covers and another entry of its stream follows."""
        seen = set()
        for index in range(self.size_of_last_head() - 1, -1, -1):
            stream = self.entry(index)["stream"]
            if stream in seen:
                return index
            seen.add(stream)
        raise Impossible("no stream has two entries")

    def neighbours(self, same_stream):
        """Two covered entries of one stream, or two neighbours of different streams."""
        before = {}
        for index in range(self.size_of_last_head()):
            stream = self.entry(index)["stream"]
            if same_stream and stream in before:
                return before[stream], index
            if not same_stream and index and stream not in before:
                return index - 1, index
            before[stream] = index
        raise Impossible("no such pair")

    def forged(self, at):
        """A new entry of a new stream."""
        entry = {k: v for k, v in self.entry(0).items() if k not in ("behalf", "reason", "written")}
        entry.update(stream="claim/forged", seq=1, prev=ZEROS, at=at, rows=[],
                     id="00000000-0000-7000-8000-000000000001")
        return canonical(entry)


def link(head_line):
    if head_line is None:
        return ZEROS
    head = parsed(head_line)
    return sha(3, canonical({k: v for k, v in head.items() if k != "sig"})).hex()


@attack("J1", "entryHashMismatch")
def edit_one_entry(export):
    export.edit(export.followed(), actor="system:somebody")


@attack("J1", "headRoot")
def edit_the_last_covered_entry(export):
    export.edit(export.size_of_last_head() - 1, actor="system:somebody")


@attack("J2", "headRoot")
def edit_and_recompute_the_chain(export):
    export.edit(export.followed(), actor="system:somebody")
    export.rechain()


@attack("J3", "rowOrphan")
def cut_the_tail_after_the_last_head(export):
    export.witness = []
    while len(export.entries) > 1 and export.size_of_last_head() >= len(export.entries):
        export.heads.pop()
    while len(export.entries) > export.size_of_last_head():
        export.entries.pop()


@attack("J4", "witnessBeyondEnd")
def cut_the_tail_with_its_heads_and_rows(export):
    size = export.witnessed_sizes()[-1] - 1
    export.entries = export.entries[:size]
    export.heads = [head for head in export.heads if parsed(head)["size"] <= size]
    export.rebuild_rows()


@attack("J4", "headMissing", "witnessMissing")
def drop_all_heads(export):
    export.heads = []


@attack("J5", "headRoot")
def delete_a_whole_stream(export):
    stream = export.entry(0)["stream"]
    export.entries = [line for line in export.entries if parsed(line)["stream"] != stream]
    export.rebuild_rows()


@attack("J6", "headRoot")
def swap_entries_of_two_streams(export):
    a, b = export.neighbours(same_stream=False)
    export.entries[a], export.entries[b] = export.entries[b], export.entries[a]


@attack("J6", "entrySequence")
def swap_entries_of_one_stream(export):
    a, b = export.neighbours(same_stream=True)
    export.entries[a], export.entries[b] = export.entries[b], export.entries[a]


@attack("J7", "headRoot")
def insert_an_entry_before_a_head(export):
    place = export.size_of_last_head() // 2
    export.entries.insert(place, export.forged(export.entry(place)["at"]))


@attack("J7", "entryTime")
def append_a_back_dated_entry(export):
    export.entries.append(export.forged(export.entry(0)["at"] - 86_400_000))


@attack("J8", "equivocation")
def fork_at_a_witnessed_size(export):
    size = export.witnessed_sizes()[-1]
    export.edit(size - 1, actor="system:somebody")
    export.rechain()
    export.resign(0)


@attack("J9", "witnessRoot", "witnessBeyondEnd")
def restore_an_old_copy_and_go_on(export):
    size = export.witnessed_sizes()[-1] // 2
    after = export.entries[size:]
    export.entries = export.entries[:size]
    for line in after:
        entry = parsed(line)
        entry.update(stream="claim/after", rows=[])
        export.entries.append(canonical(entry))
    export.rechain()
    export.rebuild_rows()
    kept = sum(parsed(head)["size"] <= size for head in export.heads)
    export.resign(kept)


@attack("J10", "witnessRoot", "equivocation")
def sign_everything_anew_with_the_stolen_key(export):
    export.edit(0, actor="system:somebody")
    export.rechain()
    export.resign(0)


@attack("J11", "entryUnreadable")
def pass_a_node_for_a_leaf(export):
    export.entries[:2] = [sha(0, export.entries[0]) + sha(0, export.entries[1])]


@attack("J11", "entryUnreadable")
def pass_a_tagged_node_for_a_leaf(export):
    export.entries[:2] = [b"\x01" + sha(0, export.entries[0]) + sha(0, export.entries[1])]


def respell(name, old, new):
    def function(export):
        if old not in export.entries[0]:
            raise Impossible("nothing to spell otherwise")
        export.entries[0] = export.entries[0].replace(old, new, 1)
    function.__name__ = "spell_with_" + name
    attack("J12", "entryUnreadable")(function)


respell("a_name_twice", b'"v":1}', b'"v":1,"v":1}')
respell("a_fraction", b'"v":1}', b'"v":1.0}')
respell("an_exponent", b'"v":1}', b'"v":1e0}')
respell("a_minus_zero", b'"v":1}', b'"v":-0}')
respell("a_space", b'"v":1}', b'"v": 1}')
respell("a_needless_escape", b'"kind":', b'"\\u006bind":')
respell("names_out_of_order", b'{"act":', b'{"z":0,"act":')
respell("null_for_nothing", b'"seq":', b'"reason":null,"seq":')
respell("a_truth_for_a_number", b'"v":1}', b'"v":true}')
respell("half_a_surrogate", b'"kind":"', b'"kind":"\\ud800')
respell("bytes_not_utf8", b'"kind":"', b'"kind":"\xed\xa0\x80')
respell("a_carriage_return", b'"v":1}', b'"v":1}\r')


@attack("J12", "headRoot", "entryHashMismatch")
def spell_an_accent_otherwise(export):
    for index, line in enumerate(export.entries[:export.size_of_last_head()]):
        for form in ("NFD", "NFC"):
            other = unicodedata.normalize(form, line.decode()).encode()
            if other != line:
                export.entries[index] = other
                return
    raise Impossible("no text has two spellings")


@attack("J13", "entrySequence")
def replay_an_old_entry_at_the_end(export):
    export.entries.append(export.entries[0])


@attack("J13", "entryOtherLog")
def bring_an_entry_of_another_log(export):
    export.edit(len(export.entries) - 1, log="another log")


@attack("J14", "rowOrphan")
def add_a_row_past_the_journal(export):
    row = {**parsed(export.rows[0]), "id": "past-the-journal", "version": 1}
    export.rows.append(canonical(row))


@attack("J14", "rowOrphan")
def change_a_row_with_its_version(export):
    row = parsed(export.rows[0])
    export.rows[0] = canonical({**row, "version": row["version"] + 1, "sha256": "1" * 64})


@attack("J14", "rowChanged")
def change_a_row_and_nothing_else(export):
    export.rows[0] = canonical({**parsed(export.rows[0]), "sha256": "1" * 64})


@attack("J14", "rowMissing")
def delete_a_row(export):
    export.rows.pop(0)


@attack("J14", "rowStale")
def put_an_old_row_back(export):
    for index, line in enumerate(export.rows):
        row = parsed(line)
        if row["version"] > 1:
            export.rows[index] = canonical({**row, "version": row["version"] - 1})
            return
    raise Impossible("no row was changed")
