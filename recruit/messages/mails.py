"""The one mail kind of the outbox itself: the day's summary."""

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
    """Subject and address of every part, and a note on each part's row of what it said."""
    parts = session().scalars(select(Mail).where(Mail.public_id.in_(params["parts"])).order_by(Mail.id))
    lines = []
    for part in parts:
        kind = kind_named(part.kind)
        try:
            context = kind.context(part.params, language)
        except Missing:
            # What it was about is gone since the morning.
            continue
        part.subject_line = subject_of(kind, context, part.zone)
        url = context.get("url") or page_url("dashboards.start", _external=True)
        lines.append({"subject": part.subject_line, "url": url})
    if not lines:
        raise Missing
    return {"lines": lines, "how_many": len(lines), "url": page_url("messages.preferences", _external=True)}


KINDS = (
    MailKind(
        name=KIND,
        room="messages",
        template="messages/mail/day_summary",
        context=_context,
        group=MailGroup.SUMMARY,
    ),
)
