"""The checker: planted faults are each found by exactly the rule that is there for them, and good positions by none."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
import json
from pathlib import Path
from typing import Any

import pytest

from recruit.core.facts import SHIPPED
from recruit.postings import rules
from recruit.postings.rules import GROUNDS, Circumstances, FindingRule, Severity, Source

FOLDER = Path(__file__).parents[1] / "fixtures" / "postings"
SAMPLES: dict[str, dict[str, Any]] = {
    one["sample"]: one for one in json.loads((FOLDER / "samples.json").read_text(encoding="utf-8"))
}
FAULTS: list[dict[str, Any]] = json.loads((FOLDER / "faults.json").read_text(encoding="utf-8"))
NEWEST_WAGES: dict[str, dict[str, Any]] = {
    row["key"]: row
    for row in json.loads(SHIPPED.read_text(encoding="utf-8"))
    if row["unit"] == "yen_per_hour"
}


def circumstances(prefecture: str, category: int) -> Circumstances:
    wage = NEWEST_WAGES[f"minimum_wage_{prefecture}"]
    source = Source(
        wage["source_name"],
        wage["source"],
        date.fromisoformat(wage["valid_from_on"]),
        date.fromisoformat(wage["checked_on"]),
        wage["verified"],
    )
    return Circumstances(int(wage["value"]), source, category in (3, 4), "旭川建設")


def changed(content: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The content with what is changed, item by item and text by text; None takes an item away."""
    made = deepcopy(dict(content))
    for key, value in change.items():
        if key == "items":
            made["items"] = {name: said for name, said in (made["items"] | value).items() if said is not None}
        elif key == "texts":
            for language, texts in value.items():
                made["texts"][language] = made["texts"].get(language, {}) | texts
        else:
            made[key] = value
    return made


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=lambda one: one["sample"])
def test_good_positions_are_found_good(sample: dict[str, Any]) -> None:
    content = sample["content"]
    assert rules.findings(content, circumstances(content["prefecture"], sample["category"])) == []


@pytest.mark.parametrize("planted", FAULTS, ids=lambda one: one["fault"])
def test_planted_faults_are_found(planted: dict[str, Any]) -> None:
    sample = SAMPLES[planted["base"]]
    content = changed(sample["content"], planted["change"])
    told = circumstances(content["prefecture"], planted.get("category", sample["category"]))
    assert {str(one.rule) for one in rules.findings(content, told)} == set(planted["expected"])


def test_every_rule_has_a_planted_fault_and_a_ground() -> None:
    assert len(FAULTS) >= 40
    assert {FindingRule(rule) for planted in FAULTS for rule in planted["expected"]} == set(FindingRule)
    assert set(GROUNDS) == set(FindingRule)
    for ground in GROUNDS.values():
        assert ground.sources
        for source in ground.sources:
            assert source.url.startswith("https://") and source.valid_from_on <= date(2026, 11, 25)


def test_a_text_finding_names_the_text_it_stands_in() -> None:
    content = changed(
        SAMPLES["A"]["content"], {"texts": {"vi": {"more": "Tiền cọc: 5 triệu. Chỉ tuyển nam"}}}
    )
    found = rules.findings(content, circumstances("hokkaido", 3))
    assert [(str(one.rule), one.text, one.shown["words"]) for one in found] == [
        ("limiting_sex", "more_vi", "chỉ tuyển nam"),
        ("money_words", "more_vi", "tiền cọc"),
    ]


def test_a_finding_about_pay_names_the_row_it_rests_on() -> None:
    content = changed(SAMPLES["A"]["content"], {"base_pay_yen": 150_000})
    (found,) = rules.findings(content, circumstances("hokkaido", 3))
    law, row = rules.sources_of(found)
    assert law.name == "最低賃金法第4条"
    assert (row.valid_from_on, row.url) == (
        date(2025, 10, 4),
        NEWEST_WAGES["minimum_wage_hokkaido"]["source"],
    )


def test_without_a_known_rate_pay_is_not_judged() -> None:
    content = changed(SAMPLES["A"]["content"], {"base_pay_yen": 100_000})
    assert rules.findings(content, Circumstances()) == []


def test_grave_findings_come_first() -> None:
    content = changed(SAMPLES["A"]["content"], {"majors": ["japanese"], "items": {"fees_to_worker": 1}})
    found = rules.findings(content, Circumstances())
    assert [one.severity for one in found] == [Severity.BLOCKING, Severity.REVIEW]
    assert [str(one.rule) for one in rules.blocking(found)] == ["fees"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "違約金、保証金、手数料はいただきません。"),
        ("ja", "違約金は、一切ありません。"),
        ("ja", "18歳以上の方。定年60歳、65歳まで再雇用。"),
        ("ja", "男女不問。年齢制限はありません。国籍を問わず応募できます。"),
        ("ja", "男性のみではありません。"),
        ("ja", "固定残業代はありません。残業代は全額支給します。"),
        ("ja", "60歳以上の社員も活躍しています。女性のみの寮があります。"),
        ("ja", "寮の保証金は3万円です。"),
        ("ja", "性別や年齢は問いません。若手の社員と女性の技術者が活躍しています。"),
        ("ja", "パスポートはご自身で保管してください。"),
        ("ja", "社会保険料と税を給与から控除します。"),
        ("ja", "現場研修は6か月です。日本人社員も同じ研修を受けます。"),
        ("en", "Meetings are held in Japanese only. Two years of experience."),
        ("en", "Nobody asks you for a deposit; the company never keeps your passport."),
        ("en", "The deposit of the flat is paid by the company."),
        ("en", "Borings in alluvial deposits. You must be over 18 years old."),
        ("id", "Pada tahun pertama tidak ada cuti tambahan."),
        ("id", "Tanpa uang jaminan, tanpa denda. Laki-laki dan perempuan."),
        ("id", "Deposit apartemen ditanggung perusahaan. Paspor Anda simpan sendiri."),
        ("vi", "Không thu tiền đặt cọc, không phạt hợp đồng."),
        ("vi", "Bạn không bị phạt khi nghỉ việc."),
        ("vi", "Tuyển nam, nữ từ 18 tuổi. Bắt đầu từ năm 2027. Kim chỉ nam của chúng tôi là an toàn."),
        ("vi", "Chi tuyen nam 2027. Cong ty Viet Nam."),
    ],
)
def test_words_that_say_the_opposite_are_no_fault(language: str, words: str) -> None:
    content = changed(SAMPLES["F"]["content"], {"texts": {language: {"more": words}}})
    assert rules.findings(content, circumstances("hiroshima", 4)) == []


def test_hidden_words_are_seen() -> None:
    for words in (
        "男 性 の み",
        "男\u200b性のみ",
        "\uff36\uff29\uff25\uff34\uff2e\uff21\uff2d\uff25\uff33\uff25\u3000national only",
    ):
        content = changed(SAMPLES["F"]["content"], {"texts": {"ja": {"more": words}}})
        assert rules.findings(content, circumstances("hiroshima", 2)), words
