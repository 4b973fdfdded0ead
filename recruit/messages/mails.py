"""The one mail kind of the outbox itself: the day's summary."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.kinds import MailKind, Params, kind_named
from recruit.messages.models import Mail
from recruit.messages.rendering import subject_of
from recruit.messages.rules import MailGroup
from recruit.messages.summaries import KIND
from recruit.web.gate import page_url


def _context(params: Params, language: str) -> dict[str, Any]:
    """Subject and address of every part; `said` by the part's row."""
    parts = session().scalars(select(Mail).where(Mail.public_id.in_(params["parts"])).order_by(Mail.id))
    lines, said = [], {}
    for part in parts:
        kind = kind_named(part.kind)
        try:
            context = kind.context(part.params, language)
        except Missing:
            # What it was about is gone since the morning.
            continue
        said[part.public_id] = subject = subject_of(kind, context, part.zone)
        url = context.get("url") or page_url("dashboards.start", _external=True)
        lines.append({"subject": subject, "url": url})
    if not lines:
        raise Missing
    return {
        "lines": lines,
        "how_many": len(lines),
        "said": said,
        "url": page_url("messages.preferences", _external=True),
    }


def _keep(_params: Params, context: Mapping[str, Any]) -> None:
    """A note on each part's row of what it said."""
    said = context["said"]
    for part in session().scalars(select(Mail).where(Mail.public_id.in_(said)).order_by(Mail.id)):
        part.subject_line = said[part.public_id]


KINDS = (
    MailKind(
        name=KIND,
        room="messages",
        template="messages/mail/day_summary",
        context=_context,
        keep=_keep,
        group=MailGroup.SUMMARY,
    ),
)
