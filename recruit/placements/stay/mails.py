"""The reminders before a stay ends: to the person, who applies, and to the company, whose papers are needed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _, ngettext

from recruit.core import clock
from recruit.core.clock import day_in
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.organisations.queries import name_in
from recruit.placements.actions import TOKYO
from recruit.placements.models import Placement
from recruit.placements.queries import mail_addresses, placement_of_mail
from recruit.placements.rules import GOES_ON
from recruit.placements.stay import queries
from recruit.postings.queries import addresses_of_editors
from recruit.web.gate import page_url
from recruit.web.times import format_day

PERSON, COMPANY = "stay_ends_person", "stay_ends_company"


def _still_ends(params: Params, now: datetime) -> bool:
    """The end is still the same, it has not passed, and nobody has applied or left."""
    placement, until_on = placement_of_mail(params), date.fromisoformat(params["until"])
    return (
        placement.state in GOES_ON
        and placement.renewal_applied_on is None
        and placement.stay_until_on == until_on
        and until_on >= day_in(now, TOKYO)
    )


def _still_their_hire(params: Params, now: datetime) -> bool:
    """Whoever employed the person when this was queued, and does not any more, is told no day of theirs."""
    placement = placement_of_mail(params)
    employer = placement.employer
    return _still_ends(params, now) and employer is not None and employer.public_id == params["employer"]


def _law_words(law: queries.Law) -> list[str]:
    """What the facts of the law say, as the page says it."""
    words = []
    if law.possible_from is not None:
        words.append(
            ngettext(
                "An application is taken from %(num)d month before the last day.",
                "An application is taken from %(num)d months before the last day.",
                int(law.possible_from.value),
            )
        )
    if law.grace is not None:
        words.append(
            ngettext(
                "If the application was handed in by the last day and the decision comes late, the stay goes on as it was until the decision, at most %(num)d month after the last day.",
                "If the application was handed in by the last day and the decision comes late, the stay goes on as it was until the decision, at most %(num)d months after the last day.",
                int(law.grace.value),
            )
        )
    if words:
        checked_on = min(fact.checked_on for fact in (law.possible_from, law.grace) if fact is not None)
        # Titles of documents are in the language of the law: they stand on the page, with their addresses.
        words.append(
            _(
                "We looked this up on %(day)s; the sources stand on the page below.",
                day=format_day(checked_on, "long"),
            )
        )
    return words


def _shared(params: Params) -> dict[str, Any]:
    law, until = queries.law_on(clock.today_in(TOKYO)), date.fromisoformat(params["until"])
    return {
        "day": format_day(until),
        "law": _law_words(law),
        "rows": [(_("Last day of the period of stay"), format_day(until, "long"))],
    }


def _person(params: Params, language: str) -> Mapping[str, Any]:
    found = _shared(params)
    return {
        "name": placement_of_mail(params).person.display_name,
        "title": _("Your period of stay ends on %(day)s: apply for its renewal", day=found["day"]),
        "paragraphs": [
            *found["law"],
            _("Ask your company for its papers today."),
            _(
                "When you have applied, enter that day here; when you have the new card, enter its last day. Then we stop reminding you."
            ),
        ],
        "rows": found["rows"],
        "button": _("Enter the day"),
        "url": page_url("stay.mine", _external=True),
        "why": _("You receive this because the end of your period of stay was entered here."),
    }


def _company(params: Params, language: str) -> Mapping[str, Any]:
    placement, found = placement_of_mail(params), _shared(params)
    company = name_in(placement.employer, language) if placement.employer else ""
    return {
        "name": "",
        "title": _(
            "%(name)s: the period of stay ends on %(day)s",
            name=placement.person.display_name,
            day=found["day"],
        ),
        "paragraphs": [
            _(
                "The person applies, with papers from your company. Have them ready now: if they are late, it is the person who cannot stay."
            ),
            *found["law"],
            _(
                "When the application is handed in, enter that day here; when the new card is there, enter its last day."
            ),
        ],
        "rows": found["rows"],
        "button": _("Enter the day"),
        "url": page_url("stay.at_company", public_id=placement.public_id, _external=True),
        "why": _("You receive this because you act for %(organisation)s here.", organisation=company),
    }


def tell(placement: Placement, until_on: date, notice: int, now: datetime) -> int:
    """Put the reminders of one end into the outbox. Says how many people are told."""
    person = placement.person
    told = [(PERSON, person, address) for address in mail_addresses(person.id)[:1]]
    if placement.employer_id is not None:
        told += [
            (COMPANY, member, address) for member, address in addresses_of_editors(placement.employer_id)
        ]
    for kind, reader, address in told:
        queue(
            kind,
            to_address=address,
            to_ref=reader.public_id,
            language=reader.language,
            zone=reader.zone,
            params={
                "placement": placement.public_id,
                "until": until_on.isoformat(),
                "employer": placement.employer.public_id if placement.employer else "",
            },
            unique_key=f"{kind}:{placement.public_id}:{until_on}:{notice}:{reader.public_id}",
            now=now,
            subject_kind="placement",
            subject_ref=placement.public_id,
        )
    return len(told)


KINDS = tuple(
    MailKind(
        name=name,
        room="placements",
        template="placements/mail/stay_ends",
        context=context,
        still_wanted=still_wanted,
        group=MailGroup.ARRIVALS,
    )
    for name, context, still_wanted in (
        (PERSON, _person, _still_ends),
        (COMPANY, _company, _still_their_hire),
    )
)
