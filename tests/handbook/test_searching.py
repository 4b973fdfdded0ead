"""The search over the editions that are shipped: what somebody types leads to the chapter about it, whatever the language."""

from dataclasses import asdict
from datetime import timedelta
import re

import html5lib
import pytest

from recruit.core import facts
from recruit.core.db import writing
from recruit.core.facts import Fact
from recruit.core.locales import CODES
from recruit.core.models import DatedFact
from recruit.handbook import actions, glossary, marks, queries
from recruit.handbook.models import ChapterVersion, GlossaryTerm
from recruit.handbook.queries import searching
from recruit.handbook.rules import Audience, ChapterState
from recruit.handbook.shown import shown_value
from tests import people
from tests.conftest import CountQueries

COE = ("student-guide", "coe-and-visa")
PROCEDURE = ("company-handbook", "status-procedure")


@pytest.fixture
def books(app, db, now):
    with writing():
        facts.load_shipped()
        actions.load_terms(now)
        actions.load_editions(now)
    with app.app_context():
        yield now.date()


def places(found):
    return [(one.text.book, one.text.chapter) for one in found]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(
    "asked",
    [
        "COE",
        "coe",
        "在留資格認定証明書",
        "giấy chứng nhận tư cách lưu trú",
        "giay chung nhan tu cach luu tru",
        "Certificate of Eligibility",
    ],
)
def test_the_certificate_is_found_by_each_of_its_names(books, language, asked):
    answer = queries.search(asked, language=language, on=books)
    assert places(answer.own)[0] == COE
    assert [term.key for term in answer.terms] == ["coe"]
    of_companies = queries.search(asked, language=language, on=books, book="company-handbook")
    # The book for companies is in Japanese and English; everybody else is led there in another language.
    first = of_companies.own if language in ("ja", "en") else of_companies.others
    assert places(first)[0] == PROCEDURE
    if language in ("ja", "en"):
        assert places(answer.own)[1] == PROCEDURE


@pytest.mark.parametrize("language", CODES)
def test_other_languages_have_what_the_own_one_has_not_each_chapter_once(books, language):
    answer = queries.search("COE", language=language, on=books)
    others = places(answer.others)
    assert len(others) == len(set(others)) and not set(others) & set(places(answer.own))
    # Who reads Indonesian or Vietnamese is shown the company's book in English, not in Japanese.
    assert {one.text.language for one in answer.others} <= {"en", "id", "vi"} - {language}


@pytest.mark.parametrize(
    ("language", "asked", "chapter"),
    [
        ("id", "surat keterangan lulus", "papers-at-home"),
        ("id", "SKL", "papers-at-home"),
        ("id", "surat pemberitahuan syarat kerja", "reading-an-offer"),
        ("id", "nenkin", "going-home"),
        ("vi", "gensen", "your-rights"),
        ("vi", "giấy thông báo điều kiện lao động", "reading-an-offer"),
        ("vi", "lương", "money"),
        ("en", "take-home pay", "money"),
        ("ja", "労働条件通知書", "reading-an-offer"),
    ],
)
def test_a_term_leads_to_the_chapter_of_students_about_it(books, language, asked, chapter):
    own = queries.search(asked, language=language, on=books, book="student-guide").own
    assert places(own)[0] == ("student-guide", chapter)


def test_what_is_looked_through_stays_in_the_process_until_something_changes(
    books, db, now, count_queries: CountQueries
):
    with writing():
        db.query(GlossaryTerm).filter_by(key="coe").one().by_ref = "changed"
    # The stamp alone, and once what is looked through: terms, books, chapters, texts and facts.
    for asked, statements in (("COE", 6), ("visa", 1), ("COE visa", 1), ("zimzalabim", 1)):
        with count_queries(statements):
            queries.search(asked, language="vi", on=books)


def test_a_published_text_is_found_at_once(books, db, now):
    assert not queries.search("zimzalabim", language="vi", on=books).own
    newest = db.query(ChapterVersion).filter_by(language="vi").order_by(ChapterVersion.id).first()
    with writing() as rows:
        rows.add(
            ChapterVersion(
                chapter_id=newest.chapter_id,
                language="vi",
                number=newest.number + 1,
                title="Mới",
                body="Zimzalabim",
                state=ChapterState.PUBLISHED,
                publish_at=now,
            )
        )
    [found] = queries.search("zimzalabim", language="vi", on=books).own
    assert found.text.title == "Mới"


def test_other_names_of_a_term_and_other_values_of_a_fact_are_found_at_once(books, db):
    assert not queries.search("zimzalabim", language="en", on=books).own
    term = db.query(GlossaryTerm).filter_by(key="coe").one()
    with writing():
        term.words = {**term.words, "en": "Zimzalabim"}
    assert places(queries.search("zimzalabim", language="en", on=books).own)[0] == COE


def test_values_are_those_of_the_day(books, db):
    def value_on(day):
        return queries.search("tuberculosis", language="en", on=day).own

    assert value_on(books) and value_on(books + timedelta(days=9000))


def test_the_page_says_what_the_term_means(books, client):
    page = client.get("/id/handbook/search?q=COE").text
    assert "<dt>Certificate of Eligibility (COE)</dt><dd>Surat dari Badan Imigrasi Jepang" in page
    html5lib.HTMLParser(strict=True).parse(page)
    assert 'class="definition"' not in client.get("/id/handbook/search?q=rumah").text


def test_who_has_a_book_of_their_own_gets_it_first(books, app):
    """The same chapters, in the order of everybody inside of each book, under its name."""
    everybody = queries.search("COE", language="ja", on=books).own
    for reader, first in ((people.company_member, "company-handbook"), (people.student, "student-guide")):
        page = people.sign_in(app.test_client(), reader()).get("/ja/handbook/search?q=COE").text
        found = re.findall(r'<h3><a href="/ja/handbook/([^/]+)/([^"]+)"', page)
        assert found == sorted(places(everybody), key=lambda place: place[0] != first)
        assert found[0][0] == first and {place[0] for place in found} == {"company-handbook", "student-guide"}
        titles = {one.slug: one.titles["ja"] for one in queries.shelf()}
        headings = [
            titles[first],
            *(title for slug, title in titles.items() if slug != first),
            "ほかの言語で",
        ]
        assert re.findall(r'<h2 class="ruled">([^<]*)</h2>', page) == headings
    page = people.sign_in(app.test_client(), people.editor()).get("/ja/handbook/search?q=COE").text
    assert re.findall(r'<h3><a href="/ja/handbook/([^/]+)/([^"]+)"', page) == places(everybody)


def test_figures_are_those_of_the_day(books, app):
    """A value that begins to hold while nothing is written is found from its day on: what is kept is kept for a day."""
    text = next(one for one in queries.texts_of(queries.shelf()) if marks.keys_of_facts(one.version.body))
    key = marks.keys_of_facts(text.version.body)[0]
    told = facts.fact(key, books)
    assert told is not None
    new = asdict(told) | {"value": "7654321", "valid_from_on": books + timedelta(days=1)}
    with writing() as rows:
        rows.add(DatedFact(**new))
    words = shown_value(Fact(**new), text.language)
    for day, is_there in ((books, False), (books + timedelta(days=1), True), (books, False)):
        found = queries.search(words, language=text.language, on=day)
        assert ((text.book.slug, text.chapter.slug) in places(found.own)) is is_there


@pytest.mark.parametrize(
    ("language", "asked", "chapter"),
    [
        ("id", "pulang uang nenkin", "going-home"),
        ("vi", "mất thẻ lưu trú xyzzy", "first-weeks"),
        ("en", "zzz yyy", None),
    ],
)
def test_words_that_stand_nowhere_together_lead_to_what_has_most_of_them(
    books, client, language, asked, chapter
):
    answer = queries.search(asked, language=language, on=books)
    assert answer.is_in_part is (chapter is not None)
    assert [one.text.chapter for one in answer.own][:1] == ([chapter] if chapter else [])
    page = client.get(f"/{language}/handbook/search", query_string={"q": asked}).text
    html5lib.HTMLParser(strict=True).parse(page)
    assert ("handbook-hit" in page) is answer.is_in_part


def test_whole_sentences_other_names_and_mistyped_words_lead_to_the_chapter(books, client):
    """Together, as the books are loaded anew for each test."""
    for language, asked, chapter, meant in (
        ("ja", "在留資格認定証明書はいつ届きますか", "coe-and-visa", ""),
        # Asked in one language, answered in another, through the glossary and through everyday names.
        ("vi", "在留資格認定証明書はいつ届きますか", "coe-and-visa", ""),
        ("ja", "ざいりゅうカードをなくした", "first-weeks", ""),
        ("id", "nenkin refund", "going-home", ""),
        ("vi", "đổi công ty có được không", "ways-to-work", ""),
        ("en", "certifcate of eligibility", "coe-and-visa", "certificate of eligibility"),
        ("id", "sertifkat", "papers-at-home", "sertifikat"),
        ("ja", "ヘルメントをかぶる", "culture-and-safety", "ヘルメットをかぶる"),
    ):
        answer = queries.search(asked, language=language, on=books)
        assert answer.meant == meant, asked
        assert chapter in [one.text.chapter for one in answer.own[:2]], asked
    # What explains a term need not have the verb of the question.
    for language, asked, reader, chapter in (
        ("ja", "在留資格認定証明書はいつ届きますか", Audience.COMPANY, "status-procedure"),
        ("id", "kapan sertifikat kelayakan datang", Audience.STUDENT, "coe-and-visa"),
    ):
        found = queries.search(asked, language=language, on=books, reader=reader)
        assert chapter in [one.text.chapter for one in found.own[:2]], asked
    page = client.get("/en/handbook/search?q=certifcate+of+eligibility").text
    assert 'q=certificate+of+eligibility"' in page and "<dt>Certificate of Eligibility (COE)</dt>" in page
    assert (
        "certifcate" in page
        and 'q=certificate+of+eligibility"' not in client.get("/en/handbook/search?q=COE").text
    )


def test_other_names_belong_to_terms_that_are_there():
    assert set(searching._other_names()["terms"]) <= set(glossary.shipped_terms())
