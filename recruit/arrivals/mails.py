"""Mails about the procedure: who acts next, and what the law asks of both sides when somebody leaves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _, ngettext
from sqlalchemy import func, select

from recruit.accounts.models import Person
from recruit.arrivals import queries, rules
from recruit.arrivals.actions import TOKYO, rule_of
from recruit.arrivals.events import StepDone
from recruit.arrivals.models import PlanStep
from recruit.arrivals.rules import StepOwner, StepState
from recruit.core import clock
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.texts import best_text
from recruit.messages.actions import cancel_for, queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.models import Mail
from recruit.messages.rules import UNSENT, MailGroup
from recruit.organisations.queries import name_in
from recruit.placements.events import EndEntered, EndWithdrawn
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.queries import mail_addresses, placement_of_mail
from recruit.placements.rules import ExitKind, PlacementFactKind, PlacementState
from recruit.postings.queries import addresses_of_editors
from recruit.web.gate import page_url
from recruit.web.times import format_day

LEAVING = ("leaving_company", "leaving_person")


def _still_leaves(params: Params, now: datetime) -> bool:
    placement = placement_of_mail(params)
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
    placement = placement_of_mail(params)
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
    found["why"] = _why_company(found["company"])
    return found


def _person(params: Params, language: str) -> Mapping[str, Any]:
    found = _context(params, language, for_company=False)
    found["title"] = _("Your employment ends: what you have to do")
    found["button"] = _("Help lines in your language")
    found["url"] = page_url("cases.help_lines", _external=True)
    found["why"] = _("You receive this because the end of your employment was entered here.")
    return found


def _why_company(company: str) -> str:
    return _("You receive this because you act for %(organisation)s here.", organisation=company)


# ------------------------------------------------------------------------------------------------ who acts next


def _open_steps(params: Params) -> list[PlanStep]:
    """What is open for the side that reads and begins soon, and the step that has just opened, in order of the days."""
    soon = clock.today_in(TOKYO) + rules.SOON
    plan = queries.plan_of(placement_of_mail(params).id)
    steps = plan.steps if plan is not None and plan.closed_at is None else []
    return [
        step
        for step in steps
        if step.state is StepState.OPEN
        and params["owner"] in step.step_rule.owners
        and (step.start_on <= soon or step.public_id == params["step"])
    ]


def _is_newest_of_open(params: Params, now: datetime) -> bool:
    """The step still waits, and no later mail of the same morning names it too."""
    placement = placement_of_mail(params)
    if placement.state in rules.BEGUN or not any(
        step.public_id == params["step"] for step in _open_steps(params)
    ):
        return False
    own = select(Mail.id).where(Mail.unique_key == _key(params)).scalar_subquery()
    later = select(Mail.id).where(
        Mail.kind == "steps_open",
        Mail.to_ref == params["reader"],
        Mail.subject_ref == placement.public_id,
        Mail.state.in_(UNSENT),
        Mail.id > own,
    )
    return session().scalar(later.limit(1)) is None


def _key(params: Params) -> str:
    return f"steps_open:{params['step']}:{params['reader']}"


def _next_steps(params: Params, language: str) -> Mapping[str, Any]:
    placement, steps = placement_of_mail(params), _open_steps(params)
    rows = []
    for step in steps:
        text = best_text(step.step_rule.texts, language)
        title = text.title if text else step.step_rule.key
        rows.append((title, _("by %(day)s", day=format_day(step.due_on, "long"))))
    for_company = params["owner"] == StepOwner.COMPANY
    company = name_in(placement.employer, language) if placement.employer else ""
    name = placement.person.display_name
    if for_company:
        title = ngettext(
            "%(name)s: %(num)d step waits for your company",
            "%(name)s: %(num)d steps wait for your company",
            len(steps),
            name=name,
        )
        url = page_url("placements.at_company", public_id=placement.public_id, _external=True)
    else:
        title = ngettext("%(num)d step waits for you", "%(num)d steps wait for you", len(steps))
        url = page_url("arrivals.mine", _external=True)
    return {
        "for_company": for_company,
        "name": name,
        "title": title,
        "paragraphs": [
            _(
                "What came before is done. Tick off each step when you have done it, so that the next one can begin."
            )
        ],
        "rows": rows,
        "button": _("See the steps"),
        "url": url,
        "why": _why_company(company)
        if for_company
        else _("You receive this because you prepare to begin work in Japan."),
    }


def tell_next(event: StepDone) -> None:
    """Who acts next learns it the next morning, in one mail for all that has opened until then."""
    step = session().get_one(PlanStep, event.plan_step_id)
    placement = step.plan.placement
    if placement.state in rules.BEGUN or step.plan.closed_at is not None:
        return
    for opened in step.plan.steps:
        if opened.state is StepState.OPEN and step.step_rule.key in opened.step_rule.depends_on:
            for owner, reader, address in _readers(opened, placement):
                # Who has just ticked it off has the next step before the eyes.
                if reader.public_id != event.by.person_ref:
                    _queue_next(opened, placement, owner, reader, address, event.now)


def _readers(step: PlanStep, placement: Placement) -> list[tuple[StepOwner, Person, str]]:
    found = []
    if StepOwner.STUDENT in step.step_rule.owners:
        addresses = mail_addresses(placement.person_id)[:1]
        found += [(StepOwner.STUDENT, placement.person, address) for address in addresses]
    if StepOwner.COMPANY in step.step_rule.owners and placement.employer_id is not None:
        editors = addresses_of_editors(placement.employer_id)
        found += [(StepOwner.COMPANY, member, address) for member, address in editors]
    return found


def _queue_next(
    step: PlanStep, placement: Placement, owner: StepOwner, reader: Person, address: str, now: datetime
) -> None:
    params = {
        "placement": placement.public_id,
        "step": step.public_id,
        "owner": str(owner),
        "reader": reader.public_id,
    }
    queue(
        "steps_open",
        to_address=address,
        to_ref=reader.public_id,
        language=reader.language,
        zone=reader.zone,
        params=params,
        unique_key=_key(params),
        now=now,
        due_at=rules.next_morning(now, reader.zone),
        subject_kind="placement",
        subject_ref=placement.public_id,
    )


KINDS = (
    MailKind(
        name="steps_open",
        room="arrivals",
        template="arrivals/mail/steps",
        context=_next_steps,
        still_wanted=_is_newest_of_open,
        group=MailGroup.ARRIVALS,
    ),
    *(
        MailKind(
            name=name,
            room="arrivals",
            template="arrivals/mail/steps",
            context=context,
            still_wanted=_still_leaves,
            group=MailGroup.ARRIVALS,
        )
        for name, context in zip(LEAVING, (_company, _person), strict=True)
    ),
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
