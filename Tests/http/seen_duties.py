"""Whether each control that a covered duty needs was seen to refuse, drive or show.

The duties that are covered stand in Tests/InsuranceTests/Institution/CoveredDutiesTests.swift, the
kinds each article needs in the institution. What the demo stories and the walkthroughs did is seen:

    enforce   a command that keeps the duty was refused, for another reason than the post or a slip
    drive     a step was taken or a clock ran for it
    evidence  the journal has a record that names it

What nobody has seen yet stands in unseen-duties.txt, which may only shrink.
"""

import json
import re
import sqlite3
import time
import urllib.request

from demo_site import ROOT

LIST = ROOT / "Tests" / "http" / "unseen-duties.txt"
COVERED = ROOT / "Tests" / "InsuranceTests" / "Institution" / "CoveredDutiesTests.swift"
# Refusals that any command would meet.
FORMAL = re.compile(r"^(post\.missing|fields\.|case\.(stale|missing)|idempotency\.|storage\.)")


def read(site, path):
    with urllib.request.urlopen(site + path, timeout=30) as answer:
        return json.load(answer)


def covered():
    text = COVERED.read_text(encoding="utf-8")
    listed = re.search(r"covered: \[DutyID\] = \[(.*?)\]", text, re.S).group(1)
    return re.findall(r'"([0-9a-z.]+)"', listed)


def refused(data):
    """The commands that were refused for a reason of their own."""
    # The server writes its counts every second.
    time.sleep(2)
    rows = sqlite3.connect(f"file:{data}/covenant.sqlite?mode=ro", uri=True).execute(
        "SELECT command, refusal FROM refusal_count").fetchall()
    return {command for command, refusal in rows if not FORMAL.match(refusal)}


def unseen(site, data):
    """Pairs of duty and kind that a covered duty needs and that nothing was seen of."""
    duties = {duty["id"]: duty for duty in read(site, "/institution.json")["duties"]}
    commands = read(site, "/api/v1/commands")["items"]
    stopped = refused(data)
    enforced = {duty for command in commands if command["name"] in stopped
                for duty in command["duties"]}
    pairs = []
    for name in covered():
        duty = duties[name]
        seen = {
            "enforce": name in enforced, "drive": duty["driven"] > 0,
            "evidence": duty["evidence"] - duty["refused"] - duty["driven"] > 0}
        pairs += [f"{name} {kind}" for kind in duty["required"] if not seen[kind]]
    return pairs


def problems(site, data):
    """Sentences about what is wrong with the list; none when it is right."""
    now = set(unseen(site, data))
    listed = {line for line in LIST.read_text(encoding="utf-8").splitlines()
              if line and not line.startswith("#")}
    new = [f"no story and no walkthrough shows {pair}: add what is refused or done"
           for pair in sorted(now - listed)]
    done = [f"{pair} is seen now: take it off Tests/http/unseen-duties.txt"
            for pair in sorted(listed - now)]
    return new + done
