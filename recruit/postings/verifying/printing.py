"""A position on one page of paper, for the family at the table: in the reader's language, with the code to look it up by."""

from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _, ngettext
import segno

from recruit.core.clock import day_in
from recruit.organisations.queries import name_in
from recruit.postings import conditions, queries
from recruit.postings.models import Posting
from recruit.postings.texts.showing import text_note
from recruit.web.gate import current_language, whole_url
from recruit.web.pdf import pdf_of, printable
from recruit.web.times import format_day, two_clocks

# Of one text so many signs find a place on the page; all of it stands behind the code.
MOST_WORDS = 900


def paper_of(posting: Posting, *, now: datetime) -> bytes:
    """The paper as it is true now. Raises Busy, PaperFailed."""
    return pdf_of(_source(), _data(posting, now), made_at=now)


def _source() -> str:
    files = ("parts/paper.typ", "postings/paper.typ")
    loader, environment = current_app.jinja_loader, current_app.jinja_env
    if loader is None:
        raise RuntimeError("the application has no templates")
    return "\n".join(loader.get_source(environment, file)[0] for file in files)


def _data(posting: Posting, now: datetime) -> dict[str, Any]:
    content, language = queries.content_of(posting), current_language()
    words, original = conditions.words_of(content), conditions.words_of(content, posting.source_language)
    version, note = queries.newest_version(posting), text_note(posting, words)
    number = version.number if version else 1
    company, company_ja = name_in(posting.organisation, language), name_in(posting.organisation, "ja")
    address = whole_url("postings.verify", code=posting.verify_code, version=number)
    return {
        "lang": language,
        "title": _part(words.fields.get("title", ""), words.lang_of("title") or language),
        "original": _part(original.fields.get("title", ""), original.lang_of("title") or language),
        "company": printable(company),
        "company_ja": printable(company_ja) if company_ja != company else "",
        "rows": [
            {
                "label": printable(row.label),
                "value": _part(row.value, row.lang or language, row.language_name),
                "aside": printable(row.aside),
            }
            for row in conditions.conditions_of(content)
        ],
        "openings": ngettext("%(num)d opening", "%(num)d openings", posting.openings),
        "starts": (_("Month of joining"), conditions.start_words(content)),
        "until": (_("Applications until"), _last_minute(posting.closes_at) if posting.closes_at else ""),
        "you_pay": (_("You pay"), _("0 yen. Nobody may ask you for money for this position.")),
        "code": posting.verify_code or "",
        "look_up": _("Is this paper still right? Look the code up:"),
        "address": whole_url("postings.verify", code=posting.verify_code).split("://", 1)[-1],
        "picture": segno.make_qr(address, error="m").svg_inline(border=2, dark="#000", light="#fff"),
        "picture_words": _("The same address as a picture for the camera of a telephone"),
        "signs": [
            _("Somebody asks for a deposit, a fee or a guarantee, before or after you are hired."),
            _("Somebody keeps your passport, your diploma or a land title."),
            _("A broker says that you can apply only through them, or wants to be paid from your wages."),
        ],
        "signs_title": _("Signs that something is wrong"),
        "printed": _(
            "Version %(number)s, printed on %(day)s. What the page of the code says counts, not this paper.",
            number=number,
            day=format_day(day_in(now, queries.TOKYO), "long"),
        ),
        "behind": _("This translation is behind its original")
        + f" ({note.source_name}). "
        + _("Where they differ, the original counts.")
        if note.is_behind
        else "",
        "kind": _("A position in Japan, for you and your family"),
    }


def _last_minute(closes_at: datetime) -> str:
    clocks = two_clocks(closes_at, queries.TOKYO)
    at = _("%(time)s %(place)s", time=clocks.venue_time, place=clocks.venue_place)
    return printable(f"{clocks.venue_date} {at}")


def _part(words: str, lang: str, said: str = "") -> dict[str, str]:
    whole = printable(words)
    return {
        "words": whole if len(whole) <= MOST_WORDS else whole[:MOST_WORDS].rstrip() + "…",
        "lang": lang,
        "said": printable(said),
    }
