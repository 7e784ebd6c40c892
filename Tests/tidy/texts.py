"""Documents, templates and what holds for every text file."""

import os
import re
import unicodedata

from rules import rule

# Put together here, so that this file does not hold what it looks for.
UNFINISHED = (r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b|(?i:\bnot " + r"implemented\b|\bcoming "
              + r"soon\b)|敬请" + r"期待|待" + r"实现")
UNFINISHED_HINTS = ("to" + "do", "fix" + "me", "x" + "xx", "not " + "implemented",
                    "coming" + " soon", "敬请" + "期待", "待" + "实现")
MACHINE = (r"/wo" + r"rk/(?:main|wt|shared|steering|\.library)\b|(?<![\w.])/fa" + r"rm(?:/|-|\b)"
           + r"|(?<![\w.])/tm" + r"p/in\b")
MACHINE_HINTS = ("/wo" + "rk/", "/fa" + "rm", "/tm" + "p/in")


@rule("unfinished", "Finish it or leave it out.",
      bad=[{"Sources/Web/A.swift": "// TO" + "DO: later\n"},
           {"Sources/Web/Templates/a.mustache": "敬请" + "期待\n"},
           {"docs/a.md": "Not " + "implemented yet.\n"}])
def unfinished(project):
    for file in project.files:
        for line, hit in file.find(UNFINISHED, hints=UNFINISHED_HINTS):
            yield file, line, f"\u201c{hit.group()}\u201d"


@rule("machine-path", "Say it relative to the checkout, or take it as a parameter.",
      bad=[{"bin/a*": "cd /wo" + "rk/main\n"}, {"docs/a.md": "See /fa" + "rm/x.\n"}],
      good=[{"Sources/Web/Routes.swift": 'get("/console/wo' + 'rk/mine")\n'}])
def machine_path(project):
    for file in project.files:
        for line, hit in file.find(MACHINE, hints=MACHINE_HINTS):
            yield file, line, f"the path {hit.group()}"


@rule("whitespace", "bin/tidy --fix mends it.",
      bad=[{"Sources/Web/A.swift": "let a = 1 \n"}, {"Sources/Web/A.swift": "let a = 1"},
           {"Sources/Web/A.swift": "\tlet a = 1\n"}, {"docs/a.md": "a\r\n"},
           {"Sources/Web/A.swift": "let a = 1\n\n"}],
      good=[{"Sources/Web/A.swift": "let a = 1\n"}, {"docs/a.md": ""}])
def whitespace(project):
    for file in project.files:
        if not mendable(file):
            continue
        for number, line in enumerate(file.lines, 1):
            if line != line.rstrip():
                yield file, number, "white space at the end of the line"
            if file.swift and "\t" in line:
                yield file, number, "a tab"
        if file.text and (not file.text.endswith("\n") or file.text.endswith("\n\n")):
            yield file, file.text.count("\n") + 1, "the file does not end with one line end"


def mendable(file):
    """Not what is kept byte for byte: samples, vectors and tables."""
    return file.script or file.path.endswith(
        (".swift", ".md", ".mustache", ".css", ".js", ".sql", ".txt", ".yml", ".yaml"))


def mended(file):
    lines = [line.rstrip() for line in file.text.split("\n")]
    if file.swift:
        lines = [line.replace("\t", "    ") for line in lines]
    text = "\n".join(lines).rstrip("\n")
    return text + "\n" if text else ""


@rule("run-bit", "chmod +x, and begin it with #!.",
      bad=[{"bin/a": "#!/bin/sh\n"}, {"bin/a*": "echo\n"}, {".ci/run": "#!/bin/sh\n"}],
      good=[{"bin/a*": "#!/bin/sh\n", "bin/environment": "# Sourced\n"}])
def run_bit(project):
    for file in project.files:
        if file.under("bin", ".ci") and not file.text.startswith("# Sourced"):
            if not file.executable or not file.text.startswith("#!"):
                yield file, 1, "cannot be run"


@rule("unescaped", "Use {{name}}; text of the type HTML has a key that ends in .html.",
      bad=[{"Sources/Web/Templates/a.mustache": "<p>{{{name}}}</p>\n"},
           {"Sources/Web/Templates/a.mustache": "<p>{{& name}}</p>\n"}],
      good=[{"Sources/Web/Templates/a.mustache": "{{{ chart.html }}}{{name}}\n"}])
def unescaped(project):
    for file in project.files:
        if file.path.endswith(".mustache"):
            for line, hit in file.find(r"\{\{\{\s*([^}\s]*)\s*\}\}\}|\{\{&\s*([^}\s]*)\s*\}\}"):
                key = hit.group(1) or hit.group(2) or ""
                if key != "html" and not key.endswith(".html"):
                    yield file, line, f"{key or 'a value'} is not escaped"


@rule("template-used", "Render it or delete it.",
      bad=[{"Sources/Web/Templates/console/a.mustache": "a\n", "Sources/Web/A.swift": "\n"}],
      good=[{"Sources/Web/Templates/console/a.mustache": "a\n",
             "Sources/Web/A.swift": 'render("console/a")\n'},
            {"Sources/Web/Templates/a.mustache": "{{> b}}\n",
             "Sources/Web/Templates/b.mustache": "b\n",
             "Sources/Web/A.swift": "PackageResources.a_mustache\n"}])
def template_used(project):
    templates = [file for file in project.files if file.path.endswith(".mustache")]
    named = set()
    for file in project.swift:
        if file.under("Sources"):
            named.update(text.rsplit("/", 1)[-1] for _, text in file.strings)
            named.update(hit.group(1) for _, hit in file.find(r"\b(\w+)_mustache\b",
                                                                 hints=("_mustache",)))
    for file in templates:
        named.update(hit.group(1).rsplit("/", 1)[-1] for _, hit in
                     file.find(r"\{\{\s*[><]\s*([^\s}]+)\s*\}\}"))
    for file in templates:
        stem = file.name[:-len(".mustache")]
        if stem not in named and re.sub(r"\W", "_", stem) not in named:
            yield file, 1, "no page renders this template"


LINK = r"(?<!\\)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)"


@rule("dead-link", "Mend the link.",
      bad=[{"docs/a.md": "[b](b.md)\n"}, {"README.md": "# A\n[b](#b)\n"},
           {"docs/a.md": "[b](b.md#two)\n", "docs/b.md": "# One\n"}],
      good=[{"docs/a.md": "# A b, c!\n[b](../README.md#%E5%BF%AB)\n[x](https://example.org)\n"
                          "[y](#a-b-c)\n```\n[b](b.md)\n```\n", "README.md": "# 快\n"}])
def dead_link(project):
    documents = {file.path: file for file in project.files if file.path.endswith(".md")}
    anchors = {path: set(headings(file)) for path, file in documents.items()}
    for path, file in documents.items():
        if "/" in path and not path.startswith("docs/"):
            continue
        for line, hit in file.find(LINK, without_code(file.text)):
            target, _, anchor = unquoted(hit.group(1)).partition("#")
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            where = path
            if target:
                where = os.path.normpath(os.path.join(os.path.dirname(path), target))
            if not project.exists(where):
                yield file, line, f"{hit.group(1)} does not exist"
            elif anchor and where in anchors and anchor not in anchors[where]:
                yield file, line, f"{hit.group(1)} has no such heading"


def unquoted(link):
    from urllib.parse import unquote
    return unquote(link)


def without_code(text):
    """The text with fenced and inline code blanked."""
    return re.sub(r"(?ms)^[ ]{0,3}(```|~~~).*?^[ ]{0,3}\1|`[^`\n]*`",
                  lambda hit: re.sub(r"[^\n]", " ", hit.group()), text)


def headings(file):
    """The anchors that the usual renderers make of the headings, and those written as HTML."""
    seen = {}
    for hit in re.finditer(r"(?m)^#{1,6}\s+(.+?)\s*#*$", without_fences(file.text)):
        title = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", hit.group(1)).replace("`", "").lower()
        slug = "".join("-" if c == " " else c for c in title
                       if c in " -_" or unicodedata.category(c)[0] in "LNM")
        count = seen.get(slug, 0)
        seen[slug] = count + 1
        yield f"{slug}-{count}" if count else slug
    for hit in re.finditer(r'\b(?:id|name)="([^"]+)"', file.text):
        yield hit.group(1)


def without_fences(text):
    return re.sub(r"(?ms)^[ ]{0,3}(```|~~~).*?^[ ]{0,3}\1", "", text)
