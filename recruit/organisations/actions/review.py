"""Moves of staff: check an organisation, approve it, ask for more, suspend it."""

from datetime import datetime

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.organisations import queries, rules
from recruit.organisations.actions.states import move
from recruit.organisations.events import OrganisationApproved, OrganisationAskedBack, OrganisationSuspended
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
    """Let an organisation in, or back in. Pressed twice, nothing more happens.

    A company with checks still open is refused unless whoever approves says that they know; the trail then says so too.
    """
    _demand_coordinator(by)
    if organisation.state is OrganisationState.APPROVED:
        return
    if organisation.kind is OrganisationKind.COMPANY and organisation.company is not None:
        company = organisation.company
        why_not = rules.why_not_eligible(company.capital_yen, company.staff_count, company.deemed_large)
        if why_not:
            raise Refused(why_not)
    unseen = queries.open_checks(by, organisation)
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


def suspend(organisation: Organisation, reason: str, *, by: Visitor, now: datetime) -> None:
    """Close the platform to an organisation for the time being."""
    _demand_coordinator(by)
    _demand_reason(reason)
    move(organisation, OrganisationState.SUSPENDED, by=by, now=now, reason=reason)
    announce(OrganisationSuspended(organisation_id=organisation.id, by=by, now=now))


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(OrganisationRefusal.REASON_NEEDED, field="reason")


def _demand_coordinator(by: Visitor) -> None:
    if not by.is_coordinator:
        raise Missing
