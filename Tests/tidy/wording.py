"""Words that must not stand in the code, or not in that place."""

import re

from rules import rule


def in_sources(file):
    return file.path.startswith("Sources/")


def banned(files, pattern, what, *hints):
    for file in files:
        for line, hit in file.find(pattern, file.code, hints):
            yield file, line, what.format(hit.group().strip())


@rule("force-try", "Let the error through, or handle it.",
      bad=[{"Sources/Kernel/A.swift": "let a = try! b()\n"},
           {"Tests/KernelTests/A.swift": 'let a = "\\(try! b())"\n'}],
      good=[{"Sources/Kernel/A.swift": "// try! never\nlet a = \"try!\"\n"}])
def force_try(project):
    yield from banned(project.swift, r"\btry!", "{}", "try!")


@rule("fatal-error", "Throw; for a programmer's error use precondition with a sentence.",
      bad=[{"Sources/Web/A.swift": 'fatalError("no")\n'}],
      good=[{"Sources/Web/A.swift": 'precondition(a, "a step that is declared")\n'}])
def fatal_error(project):
    yield from banned(project.swift, r"\bfatalError\(", "{})", "fatalerror(")


@rule("force-cast", "Use `as?` and say what happens otherwise.",
      bad=[{"Sources/Kernel/A.swift": "let a = b as! C\n"}])
def force_cast(project):
    yield from banned(project.swift, r"\bas!", "{}", "as!")


@rule("ambient", "Take it as a parameter: the composition root (Sources/CLI) hands in time, ids and"
      " randomness.",
      bad=[{"Sources/Kernel/A.swift": "let a = Date()\n"},
           {"Sources/Web/A.swift": "let a = UUID()\n"},
           {"Sources/Insurance/A.swift": "var a = SystemRandomNumberGenerator()\n"},
           {"Sources/Kernel/A.swift": "let a = Int.random(in: 1...6)\n"},
           {"Sources/Kernel/A.swift": "let a = Date.now\n"}],
      good=[{"Sources/CLI/A.swift": "let a = Date()\n"},
            {"Sources/Kernel/A.swift": "let a = Int.random(in: 1...6, using: &generator)\n"}])
def ambient(project):
    files = [file for file in project.swift if in_sources(file) and not file.under("Sources/CLI")]
    yield from banned(
        files, r"\b(?:Date|UUID)\(\)|\bDate\.now\b|\bSystemRandomNumberGenerator\b"
        r"|\.random\(in:(?:(?!using:)[^()\n])*\)", "{} outside the composition root",
        "date", "uuid", "random")


@rule("print", "Log it (never personal data), return it, or write it in Sources/CLI.",
      bad=[{"Sources/Web/A.swift": "print(a)\n"}],
      good=[{"Sources/CLI/A.swift": "print(a)\n"},
            {"Sources/Web/A.swift": "func print(_ a: Int) {}\npage.print()\n"}])
def printing(project):
    files = [file for file in project.swift if in_sources(file) and not file.under("Sources/CLI")]
    yield from banned(files, r"(?<![.\w`])(?<!func )print\(", "{})", "print(")


@rule("unchecked-sendable", "Make it a value, an actor or a Mutex; only the drivers in Storage and"
      " Delivery may prove it by hand.",
      bad=[{"Sources/Web/A.swift": "final class A: @unchecked Sendable {}\n"},
           {"Sources/Kernel/A.swift": "nonisolated(unsafe) var a = 1\n"}],
      good=[{"Sources/Storage/Postgres/A.swift": "final class A: @unchecked Sendable {}\n"}])
def unchecked_sendable(project):
    files = [file for file in project.swift if not file.under(
        "Sources/Storage", "Sources/Delivery", "Tests/StorageTests")]
    yield from banned(files, r"@unchecked\s+Sendable|\bnonisolated\(unsafe\)", "{}",
                      "@unchecked", "nonisolated(unsafe)")


@rule("empty-catch", "Handle the error, or let it through.",
      bad=[{"Sources/Web/A.swift": "do { try a() } catch {\n}\n"}],
      good=[{"Sources/Web/A.swift": "do { try a() } catch { refuse(error) }\n"}])
def empty_catch(project):
    yield from banned(project.swift, r"\bcatch\s*\{\s*\}", "an error is swallowed",
                      "catch")


@rule("sleeping-test", "Wait for the thing itself, or hand in the time.",
      bad=[{"Tests/WebTests/A.swift": "try await Task.sleep(for: .seconds(1))\n"},
           {"Tests/WebTests/A.swift": "usleep(10)\n"}],
      good=[{"Sources/Delivery/A.swift": "try await Task.sleep(for: pause)\n"}])
def sleeping_test(project):
    files = [file for file in project.swift if file.path.startswith("Tests/")]
    yield from banned(files, r"\b(?:Task\.sleep|u?sleep|nanosleep)\(", "{})", "sleep(")


TYPE = r"\b(?:struct|class|enum|actor|protocol|typealias)\s+([A-Z]\w*)"
SUFFIXES = ("Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Utilities", "Common",
            "Base", "Impl", "Data", "Info", "Core")
STANDARD = ("Task", "Clock", "Result", "Duration", "Actor", "Set", "Error", "Never", "Optional")


@rule("banned-name", "Say what it is in the words of the field.",
      bad=[{"Sources/Web/A.swift": "struct SessionManager {}\n"},
           {"Sources/Web/FormHelpers.swift": "let a = 1\n"},
           {"Sources/Web/Common/A.swift": "let a = 1\n"},
           {"Sources/Kernel/A.swift": "package enum Info {}\n"}],
      good=[{"Sources/Kernel/Database.swift": "package struct Metadata {}\n"}])
def banned_name(project):
    for file in project.swift:
        for part in file.path.split("/")[1:]:
            if part.split(".", 1)[0].endswith(SUFFIXES):
                yield file, 1, f"the name {part}"
        for line, hit in file.find(TYPE, file.code):
            if hit.group(1).endswith(SUFFIXES):
                yield file, line, f"the name {hit.group(1)}"


@rule("shadowed-name", "Choose another: it hides a standard name.",
      bad=[{"Sources/Kernel/A.swift": "package struct Clock {}\n"}],
      good=[{"Sources/Kernel/A.swift": "package struct ServiceClock {}\n"}])
def shadowed_name(project):
    for file in project.swift:
        for line, hit in file.find(TYPE, file.code):
            if hit.group(1) in STANDARD:
                yield file, line, f"the name {hit.group(1)}"


# The first argument may hold anything but a closing parenthesis; strings keep their text.
EMPTY_WORDS = (r'\bWords\(\s*(?:zh:\s*)?"\s*"(?!")'
               r'|\bWords\(\s*(?:zh:\s*)?"(?:[^"\\\n]|\\.)*"\s*,\s*(?:en:\s*)?"\s*"(?!")')


@rule("empty-words", "Write the text in both languages.",
      bad=[{"Sources/Web/A.swift": 'Words("", "Claim")\n'},
           {"Sources/Web/A.swift": 'Words(\n    "理赔", " ")\n'}],
      good=[{"Sources/Web/A.swift": 'Words("理赔", "Claim")\n// Words("", "")\n'},
            {"Sources/Web/A.swift": 'Words("理赔", """\n    Claim\n    """)\n'}])
def empty_words(project):
    for file in project.swift:
        if in_sources(file):
            for line, _ in file.find(EMPTY_WORDS, file.uncommented, ("words(",)):
                yield file, line, "a language is empty"


DECLARATION = re.compile(
    r"^[ \t]*(?:@\w+(?:\([^)\n]*\))?\s+)*(?:package|public)\s+"
    r"(?:(?:static|final|indirect|mutating|nonisolated|class|override)\s+)*"
    r"(?:(struct|class|enum|actor|protocol|typealias)\s+(\w+)|func\s+([^\s(<]+)|(subscript)\b"
    r"|(init)(\?|\b[^\n{]*\bthrows\b)?)", re.MULTILINE)
# What a protocol of the standard library already documents.
KNOWN = {"encode", "hash", "==", "<", "makeIterator", "next", "appendLiteral",
         "appendInterpolation", "callAsFunction"}
# What the kernel's own protocols (Aggregate, Command, FieldValue, WorkflowState) document.
FULFILS = {"opened", "apply", "gather", "decide", "people", "kind", "read", "seal", "Event",
           "Facts", "Status", "State"}


@rule("doc-comment", "Document it: what it is, units, errors, and the source of the rule it keeps.",
      bad=[{"Sources/Kernel/A.swift": "package struct A {}\n"},
           {"Sources/Storage/A.swift": "    @discardableResult\n    package func a() {}\n"},
           {"Sources/Kernel/A.swift": "package init?(_ text: String) {}\n"}],
      good=[{"Sources/Kernel/A.swift": "/// An a.\n@frozen\npackage struct A {}\n"},
            {"Sources/Web/A.swift": "package struct A {}\n"},
            {"Sources/Kernel/A.swift": "package init(from decoder: any Decoder) throws {}\n"},
            {"Sources/Kernel/Ports/P.swift": "protocol P {\n    func read()\n}\n",
             "Sources/Storage/A.swift": "package func read() {}\n"}])
def doc_comment(project):
    # What fulfils a port is documented there.
    known = KNOWN | FULFILS | {
        hit.group(1) for file in project.swift if file.under("Sources/Kernel/Ports")
        for _, hit in file.find(r"(?m)^[ \t]+(?:@\w+ )?func (\w+)", file.code)}
    for file in project.swift:
        if not file.under("Sources/Kernel", "Sources/Storage", "Sources/Decisions"):
            continue
        lines = file.lines
        for line, hit in file.find(DECLARATION, file.code):
            _, type_name, function, subscript, init, can_fail = hit.groups()
            if init and (not can_fail or "init(from " in lines[line - 1]):
                continue
            if (function or type_name) in known or documented(lines, line - 1):
                continue
            yield file, line, f"{type_name or function or subscript or init} has no comment"


def documented(lines, index):
    """Whether `///` stands above the line, attributes between them allowed."""
    index -= 1
    while index >= 0 and lines[index].strip().startswith(("@", "#if")):
        index -= 1
    return index >= 0 and lines[index].strip().startswith(("///", "*/"))
