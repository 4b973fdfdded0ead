"""Moves of staff: check an organisation, approve it, ask for more, refuse it, suspend it and lift that again."""

from datetime import datetime

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.organisations import rules, staff_queries
from recruit.organisations.actions.states import move
from recruit.organisations.events import (
    OrganisationApproved,
    OrganisationAskedBack,
    OrganisationRefused,
    OrganisationSuspended,
    SuspensionLifted,
)
from recruit.organisations.models import Organisation, Verification
from recruit.organisations.rules import (
    Check,
    CheckOutcome,
    OrganisationKind,
    OrganisationRefusal,
    OrganisationState,
)


def note_check(
    organisation: Organisation,
    check: Check,
    outcome: CheckOutcome,
    *,
    by: Visitor,
    now: datetime,
    note: str = "",
) -> Verification:
    """Keep what was checked. Outcomes are added, the newest counts."""
    _demand_coordinator(by)
    row = Verification(
        organisation_id=organisation.id,
        check_code=check,
        outcome=outcome,
        by_ref=by.person_ref,
        at=now,
        note=note,
    )
    session().add(row)
    session().flush()
    audit.record(
        "organisation_checked",
        by=by,
        now=now,
        subject_kind="organisation",
        subject_ref=organisation.public_id,
        change=f"{check} {outcome}",
    )
    return row


def approve(
    organisation: Organisation, *, by: Visitor, now: datetime, despite_open_checks: bool = False
) -> None:
    """Let an organisation in. Pressed twice, nothing more happens.

    A company with checks still open is refused unless whoever approves says that they know; the trail then says so too.
    """
    _demand_coordinator(by)
    if organisation.state is OrganisationState.APPROVED:
        return
    if organisation.state is OrganisationState.SUSPENDED:
        # That has its own move, with a reason.
        raise Refused(OrganisationRefusal.MOVE_NOT_POSSIBLE)
    _demand_eligible(organisation)
    unseen = staff_queries.open_checks(by, organisation)
    if unseen and not despite_open_checks:
        raise Refused(OrganisationRefusal.CHECKS_OPEN, field="despite_open_checks")
    move(organisation, OrganisationState.APPROVED, by=by, now=now)
    if unseen:
        audit.record(
            "organisation_approved_with_open_checks",
            by=by,
            now=now,
            subject_kind="organisation",
            subject_ref=organisation.public_id,
            change=" ".join(unseen),
        )
    announce(OrganisationApproved(organisation_id=organisation.id, by=by, now=now))


def ask_back(organisation: Organisation, reason: str, *, by: Visitor, now: datetime) -> None:
    """Ask the company to complete its application."""
    _demand_coordinator(by)
    _demand_reason(reason)
    move(organisation, OrganisationState.ASKED_BACK, by=by, now=now, reason=reason)
    announce(OrganisationAskedBack(organisation_id=organisation.id, by=by, now=now))


def refuse(organisation: Organisation, reason: str, *, by: Visitor, now: datetime) -> None:
    """Say no to an application, and why. The company may mend what it was refused for and ask again."""
    _demand_coordinator(by)
    _demand_reason(reason)
    move(organisation, OrganisationState.REFUSED, by=by, now=now, reason=reason)
    announce(OrganisationRefused(organisation_id=organisation.id, by=by, now=now))


def lift_suspension(organisation: Organisation, reason: str, *, by: Visitor, now: datetime) -> None:
    """Let a suspended organisation back in, and say why. What was taken off the list stays off until the company puts it back."""
    _demand_coordinator(by)
    _demand_reason(reason)
    if organisation.state is not OrganisationState.SUSPENDED:
        raise Refused(OrganisationRefusal.MOVE_NOT_POSSIBLE)
    _demand_eligible(organisation)
    move(organisation, OrganisationState.APPROVED, by=by, now=now, reason=reason)
    announce(SuspensionLifted(organisation_id=organisation.id, by=by, now=now))


def suspend(organisation: Organisation, reason: str, *, by: Visitor, now: datetime) -> None:
    """Close the platform to an organisation for the time being."""
    _demand_coordinator(by)
    _demand_reason(reason)
    move(organisation, OrganisationState.SUSPENDED, by=by, now=now, reason=reason)
    announce(OrganisationSuspended(organisation_id=organisation.id, by=by, now=now))


def _demand_eligible(organisation: Organisation) -> None:
    company = organisation.company
    if organisation.kind is not OrganisationKind.COMPANY or company is None:
        return
    why_not = rules.why_not_eligible(company.capital_yen, company.staff_count, company.deemed_large)
    if why_not:
        raise Refused(why_not)


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(OrganisationRefusal.REASON_NEEDED, field="reason")


def _demand_coordinator(by: Visitor) -> None:
    if not by.is_coordinator:
        raise Missing
