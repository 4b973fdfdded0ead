"""Positions as an Atom feed (RFC 4287, pages as RFC 5005 says), in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
import re
from xml.etree import ElementTree as ET

from recruit.core.locales import BY_CODE
from recruit.organisations.queries import name_in
from recruit.organisations.rules import Prefecture
from recruit.postings import conditions, queries
from recruit.postings.job_posting import description_of, written_by_people
from recruit.postings.models import Posting
from recruit.postings.rules import WorkKind
from recruit.web.gate import current_language, whole_url
from recruit.web.words import words_for

MEDIA_TYPE = "application/atom+xml"
PAGE_SIZE = 50
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Letters that no XML document may hold, however they are written.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("", _ATOM)


@dataclass(frozen=True)
class Frame:
    """What stands around the entries. `next_page` is empty on the last page."""

    title: str
    author: str
    own_address: str
    list_address: str
    next_page: str
    changed_at: datetime


def feed_of(frame: Frame, rows: Sequence[Posting]) -> bytes:
    """The document."""
    feed = ET.Element(f"{{{_ATOM}}}feed", {_LANG: BY_CODE[current_language()].html_lang})
    _add(feed, "id", frame.own_address)
    _add(feed, "title", frame.title)
    _add(feed, "updated", frame.changed_at.isoformat(timespec="seconds"))
    _add(_add(feed, "author"), "name", frame.author)
    _link(feed, "self", frame.own_address, type=MEDIA_TYPE)
    _link(feed, "alternate", frame.list_address, type="text/html")
    if frame.next_page:
        _link(feed, "next", frame.next_page, type=MEDIA_TYPE)
    for posting in rows:
        _add_entry(feed, posting)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True)


def changed_on(posting: Posting) -> datetime:
    """When its entry became what it is: what opens on its day was written before."""
    return max(posting.saved_at, posting.opens_at or posting.saved_at)


def _add_entry(feed: ET.Element, posting: Posting) -> None:
    content = written_by_people(posting, queries.content_of(posting))
    words = conditions.words_of(content)
    address = whole_url("postings.position", slug=posting.slug)
    mark = {_LANG: words.lang} if words.lang else {}
    entry = _add(feed, "entry")
    _add(entry, "id", address)
    _add(entry, "title", words.fields.get("title", ""), **mark)
    _add(entry, "published", (posting.opens_at or posting.saved_at).isoformat(timespec="seconds"))
    _add(entry, "updated", changed_on(posting).isoformat(timespec="seconds"))
    _add(_add(entry, "author"), "name", name_in(posting.organisation, current_language()))
    # One alone: readers of feeds that meet several take any of them. The page names the other languages.
    _link(entry, "alternate", address, type="text/html", hreflang=current_language())
    work, prefecture = WorkKind(posting.work_kind), Prefecture(posting.prefecture)
    for code in (work, prefecture):
        _add(entry, "category", term=str(code), label=words_for(code))
    _add(entry, "content", description_of(words, conditions.conditions_of(content)), type="html")


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    found = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    found.text = _FORBIDDEN.sub("", text) or None
    return found


def _link(parent: ET.Element, rel: str, address: str, **attributes: str) -> None:
    _add(parent, "link", rel=rel, href=address, **attributes)
