"""Who may know whom: targets, drivers, domains, and where SQL is written."""

import re

from rules import rule

SYSTEM = {"Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc",
          "RegexBuilder"}
# The table of targets in docs/ARCHITECTURE.md. CLI may import everything.
MAY_IMPORT = {
    "Decisions": {"Foundation", "FoundationEssentials", "FoundationXML", "Synchronization"},
    "Kernel": SYSTEM | {"Crypto", "CryptoExtras", "Logging", "Metrics"},
    "Insurance": SYSTEM | {"Kernel", "Decisions"},
    "Storage": SYSTEM | {"Kernel", "GRDB", "GRDBSQLite", "CLibPQ", "Crypto", "Logging", "Metrics"},
    "Delivery": SYSTEM | {"Kernel", "CLibCurl", "CLibXLSXWriter", "CLibQREncode", "CZlib",
                          "Crypto", "Subprocess", "Logging", "Metrics"},
    "Web": SYSTEM | {"Insurance", "Kernel", "Hummingbird", "HummingbirdCore", "Mustache", "Logging",
                     "Metrics", "Crypto", "CryptoExtras", "HTTPTypes", "NIOCore",
                     "NIOHTTPTypes", "NIOHTTP1",
                     "ServiceLifecycle"},
}
DRIVER_HOMES = {
    "GRDB": "Sources/Storage/SQLite", "GRDBSQLite": "Sources/Storage/SQLite",
    "CLibPQ": "Sources/Storage/Postgres",
    "CLibCurl": "Sources/Delivery", "CZlib": "Sources/Delivery",
    "CLibXLSXWriter": "Sources/Delivery", "CLibQREncode": "Sources/Delivery",
}
IMPORT = (r"(?m)^[ \t]*(?:@\w+\s+)*(?:(?:package|public|internal|private|fileprivate)\s+)?"
          r"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)")


@rule("target-import", "Move the code to a target that may, or hand in a port; the table is in"
      " docs/ARCHITECTURE.md.",
      bad=[{"Sources/Kernel/A.swift": "import Hummingbird\n"},
           {"Sources/Insurance/A.swift": "package import GRDB\n"},
           {"Sources/Web/A.swift": "@testable import Storage\n"}],
      good=[{"Sources/CLI/A.swift": "import Storage\n"},
            {"Sources/Kernel/A.swift": "// import Web\nimport Foundation\n"}])
def target_import(project):
    for file in project.swift:
        target = file.path.split("/")[1] if file.path.startswith("Sources/") else ""
        if target in MAY_IMPORT:
            for line, hit in file.find(IMPORT, file.code):
                if hit.group(1) not in MAY_IMPORT[target]:
                    yield file, line, f"{target} imports {hit.group(1)}"


@rule("driver-home", "Go through the Database or delivery port; each driver is imported in one"
      " folder.",
      bad=[{"Sources/Storage/A.swift": "import GRDB\n"},
           {"Sources/Storage/SQLite/A.swift": "import CLibPQ\n"},
           {"Tests/StorageTests/A.swift": "import GRDB\n"}],
      good=[{"Sources/Storage/SQLite/A.swift": "import GRDB\n"}])
def driver_home(project):
    for file in project.swift:
        for line, hit in file.find(IMPORT, file.code):
            home = DRIVER_HOMES.get(hit.group(1))
            if home and not file.under(home):
                yield file, line, f"{hit.group(1)} is imported outside {home}"


# Capitals are how SQL is written here; small letters are caught in forms that are no English.
SQL_TEXT = re.compile(
    r"\bSELECT\b[\s\S]+?\bFROM\b|\bINSERT\s+(?:OR\s+\w+\s+)?INTO\b|\bUPDATE\s+[\w\\(:)]+\s+SET\b"
    r"|\bDELETE\s+FROM\b|\b(?:CREATE|ALTER|DROP)\s+(?:UNIQUE\s+)?(?:TABLE|INDEX)\b"
    r"|\binsert\s+into\s+\w+\s*\(|\bupdate\s+\w+\s+set\s+\w+\s*=|\bdelete\s+from\s+\w+\s+where\b"
    r"|\bselect\s+[\w*, ]+\s+from\s+\w+\s+(?:where|order|limit)\b")
SQL_HINTS = ("select", "insert", "update", "delete", "create", "alter", "drop")


# The kernel reads and writes the tables of 0001-kernel.sql itself; the command line, the demo and
# the office simulation read across domains as an operator would. A domain has its SQL in stores.
def may_hold_sql(file):
    return (file.name.endswith("Store.swift") or "/Projections/" in file.path
            or file.under("Sources/Storage", "Sources/Kernel", "Sources/CLI",
                          "Sources/Insurance/Demo", "Sources/Insurance/Simulation"))


@rule("sql-place", "Put it into a *Store.swift or a Projections folder.",
      bad=[{"Sources/Insurance/Claims/Claim.swift": 'let a: SQL = "SELECT id FROM claim"\n'},
           {"Sources/Web/A.swift": 'let a = """\n    INSERT INTO claim (id)\n    """\n'},
           {"Sources/Insurance/A.swift": 'run("delete from entry where id = \\(id)")\n'}],
      good=[{"Sources/Insurance/Claims/ClaimStore.swift": 'let a: SQL = "SELECT id FROM claim"\n'},
            {"Sources/Web/A.swift": 'let a = "Select a date from the calendar"\n'}])
def sql_place(project):
    for file in project.swift:
        if not file.path.startswith("Sources/") or may_hold_sql(file):
            continue
        for line, _ in file.find(SQL_TEXT, strings_only(file), SQL_HINTS):
            yield file, line, "SQL outside a store"


def strings_only(file):
    """The text with everything but string literals blanked, so that lines stay where they are."""
    kept = []
    position = 0
    # An interpolation holding a string ends before the literal around it.
    for begin, text in sorted(file.strings):
        if begin >= position:
            kept.append(re.sub(r"[^\n]", " ", file.text[position:begin]) + text)
            position = begin + len(text)
    return "".join(kept)


FOUNDATION = ("Staff", "Customers", "Products", "Policies")
NEIGHBOURS = ("Sales", "CustomerCare", "Underwriting", "Claims")
READERS = ("Screening", "Oversight")


def may_mention(domain):
    if domain in FOUNDATION:
        return set(FOUNDATION)
    if domain in NEIGHBOURS:
        return set(FOUNDATION) | {domain}
    return set(FOUNDATION + NEIGHBOURS + READERS)


@rule("domain-border", "Domains meet through events; take what you need from the event, or move"
      " it to the foundation.",
      bad=[{"Sources/Insurance/Claims/A.swift": "let a: Sales.Quote\n"},
           {"Sources/Insurance/Staff/A.swift": "extension Claims.Claim {}\n"},
           {"Sources/Insurance/Sales/A.swift": "let a = Oversight.self\n"}],
      good=[{"Sources/Insurance/Claims/A.swift": "let a: Policies.Policy // of Sales\n"},
            {"Sources/Insurance/Oversight/A.swift": "let a: Claims.Claim\n"}])
def domain_border(project):
    for file in project.swift:
        parts = file.path.split("/")
        domain = parts[2] if file.path.startswith("Sources/Insurance/") else ""
        if domain not in FOUNDATION + NEIGHBOURS + READERS:
            continue
        foreign = sorted(set(FOUNDATION + NEIGHBOURS + READERS) - may_mention(domain))
        if foreign:
            for line, hit in file.find(rf"(?<![.\w])(?:{'|'.join(foreign)})\b", file.code):
                yield file, line, f"{domain} mentions {hit.group()}"
