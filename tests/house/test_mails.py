"""Every kind of mail reads well in every language: made from the demonstration data, as the previews for staff are."""

from collections.abc import Iterator
from dataclasses import replace
import re
from urllib.parse import urlsplit

from babel.messages.catalog import Catalog
from flask import Flask
import pytest
from sqlalchemy import select

from recruit.accounts import queries as account_queries
from recruit.core import clock
from recruit.core.db import Database, session
from recruit.core.locales import BY_CODE, CODES
from recruit.core.settings import Settings
from recruit.messages import kinds
from recruit.messages.models import Mail
from recruit.messages.previews import Preview, preview_of
from recruit.postings.models import PostingText
from tests.house import html
from tests.house.test_pseudo import english_in, interface_texts
from tests.people import visitor_of

LEFT_OPEN = re.compile(r"%\(\w*\)?|\{\{|\{%|\bNone\b|\bUndefined\b|<[A-Z]\w+\.\w+: ")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def faults_of(
    preview: Preview, language: str, base_url: str, known: frozenset[str], *, may_stop: bool
) -> Iterator[str]:
    """What is wrong with a mail, one phrase each."""
    for name, text in (("subject", preview.subject), ("text", preview.text), ("html", preview.html)):
        if not text.strip():
            yield f"no {name}"
            return
    elements = list(html.read(preview.html).iter())
    shown = "\n".join(text for element in elements for text in (element.text, element.tail) if text)
    tags = [html.tag_of(element) for element in elements]
    for name, text in (("subject", preview.subject), ("text", preview.text), ("html", shown)):
        if found := LEFT_OPEN.search(text):
            yield f"{name} has {found[0]!r}"
        lines = [line.strip("- ") for line in text.splitlines()]
        if language != "en":
            yield from (f"English in {name}: {line}" for line in lines if english_in(line, known))
    if "\n" in preview.subject:
        yield "subject of several lines"
    if (tags.count("h1"), tags.count("title")) != (1, 1):
        yield "not one h1 and one title"
    if elements[0].get("lang") != BY_CODE[language].html_lang:
        yield f"lang is {elements[0].get('lang')}"
    links = [element.get("href") or "" for element in elements if html.tag_of(element) == "a"]
    for link in [*links, *ADDRESS.findall(preview.text)]:
        if not link.startswith(("mailto:", "tel:", f"{base_url}/")):
            yield f"leads elsewhere: {link!r}"
        elif link.startswith("http") and f"/{language}" not in urlsplit(link).path:
            yield f"not in the reader's language: {link!r}"
    if may_stop != ("/mail/off/" in preview.html) or may_stop != ("/mail/off/" in preview.text):
        yield "the way to switch it off"


@pytest.mark.parametrize("language", CODES)
def test_every_kind_reads_well(demo_app: Flask, language: str, source_messages: Catalog) -> None:
    database: Database = demo_app.extensions["recruit.database"]
    settings: Settings = demo_app.extensions["recruit.settings"]
    found: list[str] = []
    with demo_app.app_context(), database.scope():
        staff = account_queries.user_by_address("staff@demo.example")
        assert staff is not None
        # What a company calls a position may be a word of the house too.
        titles = frozenset(session().scalars(select(PostingText.title)))
        known = frozenset(text for text in interface_texts(source_messages) if len(text.split()) > 3) - titles
        before = session().query(Mail).count()
        for kind in kinds.known_kinds():
            preview = preview_of(kind, language, by=visitor_of(staff), now=clock.now())
            if preview is None:
                found.append(f"{kind.name}: no sample (recruit/mail_samples.py)")
                continue
            found += [
                f"{kind.name}: {fault}"
                for fault in faults_of(
                    preview, language, settings.base_url, known, may_stop=not kind.necessary
                )
            ]
        assert session().query(Mail).count() == before
    assert not found, "\n".join(found)


GOOD = Preview(
    subject="Xin chào",
    text="Xin chào\nhttp://localhost/vi/account/\n",
    html=(
        '<!doctype html><html lang="vi"><head><title>Xin chào</title></head>'
        '<body><h1>Xin chào</h1><a href="http://localhost/vi/">Mở</a></body></html>'
    ),
    attachments=(),
)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("subject", "", "no subject"),
        ("subject", "Chào %(name)s", "subject has"),
        ("text", GOOD.text + "Please open the link in this mail.", "English in text"),
        ("text", GOOD.text + "https://elsewhere.example/vi/", "leads elsewhere"),
        ("html", GOOD.html.replace('lang="vi"', 'lang="en"'), "lang is en"),
        ("html", GOOD.html.replace("<h1>", "<h1>A</h1><h1>"), "not one h1"),
        ("html", GOOD.html.replace("http://localhost/vi/", "/vi/account/"), "leads elsewhere"),
        ("html", GOOD.html.replace("localhost/vi/", "localhost/ja/"), "not in the reader's language"),
        ("html", GOOD.html.replace("Mở", "None"), "html has"),
    ],
)
def test_the_reader_of_mails_sees_what_is_wrong(name: str, value: str, fault: str) -> None:
    def read(preview: Preview) -> list[str]:
        return list(faults_of(preview, "vi", "http://localhost", frozenset(), may_stop=False))

    assert read(GOOD) == []
    assert any(found.startswith(fault) for found in read(replace(GOOD, **{name: value})))
