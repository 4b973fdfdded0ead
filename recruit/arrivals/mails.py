"""Mails about the procedure: what the law asks of the company and of the person when somebody leaves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from recruit.arrivals import queries, rules
from recruit.arrivals.actions import TOKYO, rule_of
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.messages.actions import cancel_for, queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.organisations.queries import name_in
from recruit.placements.events import EndEntered, EndWithdrawn
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.queries import mail_addresses
from recruit.placements.rules import ExitKind, PlacementFactKind, PlacementState
from recruit.postings.queries import addresses_of_editors
from recruit.web.gate import page_url
from recruit.web.times import format_day

LEAVING = ("leaving_company", "leaving_person")


def _placement(params: Params) -> Placement:
    found = session().scalar(select(Placement).where(Placement.public_id == params["placement"]))
    if found is None:
        raise Missing
    return found


def _still_leaves(params: Params, now: datetime) -> bool:
    placement = _placement(params)
    return (
        placement.state is PlacementState.LEFT
        and placement.exit_kind is not ExitKind.DEATH
        and placement.ended_on is not None
        and rules.is_leaving_news(placement.ended_on, day_in(now, TOKYO))
    )


def _steps(placement: Placement, language: str) -> tuple[list[str], list[tuple[str, str]], bool]:
    """What is to be done in words, by which day, and whether all of it has been checked with the offices."""
    plan = queries.plan_of(placement.id)
    words, rows, verified = [], [], True
    for step in plan.steps if plan else ():
        text = best_text(step.step_rule.texts, language)
        if text is not None and rules.is_of_leaving(rule_of(step.step_rule)):
            words.append(text.explanation)
            rows.append((text.title, _("by %(day)s", day=format_day(step.due_on, "long"))))
            verified = verified and step.step_rule.verified
    return words, rows, verified


def _context(params: Params, language: str, *, for_company: bool) -> dict[str, Any]:
    placement = _placement(params)
    words, rows, verified = _steps(placement, language)
    last_day = placement.last_working_day
    if not verified:
        words.append(
            _("Days and papers may have changed: please check with Hello Work and the immigration office.")
        )
    return {
        "for_company": for_company,
        "company": name_in(placement.employer, language) if placement.employer else "",
        "name": placement.person.display_name,
        "paragraphs": words,
        "rows": [
            (_("Last working day"), format_day(last_day, "long") if last_day else ""),
            *(rows if for_company else []),
        ],
    }


def _company(params: Params, language: str) -> Mapping[str, Any]:
    found = _context(params, language, for_company=True)
    found["title"] = _("%(name)s leaves: what your company has to do", name=found["name"])
    found["button"] = _("Open the hire and its steps")
    found["url"] = page_url("placements.at_company", public_id=params["placement"], _external=True)
    return found


def _person(params: Params, language: str) -> Mapping[str, Any]:
    found = _context(params, language, for_company=False)
    found["title"] = _("Your employment ends: what you have to do")
    found["button"] = _("Help lines in your language")
    found["url"] = page_url("cases.help_lines", _external=True)
    return found


KINDS = tuple(
    MailKind(
        name=name,
        room="arrivals",
        template="arrivals/mail/leaving",
        context=context,
        still_wanted=_still_leaves,
        group=MailGroup.ARRIVALS,
    )
    for name, context in zip(LEAVING, (_company, _person), strict=True)
)


# ------------------------------------------------------------------------------------------------ reactions


def tell_leaving(event: EndEntered) -> None:
    """The company learns its duties, the person the own ones, while somebody still has to act."""
    placement = session().get_one(Placement, event.placement_id)
    params = {"placement": placement.public_id}
    if not _still_leaves(params, event.now):
        return
    # An end that was withdrawn and comes again is told again; a correction of the same end is not.
    occasion = session().scalar(
        select(func.count())
        .select_from(PlacementFact)
        .where(
            PlacementFact.placement_id == placement.id,
            PlacementFact.fact == PlacementFactKind.ENDED_WITHDRAWN,
        )
    )
    person = placement.person
    told = [("leaving_person", person, address) for address in mail_addresses(person.id)[:1]]
    if placement.employer_id is not None:
        told += [
            ("leaving_company", member, address)
            for member, address in addresses_of_editors(placement.employer_id)
        ]
    for kind, reader, address in told:
        queue(
            kind,
            to_address=address,
            to_ref=reader.public_id,
            language=reader.language,
            zone=reader.zone,
            params=params,
            unique_key=f"{kind}:{placement.public_id}:{occasion}:{reader.public_id}",
            now=event.now,
            subject_kind="placement",
            subject_ref=placement.public_id,
        )


def cancel_leaving(event: EndWithdrawn) -> None:
    """What has not gone out yet is not sent."""
    placement = session().get_one(Placement, event.placement_id)
    cancel_for("placement", placement.public_id, reason="end_withdrawn", kinds=LEAVING)
