"""Mail kinds for the tests of the outbox itself, with templates of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from recruit.core.db import session
from recruit.core.models import Heartbeat
from recruit.messages import kinds
from recruit.messages.actions import queue
from recruit.messages.kinds import Attachment, MailKind, Params
from recruit.messages.models import Mail

TEMPLATES = {
    "tests/mail/note.subject.txt": "News\n for {{ name }}",
    "tests/mail/note.txt": "{% extends 'mail_base.txt' %}{% block body %}Dear {{ name }} & family, {{ url }}\n.dot{% endblock %}",
    "tests/mail/note.html": (
        "{% extends 'mail_base.html' %}{% block title %}News{% endblock %}"
        "{% block body %}<p class='body'>{{ name }}</p><p>{{ url }}</p>{% endblock %}"
    ),
    "tests/mail/broken.subject.txt": "{{ missing.name }}",
    "tests/mail/broken.txt": "",
    "tests/mail/broken.html": "",
}


def _note(params: Params, language: str) -> Mapping[str, Any]:
    return {
        "name": params["name"],
        "url": f"https://x.example/{language}/s/{params['name']}-TOKEN",
        "token": "TOKEN",
    }


def _keeping(params: Params, _context: Mapping[str, Any]) -> None:
    """Writes a row when the hand-over begins, as a kind does that mints a token."""
    session().add(
        Heartbeat(worker="minted", job=params["name"], at=datetime.fromisoformat("2026-01-01T00:00:00Z"))
    )


def _is_still_wanted(params: Params, now: datetime) -> bool:
    return not params.get("until") or now <= datetime.fromisoformat(params["until"])


def _calendar(params: Params, _language: str) -> list[Attachment]:
    return [
        Attachment(
            "会議.ics", "text/calendar; method=REQUEST; charset=utf-8", f"BEGIN {params['name']}".encode()
        )
    ]


NOTE = MailKind(
    "test_note", "tests", "tests/mail/note", _note, _is_still_wanted, group="newsletter", secrets=("token",)
)
RESET = MailKind("test_reset", "tests", "tests/mail/note", _note, necessary=True)
BROKEN = MailKind("test_broken", "tests", "tests/mail/broken", _note, group="newsletter")
MINTING = MailKind("test_minting", "tests", "tests/mail/note", _note, group="newsletter", keep=_keeping)
CALENDAR = MailKind(
    "test_calendar", "tests", "tests/mail/note", _note, group="newsletter", attachments=_calendar
)
PLAIN = MailKind("test_plain", "tests", "tests/mail/note", _note, _is_still_wanted, group="postings")
SECRET = MailKind("test_secret", "tests", "tests/mail/note", _note, group="postings", secrets=("token",))
ATTACHED = MailKind(
    "test_attached", "tests", "tests/mail/note", _note, group="postings", attachments=_calendar
)
ALL = (NOTE, RESET, BROKEN, MINTING, CALENDAR, PLAIN, SECRET, ATTACHED)


@contextmanager
def installed(app: Flask) -> Iterator[None]:
    """The kinds of the house and these."""
    house, loader = kinds.known_kinds(), app.jinja_env.loader
    kinds.install(dict.fromkeys((*house, *ALL)))
    app.jinja_env.loader = ChoiceLoader([DictLoader(TEMPLATES), *([loader] if loader else [])])
    try:
        yield
    finally:
        kinds.install(house)
        app.jinja_env.loader = loader


def queue_note(name: str = "Lan", *, kind: str = "test_note", **more: Any) -> Mail:
    """Queue one mail to `<name>@people.example`; inside `writing()`."""
    from recruit.core import clock

    params = {"name": name, **more.pop("params", {})}
    values: dict[str, Any] = {
        "to_address": f"{name.lower()}@people.example",
        "to_ref": f"ref-{name}",
        "language": "vi",
        "zone": "Asia/Ho_Chi_Minh",
        "unique_key": f"{kind}:{name}",
        "now": clock.now(),
        "subject_kind": "note",
        "subject_ref": name,
        **more,
    }
    mail = queue(kind, params=params, **values)
    assert mail is not None
    return mail
