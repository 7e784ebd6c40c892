"""How long things may be."""

import re

from rules import rule

FILE_LINES = 400
FUNCTION_LINES = 60
COLUMNS = 100
FUNCTION = re.compile(r"\b(?:func\s+[^\s(<]+|init[?!]?|deinit|subscript)\s*(?=[(<{])")
RAW_FUNCTION = re.compile(r"\bfunc\s+`")


def measured(file):
    return file.swift or file.script


@rule("file-length", f"Split it: one thing per file, at most {FILE_LINES} lines (aim at 200).",
      bad=[{"Sources/Kernel/Long.swift": "let a = 1\n" * 401},
           {"Sources/Web/Static/a.css": "a {}\n" * 401}],
      good=[{"Sources/Kernel/Fits.swift": "let a = 1\n" * 400}])
def file_length(project):
    for file in project.files:
        if measured(file) or file.path.endswith((".mustache", ".css", ".js", ".sql")):
            count = file.text.count("\n")
            if count > FILE_LINES:
                yield file, FILE_LINES + 1, f"{count} lines"


@rule("line-length", f"Break it: at most {COLUMNS} columns.",
      bad=[{"Sources/Kernel/A.swift": "// " + "字" * 98 + "\n"},
           {"bin/a*": "x" * 101 + "\n"}],
      good=[{"Sources/Kernel/A.swift": "// " + "字" * 97 + "\n"}])
def line_length(project):
    for file in project.files:
        if measured(file):
            for number, line in enumerate(file.lines, 1):
                if len(line) > COLUMNS:
                    yield file, number, f"{len(line)} columns"


EDGE = re.compile(r"[(){}]|\n\s*(?:package |private |fileprivate |public |static |@\w+ )*"
                  r"(?:func|var|let|init|case|struct|enum|extension)\b")


def body(code, start):
    """The offset of the brace that closes the body opened after `start`; None without a body."""
    depth = 0
    parentheses = 0
    for hit in EDGE.finditer(code, start):
        mark = hit.group()
        if mark in "()":
            parentheses += 1 if mark == "(" else -1
        elif mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth < 0:
                return None
            if depth == 0 and parentheses <= 0:
                return hit.start()
        elif depth == 0 and parentheses <= 0:
            return None
    return None


@rule("function-length", f"Split it by what it does: at most {FUNCTION_LINES} lines (aim at 12).",
      bad=[{"Sources/Kernel/A.swift": "func a() {\n" + "    b()\n" * 59 + "}\n"},
           {"Tests/KernelTests/A.swift":
            "@Test func `a sentence`() {\n" + "    b(\"}\")\n" * 59 + "}\n"},
           {"Sources/Kernel/A.swift":
            "init(\n    a: Int = { 1 }()\n) {\n" + "    b()\n" * 59 + "}\n"}],
      good=[{"Sources/Kernel/A.swift": "func a() {\n" + "    b()\n" * 58 + "}\n"},
            {"Sources/Kernel/A.swift":
             "protocol P {\n    func a()\n    func b()\n}\n" + "let c = 1\n" * 70}])
def function_length(project):
    for file in project.swift:
        for start in function_starts(file):
            end = body(file.code, start)
            if end is not None:
                length = file.code.count("\n", start, end) + 1
                if length > FUNCTION_LINES:
                    yield file, file.line(start), f"a function of {length} lines"


def function_starts(file):
    for hit in FUNCTION.finditer(file.code):
        # `self.init(...)` and `.init(...)` are calls.
        before = file.code[max(0, hit.start() - 1):hit.start()]
        if before != ".":
            yield hit.start()
    for hit in RAW_FUNCTION.finditer(file.code):
        if " " in file.code[hit.end():file.code.find("`", hit.end())]:
            yield hit.start()
