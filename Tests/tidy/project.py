"""The files of the project, and what of a Swift file is code, string or comment."""

import os
import re
import subprocess

TEXT_ENDINGS = (
    ".swift", ".py", ".sh", ".md", ".mustache", ".css", ".js", ".sql", ".csv", ".json", ".txt",
    ".dmn", ".yml", ".yaml", ".html", ".h", ".modulemap", ".swift-format", ".editorconfig",
)
# Where Swift text stops being plain code, and where the other kinds end again.
OPENING = re.compile(r'//|/\*|#*"""|#*"|[()]')
COMMENT_EDGE = re.compile(r"/\*|\*/")
NOT_A_LINE_END = re.compile(r"[^\n]")


class File:
    """One text file, with its path from the top of the project written with slashes."""

    def __init__(self, path, text, executable=False):
        self.path = path
        self.text = text
        self.executable = executable
        self.name = path.rsplit("/", 1)[-1]
        self.stem = self.name.split(".", 1)[0]
        self._masks = None
        self._lowered = None

    @property
    def lowered(self):
        if self._lowered is None:
            self._lowered = self.text.lower()
        return self._lowered

    @property
    def swift(self):
        return self.path.endswith(".swift")

    @property
    def script(self):
        """A shell or Python program."""
        return self.path.endswith((".py", ".sh")) or self.path.startswith(("bin/", ".ci/"))

    def under(self, *folders):
        return self.path.startswith(tuple(folder + "/" for folder in folders))

    @property
    def lines(self):
        return self.text.split("\n")

    @property
    def code(self):
        """The text with comments and the inside of strings blanked; lines stay where they are."""
        return self._masked()[0]

    @property
    def uncommented(self):
        """The text with comments blanked and strings kept."""
        return self._masked()[1]

    @property
    def strings(self):
        """The string literals of a Swift file: (offset, text between the quotes)."""
        return self._masked()[2]

    def line(self, offset):
        """The line number of an offset into the text."""
        return self.text.count("\n", 0, offset) + 1

    def find(self, pattern, text=None, hints=()):
        """(line, match) of each hit in the text given, which is as long as the file's.

        Hints are words in small letters of which every hit holds one: looking for them first is
        what keeps bin/tidy fast.
        """
        text = self.text if text is None else text
        if hints and not any(hint in self.lowered for hint in hints):
            return []
        return [(self.line(hit.start()), hit) for hit in re.finditer(pattern, text)]

    def _masked(self):
        if self._masks is None:
            self._masks = mask(self.text) if self.swift else (self.text, self.text, [])
        return self._masks


class Project:
    def __init__(self, files):
        self.files = files
        self.paths = {file.path for file in files}

    @property
    def swift(self):
        return [file for file in self.files if file.swift]

    def exists(self, path):
        """Whether a file or folder of that path is part of the project."""
        path = path.rstrip("/")
        return path in ("", ".") or path in self.paths or any(
            other.startswith(path + "/") for other in self.paths)


def load(top):
    """The project on disk: what git tracks or would track."""
    listed = subprocess.run(
        ["git", "-C", top, "ls-files", "-co", "--exclude-standard", "-z"],
        capture_output=True, check=False)
    if listed.returncode == 0:
        paths = sorted(set(listed.stdout.decode("utf-8").split("\0")) - {""})
    else:
        paths = sorted(walk(top))
    files = []
    for path in paths:
        whole = os.path.join(top, path)
        if not os.path.isfile(whole):
            continue
        with open(whole, "rb") as stream:
            content = stream.read()
        is_text = path.endswith(TEXT_ENDINGS) or (b"\0" not in content and len(content) < 1 << 20)
        text = content.decode("utf-8", "replace") if is_text else ""
        files.append(File(path, text, os.access(whole, os.X_OK)))
    return Project(files)


def walk(top):
    """Every file of an unpacked archive that has no git folder, build products left out."""
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in (".git", ".build", ".venv", "data")]
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), top)


def blank(text):
    return NOT_A_LINE_END.sub(" ", text)


def mask(text):
    """(code, uncommented, strings) of a Swift text; see the properties of File."""
    scanner = Scanner(text)
    scanner.code_until(None, 0)
    return "".join(scanner.code), "".join(scanner.uncommented), scanner.strings


class Scanner:
    """Walks through Swift text once. Interpolations count as code, however deep they nest."""

    def __init__(self, text):
        self.text = text
        self.position = 0
        self.code = []
        self.uncommented = []
        self.strings = []

    def take(self, end, in_code, in_uncommented):
        piece = self.text[self.position:end]
        self.code.append(piece if in_code else blank(piece))
        self.uncommented.append(piece if in_uncommented else blank(piece))
        self.position = end

    def code_until(self, closing, depth):
        """Takes code up to the end, or up to the parenthesis that closes an interpolation."""
        while True:
            hit = OPENING.search(self.text, self.position)
            if hit is None:
                self.take(len(self.text), True, True)
                return
            self.take(hit.start(), True, True)
            found = hit.group()
            if found == "//":
                end = self.text.find("\n", self.position)
                self.take(len(self.text) if end < 0 else end, False, False)
            elif found == "/*":
                self.take(self.comment_end(), False, False)
            elif found in "()":
                depth += 1 if found == "(" else -1
                if closing and depth == 0:
                    return
                self.take(hit.end(), True, True)
            else:
                self.string(found)

    def comment_end(self):
        depth = 0
        for edge in COMMENT_EDGE.finditer(self.text, self.position):
            depth += 1 if edge.group() == "/*" else -1
            if depth == 0:
                return edge.end()
        return len(self.text)

    def string(self, opening):
        """Takes one literal, of one line or several, raw or not."""
        pounds = opening.count("#")
        quotes = opening.lstrip("#")
        stop = re.compile(
            r"\\" + "#" * pounds + r"(\(|.)|" + quotes + "#" * pounds
            + ("" if quotes == '"""' else r"|\n"), re.DOTALL)
        begin = self.position + len(opening)
        self.take(begin, True, True)
        while True:
            hit = stop.search(self.text, self.position)
            if hit is None:
                self.take(len(self.text), False, True)
                break
            if hit.group(1) == "(":
                self.take(hit.end() - 1, False, True)
                self.code_until(")", 0)
                if self.position >= len(self.text):
                    break
                self.take(self.position + 1, True, True)
            elif hit.group(1) is not None:
                self.take(hit.end(), False, True)
            else:
                self.strings.append((begin, self.text[begin:hit.start()]))
                self.take(hit.start(), False, True)
                self.take(hit.end(), True, True)
                break
