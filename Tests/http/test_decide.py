"""covenant decide: models evaluated, explained, checked and refused, as from a terminal."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

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


def decide(*arguments, given=None):
    run = subprocess.run(
        [COVENANT, "decide", *map(str, arguments)], input=given, text=True, timeout=120,
        capture_output=True, env={**os.environ, "LANG": "en_US.UTF-8"}, check=False)
    return run.returncode, run.stdout, run.stderr


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
