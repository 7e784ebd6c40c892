"""covenant decide: models evaluated, explained, checked, edited and refused, as from a terminal."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile
from xml.etree import ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
COVENANT = os.environ.get("COVENANT_BIN", str(ROOT / ".build" / "debug" / "covenant"))
KIT = ROOT.parent / "shared" / "data" / "dmn-tck"

MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
  namespace="urn:covenant:test" name="triage">
  <inputData id="i1" name="损失金额"><variable name="损失金额" typeRef="number"/></inputData>
  <inputData id="i2" name="loss date"><variable name="loss date" typeRef="date"/></inputData>
  <decision id="d1" name="lane"><variable name="lane" typeRef="string"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input><inputExpression typeRef="number"><text>损失金额</text></inputExpression></input>
      <output name="lane" typeRef="string"/>
      <rule><inputEntry><text>&lt; 2000</text></inputEntry>
        <outputEntry><text>"fast"</text></outputEntry></rule>
      <rule><inputEntry><text>[2000..50000]</text></inputEntry>
        <outputEntry><text>"usual"</text></outputEntry></rule>
      <rule><inputEntry><text>-</text></inputEntry>
        <outputEntry><text>"panel"</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <decision id="d2" name="year"><variable name="year" typeRef="number"/>
    <informationRequirement><requiredInput href="#i2"/></informationRequirement>
    <literalExpression><text>loss date.year</text></literalExpression>
  </decision>
</definitions>"""

results = []


def check(sentence, holds, seen=""):
    results.append(bool(holds))
    print(("ok: " if holds else "FAILED: ") + sentence + ("" if holds else f"\n  {seen}"))


def decide(*arguments, given=None, language="en_US.UTF-8"):
    run = subprocess.run(
        [COVENANT, "decide", *map(str, arguments)], input=given, text=True, timeout=120,
        capture_output=True, env={**os.environ, "LANG": language, "LC_ALL": language}, check=False)
    return run.returncode, run.stdout, run.stderr


def sheets(folder, model):
    """A table out to a sheet, edited there, and back into its model."""
    sheet = folder / "lane.csv"
    code, out, err = decide("table", model, "--csv", sheet)
    text = sheet.read_bytes().decode("utf-8") if code == 0 else ""
    check("a table becomes a sheet that says what its rows are",
          text.startswith("\ufeffdecision table,lane,\r\ndecision id,d1,\r\nhit policy,FIRST,\r\n"
                          "columns,input,output\r\nexpression or name,损失金额,lane\r\n")
          and '\r\n2,[2000..50000],"""usual"""\r\n' in text, out + err + text)

    back = folder / "back.dmn"
    code, out, err = decide("table", sheet, "--dmn", back, "--into", model)
    check("a sheet that was not edited changes no byte of its model",
          code == 0 and back.read_bytes() == model.read_bytes(), out + err)

    sheet.write_text(text.replace("[2000..50000]", "[2000..80000]"), encoding="utf-8", newline="")
    code, out, err = decide("table", sheet, "--dmn", back, "--into", model)
    check("a sheet that was edited changes its cell and nothing else of the model",
          code == 0 and back.read_text(encoding="utf-8") == MODEL.replace("50000", "80000"),
          out + err)
    code, out, err = decide(back, "--decision", "lane", "--input", "-", given='{"损失金额": 60000}')
    check("the edited model decides by the sheet", json.loads(out) == {"lane": "usual"}, out + err)

    code, out, err = decide("diff", model, back)
    check("the change is told in words, with status 1",
          code == 1 and out == "lane\n  rule 2: 损失金额 [2000..50000] became [2000..80000]\n",
          out + err)
    code, out, err = decide("diff", model, sheet, "--language", "zh")
    check("a sheet is compared with a model, in Chinese, too",
          code == 1 and out == "lane\n  规则 2：损失金额 由 [2000..50000] 改为 [2000..80000]\n", out + err)
    code, out, err = decide("diff", back, sheet)
    check("tables that are the same have no differences", code == 0 and out == "", out + err)

    code, out, err = decide("table", model, "--csv", "-", language="zh_CN.UTF-8")
    check("a sheet speaks the language of the terminal",
          code == 0 and "决策表,lane" in out and "命中策略,FIRST" in out, out + err)

    alone = folder / "alone.dmn"
    code, out, err = decide("table", sheet, "--dmn", alone)
    check("a sheet becomes a model of its own that passes the check",
          code == 0 and decide("check", alone)[0] == 0, out + err)
    code, out, err = decide(alone, "--input", "-", given='{"损失金额": 60000}')
    check("a model of its own decides", json.loads(out) == {"lane": "usual"}, out + err)
    refusals(folder, model, sheet, text)
    workbook(folder, model)


def refusals(folder, model, sheet, text):
    """Nothing is written that cannot be read."""
    target = folder / "never.dmn"
    sheet.write_text(text.replace("FIRST", "LAST").replace(",[2000", ",a\"b"), encoding="utf-8")
    code, out, err = decide("table", sheet, "--dmn", target)
    check("a quotation mark out of place is told with its row and column",
          code != 0 and f"{sheet}: row 8, column B: a quotation mark" in err, out + err)
    sheet.write_text(text.replace("FIRST", "LAST").replace("3,-", "x,-"), encoding="utf-8")
    code, out, err = decide("table", sheet, "--dmn", target)
    check("every fault of a sheet is told with its row and column",
          code != 0 and "row 3, column B: there is no hit policy 'LAST'" in err
          and "row 9, column A: 'x' is not known here" in err, out + err)
    sheet.write_text(text.replace("[2000..50000]", "[2000.."), encoding="utf-8")
    for into in ([], ["--into", model]):
        code, out, err = decide("table", sheet, "--dmn", target, *into)
        check("a cell that is no FEEL is told with its row and column",
              code != 0 and "row 8, column B: this cannot be read" in err, out + err)
    sheet.write_text(text.replace("[2000..50000]", "< limit"), encoding="utf-8")
    code, out, err = decide("table", sheet, "--dmn", target, "--into", model)
    check("a name that the model does not have is told with its row and column",
          code != 0 and "row 8, column B: the model has no 'limit'" in err, out + err)
    check("nothing is written when something is refused", not target.exists())
    code, out, err = decide("table", sheet, "--dmn", target)
    check("a name that a model of its own takes for an input is told",
          code == 0 and "row 8, column B: 'limit' is taken for an input" in err, out + err)

    code, out, err = decide("table", model, "--decision", "year", "--csv", "-")
    check("a decision without table is refused with the tables there are",
          code != 0 and "choose one table" in err and "lane" in err, out + err)
    code, out, err = decide("table", model)
    check("a command that writes nothing is refused", code != 0 and "--csv" in err, err)
    model_text = MODEL.replace("<rule>", "<rule label='x'>", 1)
    (folder / "label.dmn").write_text(model_text, encoding="utf-8")
    code, out, err = decide("table", folder / "label.dmn", "--csv", "-")
    check("what a sheet has no place for is told with its line and column",
          code != 0 and "line 11, column 7: a sheet has no place for the attribute label" in err,
          out + err)


def workbook(folder, model):
    """A table out to a workbook, as a spreadsheet opens it."""
    book = folder / "lane.xlsx"
    code, out, err = decide("table", model, "--xlsx", book)
    check("a table becomes a workbook", code == 0, out + err)
    with zipfile.ZipFile(book) as archive:
        whole = archive.testzip() is None
        roots = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    page = roots["xl/worksheets/sheet1.xml"]
    cells = {cell.get("r"): cell for cell in page.iter(space + "c")}
    texts = {place: "".join(cell.itertext()) for place, cell in cells.items()}
    check("the workbook has the rows of the sheet as texts",
          whole and texts["A1"] == "decision table" and texts["B1"] == "lane"
          and texts["B8"] == "[2000..50000]" and texts["C8"] == '"usual"'
          and all(cell.get("t") in ("inlineStr", None) for cell in cells.values()), texts)
    pane = page.find(f".//{space}pane")
    styles = roots["xl/styles.xml"]
    formats = styles.find(space + "cellXfs")
    fonts = styles.find(space + "fonts")
    bold = fonts[int(formats[int(cells["B4"].get("s"))].get("fontId"))].find(space + "b")
    check("heads are bold and frozen",
          pane.get("state") == "frozen" and pane.get("topLeftCell") == "B7" and bold is not None)


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        model = folder / "triage.dmn"
        model.write_text(MODEL, encoding="utf-8")
        given = folder / "input.json"
        given.write_text('{"损失金额": 1999.99, "loss date": "2026-11-26"}', encoding="utf-8")

        code, out, err = decide(model, "--input", given)
        check("all decisions are made from a JSON object",
              code == 0 and json.loads(out) == {"lane": "fast", "year": 2026}, out + err)

        code, out, err = decide(
            model, "--input", "-", "--decision", "lane", "--explain", given='{"损失金额": 2000}')
        lines = out.splitlines()
        check("an explanation says which rule matched, with its inputs",
              code == 0 and json.loads(lines[0]) == {"lane": "usual"}
              and lines[1] == 'lane: (2000) rule 2 -> "usual"', out + err)

        code, out, err = decide(model, "--explain", "--input", "-", given='{"损失金额": "many"}')
        check("a value of the wrong type is null, and the explanation says why",
              code == 0 and json.loads(out.splitlines()[0])["year"] is None
              and "is string, which is not number" in out, out + err)

        code, out, err = decide(model, "--decision", "nothing")
        check("an unknown decision is refused with those there are",
              code != 0 and "lane, year" in err, err)

        code, out, err = decide(model, "--input", "-", given='{"损失金额": 01}')
        check("broken JSON is refused with its place", code != 0 and "at byte" in err, err)

        broken = folder / "broken.dmn"
        broken.write_text(MODEL.replace("loss date.year", "loss date..year +"), encoding="utf-8")
        code, out, err = decide("check", broken)
        check("a check names the element with line and column",
              code == 1 and out.startswith("year: line 1, column "), out + err)
        check("a model that is right passes the check", decide("check", model)[0] == 0)

        broken.write_text(MODEL[:-20], encoding="utf-8")
        code, out, err = decide("check", broken)
        check("XML that is cut off is refused with its line",
              code != 0 and "not well-formed XML" in err and "line" in err, err)
        broken.write_text(
            '<!DOCTYPE a [<!ENTITY b "c">]>' + MODEL.split("?>", 1)[1], encoding="utf-8")
        code, out, err = decide("check", broken)
        check("entities are refused", code != 0 and "entities are refused" in err, err)
        broken.write_text("<definitions>" + "<a>" * 5000 + "</a>" * 5000 + "</definitions>",
                          encoding="utf-8")
        code, out, err = decide("check", broken)
        check("XML that is nested too deeply is refused", code != 0 and "too deeply" in err, err)

        sheets(folder, model)

        if KIT.is_dir():
            table = folder / "results.csv"
            names = folder / "names"
            names.write_text("0001-filter\ncompliance-level-3/0082-feel-coercion\n")
            code, out, err = decide(
                "tck", "--root", KIT, "--list", names, "--csv", table, "--strip-answers", "--json")
            scores = json.loads(out)
            rows = table.read_text(encoding="utf-8").splitlines()
            check("the kit's folders that are listed run, with a row for each case",
                  code == 0 and scores["total"]["total"] == len(rows) > 10
                  and scores["total"]["passed"] == len(rows)
                  and all(',"SUCCESS",' in row for row in rows), out + err)
        else:
            print(f"the kit is absent: {KIT}")
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
