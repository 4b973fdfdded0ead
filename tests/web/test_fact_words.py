"""Who publishes facts and what their units are called, in every language."""

import json

from recruit.core.facts import SHIPPED
from recruit.core.locales import CODES
from recruit.core.publishers import PUBLISHERS, SOURCE_NAMES, publisher_of, source_in
from recruit.handbook import marks
from recruit.handbook.actions.loading import EDITIONS
from recruit.web.fact_words import UNITS, unit_words

FACTS = json.loads(SHIPPED.read_text(encoding="utf-8"))


def test_every_publisher_has_a_name_in_every_language() -> None:
    rows = json.loads(PUBLISHERS.read_text(encoding="utf-8"))
    assert [row for row in rows if set(row["names"]) != set(CODES) or not all(row["names"].values())] == []


def test_every_authority_of_japan_in_our_facts_is_known_by_name() -> None:
    sources = {fact["source"] for fact in FACTS}
    authorities = {one for one in sources if any(end in one for end in (".go.jp/", ".lg.jp/"))}
    assert authorities and {one for one in authorities if not publisher_of(one, "vi")} == set()


def test_every_source_has_a_name_where_its_figures_are_read() -> None:
    """In Japanese all of them; in Indonesian and Vietnamese those of the guide. No name is left of a source that is gone."""
    sources = {fact["key"]: fact["source_name"] for fact in FACTS}
    known = json.loads(SOURCE_NAMES.read_text(encoding="utf-8"))
    assert {fact["source_name"] for fact in FACTS} == set(known)
    assert [name for name in known if source_in(name, "ja")[1] != "ja"] == []
    for code in ("id", "vi"):
        texts = [one.read_text(encoding="utf-8") for one in (EDITIONS / "guide").glob(f"*.{code}.md")]
        stated = {key for text in texts for key in marks.keys_of_facts(text)}
        assert stated
        assert [
            key for key in sorted(stated & set(sources)) if source_in(sources[key], code)[1] != code
        ] == []


def test_an_office_comes_before_its_ministry_and_strangers_have_no_name() -> None:
    assert publisher_of("https://www.mhlw.go.jp/content/1.pdf", "ja") == "厚生労働省"
    assert "Biro" in publisher_of("https://jsite.mhlw.go.jp/ibaraki/", "id")
    assert publisher_of("https://www.moj.go.jp/isa", "en") == "Immigration Services Agency"
    assert publisher_of("https://www.moj.go.jp/isaac/", "en") == "Ministry of Justice"
    for stranger in ("https://mhlw.go.jp.example/", "https://notmhlw.go.jp/", "", "nothing"):
        assert publisher_of(stranger, "ja") == ""


def test_every_unit_has_words(app) -> None:
    assert {fact["unit"] for fact in FACTS if fact["unit"]} - UNITS.keys() == set()
    with app.test_request_context("/en/"):
        assert unit_words("yen_per_hour") == "yen an hour"
        assert unit_words("bowls_of_rice") == "bowls of rice"


def test_the_desk_of_facts_names_the_ministry_in_the_language_of_the_reader(client, db, now) -> None:
    from recruit.core import facts
    from recruit.core.db import writing
    from tests import people

    with writing():
        facts.load_shipped()
    people.sign_in(client, people.editor())
    for code, name, source in (
        ("ja", "厚生労働省", "労働基準法第37条"),
        ("vi", "Bộ Y tế, Lao động và Phúc lợi Nhật Bản", "Luật Tiêu chuẩn Lao động Điều 37"),
    ):
        page = client.get(f"/{code}/staff/handbook/facts/overtime_premium").text
        assert name in page
        assert f'lang="{code}">{source}' in page
