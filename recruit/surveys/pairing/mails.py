"""The day's mail to somebody who answers for a company: every form that is open, in one mail. Nothing of any hire's answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.core import clock
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.placements.names import names_of
from recruit.surveys.pairing.queries.forms import open_forms_of_person
from recruit.surveys.pairing.queries.planning import MAIL_KIND
from recruit.surveys.words import WAVES
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

ZONE = "Asia/Tokyo"
# A mail names so many; the page names all.
NAMED_AT_MOST = 20


def _context(params: Params, _language: str) -> Mapping[str, Any]:
    lines = open_forms_of_person(params["person"], clock.now())
    shown = lines[:NAMED_AT_MOST]
    names = names_of(line.contact.placement for line in shown)
    return {
        "number": len(lines),
        "forms": [
            {
                "name": names[line.contact.placement_id].first,
                "point": WAVES.get(line.contact.wave.key, line.contact.wave.key),
                "is_begun": line.is_begun,
                "until": two_clocks(line.until, ZONE),
            }
            for line in shown
        ],
        "url": page_url("surveys.company_forms", _external=True),
    }


def _still_wanted(params: Params, now: datetime) -> bool:
    return bool(open_forms_of_person(params["person"], now))


KINDS = (
    MailKind(
        name=MAIL_KIND,
        room="surveys",
        template="surveys/pairing/mail/company_surveys",
        context=_context,
        still_wanted=_still_wanted,
        group=MailGroup.SURVEYS,
    ),
)
