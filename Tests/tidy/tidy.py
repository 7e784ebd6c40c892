"""bin/tidy: what STYLE.md asks for and a program can see.

Exceptions stand in exceptions.txt beside this file: rule, path, how many, and why. The list can
only shrink: an exception that allows more than there is fails as well.
"""

import os
import sys

import borders
import rules
import sizes
import texts
import wording
from project import load

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
EXCEPTIONS = os.path.join(HERE, "exceptions.txt")
# Importing a module of rules is what declares them.
MODULES = (borders, sizes, texts, wording)


def read_exceptions(text):
    """({(rule, path): (allowed, line)}, complaints)."""
    allowed = {}
    complaints = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(None, 3)
        if len(parts) < 4 or not parts[2].isdigit() or parts[0] not in rules.ALL:
            complaints.append(f"exceptions.txt:{number}: not \"rule path count reason\": {line}")
        elif (parts[0], parts[1]) in allowed:
            complaints.append(f"exceptions.txt:{number}: a second line for the same rule and file")
        else:
            allowed[parts[0], parts[1]] = (int(parts[2]), number)
    return allowed, complaints


def judge(findings, allowed):
    """What stays a complaint once the exceptions are taken off."""
    found = {}
    for finding in findings:
        found.setdefault((finding.rule.name, finding.path), []).append(finding)
    complaints = []
    for key, all_of_it in sorted(found.items()):
        limit, number = allowed.get(key, (0, 0))
        if len(all_of_it) > limit:
            complaints += [str(finding) for finding in all_of_it]
            if limit:
                complaints.append(f"exceptions.txt:{number}: allows {limit} of these, there are"
                                  f" {len(all_of_it)}")
    for key, (limit, number) in sorted(allowed.items()):
        now = len(found.get(key, []))
        if now < limit:
            do = f"lower it to {now}" if now else "remove the line"
            complaints.append(f"exceptions.txt:{number}: {key[0]} in {key[1]} is better than it"
                              f" was: {do}")
    return complaints


def self_test():
    """Tries every rule on its own texts, and the exceptions on made-up findings."""
    complaints = list(rules.self_test())
    bad = rules.sample({"Sources/Kernel/A.swift": "try! a()\ntry! b()\n"})
    findings = list(rules.findings(bad, "force-try"))
    line = "force-try Sources/Kernel/A.swift {} because\n"
    cases = [("", True), (line.format(1), True), (line.format(2), False), (line.format(3), True),
             ("no-such-rule a 1 because\n", True), ("force-try a 1\n", True),
             (line.format(2) * 2, True), ("# a remark\n" + line.format(2), False)]
    for text, complains in cases:
        allowed, wrong = read_exceptions(text)
        if bool(wrong + judge(findings, allowed)) != complains:
            complaints.append(f"exceptions: {text!r} should {'' if complains else 'not '}fail")
    report(complaints, max(0, len(rules.ALL) + len(cases) - len(complaints)))


def fix(project):
    for file in project.files:
        if texts.mendable(file) and texts.mended(file) != file.text:
            with open(os.path.join(TOP, file.path), "w", encoding="utf-8", newline="") as stream:
                stream.write(texts.mended(file))
            print(f"{file.path}: mended")


def report(complaints, passed):
    for complaint in complaints:
        print(complaint)
    print(f"{passed} passed, {len(complaints)} failed")
    sys.exit(1 if complaints else 0)


def check():
    allowed, complaints = {}, []
    if os.path.exists(EXCEPTIONS):
        with open(EXCEPTIONS, encoding="utf-8") as stream:
            allowed, complaints = read_exceptions(stream.read())
    complaints += judge(rules.findings(load(TOP)), allowed)
    broken = [name for name in rules.ALL if any(f"[{name}]" in text for text in complaints)]
    report(complaints, len(rules.ALL) - len(broken))


def main(arguments):
    if arguments == ["--self-test"]:
        self_test()
    elif arguments == ["--fix"]:
        fix(load(TOP))
        check()
    elif not arguments:
        check()
    else:
        print("Use: bin/tidy [--fix|--self-test]", file=sys.stderr)
        sys.exit(2)


main(sys.argv[1:])
