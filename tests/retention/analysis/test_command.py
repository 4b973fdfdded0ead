"""`recruit retention curve` as a program sees it."""

import json
from pathlib import Path
import time

from click.testing import CliRunner, Result
import numpy as np
import pytest

from recruit.retention.analysis.command import curve


def run(*words: object) -> Result:
    return CliRunner().invoke(curve, [str(word) for word in words])


def report(*words: object) -> dict:
    result = run(*words, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_the_contract_of_the_json_form(fixtures: Path) -> None:
    said = report(
        fixtures / "leukemia_6mp.csv", "--duration", "weeks", "--event", "relapse", "--group", "arm",
        "--at", "6,36", "--rmst", "12,40",
    )  # fmt: skip
    assert said["time_unit"] == "as given"
    treated, placebo = said["curves"]
    assert {key: treated[key] for key in ("group", "n", "events", "late_entries", "median")} == {
        "group": "6-MP", "n": 21, "events": 9, "late_entries": 0, "median": 23.0,
    }  # fmt: skip
    first = treated["points"][0]
    assert (first["t"], first["at_risk"], first["events"], first["censored"]) == (6, 21, 3, 1)
    assert first["survival"] == pytest.approx(6 / 7, abs=1e-12)
    assert first["se"] == pytest.approx(0.0763603548321213, abs=1e-12)
    assert first["loglog"] == pytest.approx([0.6197179552659838, 0.951551747646997], abs=1e-9)
    assert first["bpcp"][0] < 6 / 7 < first["bpcp"][1]
    assert treated["at"][1] == {
        "t": 36, "estimable": False, "at_risk": 0, "survival": None, "loglog": None, "bpcp": None,
    }  # fmt: skip
    assert treated["rmst"][1] == {"to": 40, "value": None}
    assert placebo["at"][1]["survival"] == 0.0
    assert said["logrank"]["statistic"] == pytest.approx(16.792941, abs=1e-6)
    assert said["logrank"]["df"] == 1
    assert [group["group"] for group in said["logrank"]["groups"]] == ["6-MP", "placebo"]
    assert said["cumulative_incidence"] == []


def test_late_entries_and_causes(fixtures: Path) -> None:
    said = report(
        fixtures / "hires_demo_derived.csv", "--duration", "months", "--event", "left", "--entry", "entry_months",
        "--cause", "exit_code", "--at", "12,99", "--rmst", "12",
    )  # fmt: skip
    (everyone,) = said["curves"]
    assert (everyone["group"], everyone["late_entries"], everyone["bpcp_approximate"]) == ("all", 5, True)
    assert everyone["at"][0]["at_risk"] == 14
    assert everyone["rmst"][0]["value"] == pytest.approx(9.788301, abs=1e-6)
    year, later = said["cumulative_incidence"][0]["at"]
    assert list(year["causes"]) == ["1", "2", "3", "4"]
    assert sum(year["causes"].values()) + year["survival"] == pytest.approx(1.0, abs=1e-12)
    assert later["survival"] is None
    assert said["logrank"] is None
    same = report(
        fixtures / "hires_demo_derived.csv",
        "--duration",
        "months",
        "--event",
        "exit_code",
        "--cause",
        "exit_code",
    )
    assert len(same["cumulative_incidence"][0]["at"]) == 11


def test_the_table_says_what_is_not_known(fixtures: Path) -> None:
    result = run(
        fixtures / "hires_demo_derived.csv", "--duration", "months", "--event", "left", "--entry", "entry_months",
        "--group", "company_size", "--cause", "exit_code", "--at", "12,40", "--rmst", "12,40",
    )  # fmt: skip
    assert result.exit_code == 0
    for words in (
        "group small: n = 15",
        "not yet estimable",
        "chi-square 0.948300",
        "approximate",
        "cause 3",
    ):
        assert words in result.output


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        ("t,e\n1,1\n-2,0\n", [], 'line 3: "t" is -2, below 0'),
        ("t,e\n1,1\n\n,0\n", [], 'line 4: "t" is missing'),
        ("t,e\n1,1\nabc,0\n", [], 'line 3: "t" is "abc", which is not a number'),
        ("t,e\n1,nan\n", [], 'line 2: "e" is "nan", which is not a number'),
        ("t,e\n1_0,1\n", [], 'line 2: "t" is "1_0", which is not a number'),
        ("t,e\n1,1,1\n", [], "line 2: 3 cells where the header has 2"),
        ("t,x\n1,1\n", [], 'line 1: there is no column "e"; the columns are t, x'),
        ("t,e,e\n1,1,1\n", [], 'line 1: there is more than one column "e"'),
        ("", [], "line 1: the file is empty"),
        ("t,e\n", [], "line 1: there are no rows below the header"),
        ('t,e\n1,1\n"2,0\n', [], "line 3: unexpected end of data"),
        ("t,e,n\n1,1,0\n2,1,2\n", ["--entry", "n"], 'line 3: "n" (2) is not before "t" (2)'),
        ('t,e,n\n1,1,"a\nb"\n2,1,c\n-3,1,d\n', [], 'line 5: "t" is -3, below 0'),
        ("t,e,g\n1,1,a\n2,1, \n", ["--group", "g"], 'line 3: "g" is missing'),
        ("t,e,c\n1,1,2\n2,1,0\n", ["--cause", "c"], 'line 3: "e" says left, but "c" is "0"'),
        ("t,e\n1,1\n", ["--at", "1,x"], '--at: "x" is not a number'),
        ("t,e\n1,1\n", ["--rmst", "-1"], '--rmst: "-1" is not a number from 0 on'),
    ],
)
def test_bad_input_is_refused_in_one_line(
    tmp_path: Path, content: str, words: list[str], sentence: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(content)
    result = run(file, "--duration", "t", "--event", "e", *words)
    assert result.exit_code != 0
    assert sentence in result.output
    assert result.output.count("\n") == 1


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    result = run(tmp_path / "none.csv", "--duration", "t", "--event", "e")
    assert result.exit_code != 0
    assert result.output.count("\n") == 1


def test_japanese_office_files_are_read(tmp_path: Path) -> None:
    file = tmp_path / "hires.csv"
    for encoding in ("utf-8-sig", "cp932"):
        file.write_bytes("月数,退職,会社\r\n3,1,甲\r\n5,0,乙\r\n".encode(encoding))
        said = report(file, "--duration", "月数", "--event", "退職", "--group", "会社")
        assert {group["group"] for group in said["curves"]} == {"甲", "乙"}


def test_whole_numbers_are_one_cause_however_written(tmp_path: Path) -> None:
    file = tmp_path / "causes.csv"
    file.write_text("t,e,c\n1,1,1\n2,1,1.0\n3,0,0.0\n4,1,home\n")
    said = report(file, "--duration", "t", "--event", "e", "--cause", "c", "--at", "2")
    assert said["cumulative_incidence"][0]["at"][0]["causes"] == {"1": pytest.approx(0.5), "home": 0.0}


def test_a_million_rows(tmp_path: Path) -> None:
    """Reading is most of it; the bound is loose because test machines are slow."""
    random = np.random.default_rng(5)
    months = random.integers(1, 1500, 1_000_000)
    left = random.integers(0, 2, 1_000_000)
    file = tmp_path / "large.csv"
    file.write_text(
        "t,e\n" + "\n".join(f"{t},{e}" for t, e in zip(months.tolist(), left.tolist(), strict=True)) + "\n"
    )
    began = time.perf_counter()
    said = report(file, "--duration", "t", "--event", "e")
    assert time.perf_counter() - began < 30
    assert said["curves"][0]["n"] == 1_000_000
    assert said["curves"][0]["events"] == int(left.sum())
