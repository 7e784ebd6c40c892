"""What a rule is, and the list of all of them.

A rule names itself, says what to do, and brings texts that it must catch and texts that it must
let pass; `bin/tidy --self-test` tries them.
"""

from project import File, Project

ALL = {}


class Rule:
    def __init__(self, name, advice, bad, good, check):
        self.name = name
        self.advice = advice
        self.bad = bad
        self.good = good
        self.check = check


class Finding:
    def __init__(self, rule, path, line, what):
        self.rule = rule
        self.path = path
        self.line = line
        self.what = what

    def __str__(self):
        return f"{self.path}:{self.line}: [{self.rule.name}] {self.what}. {self.rule.advice}"


def rule(name, advice, bad, good=()):
    """Declares a rule. The function below it takes a Project and yields (file, line, what).

    `bad` and `good` are small projects: lists of {path: text}.
    """
    def declare(check):
        assert name not in ALL, f"two rules are called {name}"
        ALL[name] = Rule(name, advice, bad, good, check)
        return check
    return declare


def findings(project, one=None):
    """All findings of all rules, or of the one named."""
    for each in ALL.values():
        if one is None or each.name == one:
            for file, line, what in each.check(project):
                yield Finding(each, file.path, line, what)


def sample(texts):
    """A project made of {path: text}; a path that ends in "*" is an executable file."""
    return Project([File(path.rstrip("*"), text, path.endswith("*")) for path, text in
                    texts.items()])


def self_test():
    """What is wrong with the rules themselves, in sentences."""
    for each in ALL.values():
        if not each.bad:
            yield f"{each.name}: has no text that it must catch"
        for number, texts in enumerate(each.bad, 1):
            if not list(findings(sample(texts), each.name)):
                yield f"{each.name}: does not catch its bad text {number}: {list(texts)}"
        for number, texts in enumerate(each.good, 1):
            for finding in findings(sample(texts), each.name):
                yield f"{each.name}: stops its good text {number}: {finding}"
