"""Moves of disclosures: an organisation begins or ceases to see a student."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from recruit.accounts.actions import give_consent, withdraw_consent
from recruit.accounts.consents.queries import holding_consent, in_words_of_today
from recruit.accounts.models import Consent, ConsentText
from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core import audit
from recruit.core.db import UtcDateTime, database, session
from recruit.core.errors import Missing
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.students import queries
from recruit.students.events import ProfileTakenBack
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureReason, DisclosureScope, Visibility

_PAIR = ["student_id", "organisation_id", "reason", "reason_ref"]


def begin_disclosure(
    student: Student,
    organisation_id: int,
    *,
    scope: DisclosureScope,
    reason: DisclosureReason,
    by: Visitor,
    now: datetime,
    reason_ref: str = "",
    consent_ref: str = "",
) -> Disclosure:
    """From now on the organisation sees that much of the student, for this reason.

    The same reason begun twice is one row; with another scope the old row ends and a new one begins.
    """
    session().flush()
    same = (
        Disclosure.student_id == student.id,
        Disclosure.organisation_id == organisation_id,
        Disclosure.reason == reason,
        Disclosure.reason_ref == reason_ref,
        Disclosure.until_at.is_(None),
    )
    held = session().scalar(select(Disclosure).where(*same))
    if held is not None and held.scope is scope:
        return held
    if held is not None:
        _end(Disclosure.id == held.id, now=now)
    dialect = sqlite if database().is_sqlite else postgresql
    # Two reactions at once for the same reason: whoever is second finds the row of the first.
    session().execute(
        dialect.insert(Disclosure)
        .values(
            student_id=student.id,
            organisation_id=organisation_id,
            scope=scope,
            reason=reason,
            reason_ref=reason_ref,
            consent_ref=consent_ref,
            from_at=now,
        )
        .on_conflict_do_nothing(index_elements=_PAIR, index_where=Disclosure.until_at.is_(None))
    )
    row = session().scalars(select(Disclosure).where(*same)).one()
    _note("disclosure_begun", student, organisation_id, f"{scope} {reason}", by, now)
    return row


def end_disclosure(
    student: Student,
    organisation_id: int,
    *,
    by: Visitor,
    now: datetime,
    reason: DisclosureReason | None = None,
    reason_ref: str | None = None,
) -> int:
    """The organisation no longer sees the student: for this reason, or for any. Gives how many rows ended."""
    which: list[ColumnElement[bool]] = [
        Disclosure.student_id == student.id,
        Disclosure.organisation_id == organisation_id,
    ]
    if reason is not None:
        which.append(Disclosure.reason == reason)
    if reason_ref is not None:
        which.append(Disclosure.reason_ref == reason_ref)
    ended = _end(*which, now=now)
    if ended:
        _note("disclosure_ended", student, organisation_id, str(reason or ""), by, now)
    return ended


def choose_company(
    student: Student, organisation: Organisation, *, language: str, by: Visitor, now: datetime
) -> Disclosure:
    """The student shows the whole profile to one company, after reading what that means."""
    _demand_own(student, by)
    if (
        organisation.kind is not OrganisationKind.COMPANY
        or organisation.state is not OrganisationState.APPROVED
    ):
        raise Missing
    to = (Purpose.PROFILE_TO_COMPANY, RecipientKind.ORGANISATION)
    consent = holding_consent(student.person_id, *to, organisation.public_id)
    if consent is None:
        consent = give_consent(
            student.person,
            *to,
            recipient_ref=organisation.public_id,
            language=language,
            way="chosen",
            by=by,
            now=now,
        )
    return begin_disclosure(
        student,
        organisation.id,
        scope=DisclosureScope.PROFILE,
        reason=DisclosureReason.CHOSEN,
        consent_ref=consent.public_id,
        by=by,
        now=now,
    )


def show_to_university(student: Student, *, language: str, by: Visitor, now: datetime) -> Disclosure:
    """The student lets the own university, which reads abroad, see how the applications stand."""
    _demand_own(student, by)
    university = queries.partner_of(student)
    if university is None:
        raise Missing
    to = (Purpose.PARTNER_ABROAD, RecipientKind.PARTNER_ABROAD)
    consent = holding_consent(student.person_id, *to, university.public_id)
    if consent is None:
        consent = give_consent(
            student.person,
            *to,
            recipient_ref=university.public_id,
            country=university.country,
            language=language,
            way="page",
            by=by,
            now=now,
        )
    return begin_disclosure(
        student,
        university.id,
        scope=DisclosureScope.CARD,
        reason=DisclosureReason.PARTNER,
        consent_ref=consent.public_id,
        by=by,
        now=now,
    )


def end_own(student: Student, organisation: Organisation, *, by: Visitor, now: datetime) -> int:
    """The student no longer shows anything to this organisation; what was agreed for it is taken back too."""
    _demand_own(student, by)
    for purpose, kind in (
        (Purpose.PROFILE_TO_COMPANY, RecipientKind.ORGANISATION),
        (Purpose.PARTNER_ABROAD, RecipientKind.PARTNER_ABROAD),
    ):
        consent = live_consent(student.person_id, purpose, kind, organisation.public_id)
        if consent is not None:
            withdraw_consent(consent.public_id, by=by, now=now)
    session().flush()
    session().execute(
        update(Disclosure)
        .where(
            Disclosure.student_id == student.id,
            Disclosure.organisation_id == organisation.id,
            Disclosure.until_at.is_(None),
        )
        .values(taken_back=True)
    )
    ended = end_disclosure(student, organisation.id, by=by, now=now)
    if ended:
        announce(ProfileTakenBack(student.id, organisation.id, by, now))
    return ended


def not_taken_back(
    student_id: Any, organisation_id: Any, reason: DisclosureReason, reason_ref: str = ""
) -> Any:
    """That the student has not ended it for this organisation and this reason; for what begins without the student."""
    ended = aliased(Disclosure)
    return ~(
        select(ended.id)
        .where(
            ended.student_id == student_id,
            ended.organisation_id == organisation_id,
            ended.reason == reason,
            ended.reason_ref == reason_ref,
            ended.taken_back.is_(True),
        )
        .exists()
    )


def end_for_consent(consent_ref: str, *, now: datetime) -> int:
    """What rested on a consent ends with it."""
    return _end(Disclosure.consent_ref == consent_ref, now=now) if consent_ref else 0


def carry_over(replaced_ref: str, consent_ref: str) -> None:
    """What rested on a consent to older words rests on the one that took its place."""
    session().execute(
        update(Disclosure)
        .where(Disclosure.consent_ref == replaced_ref, Disclosure.until_at.is_(None))
        .values(consent_ref=consent_ref)
    )


def end_all_for(organisation_id: int, *, now: datetime) -> int:
    """An organisation sees nobody any more."""
    return _end(Disclosure.organisation_id == organisation_id, now=now)


def show_to_all_companies(
    student: Student, consent_ref: str, *, now: datetime, chosen_anew: bool = True
) -> None:
    """Every approved company sees the card; without `chosen_anew` none for which the student had ended it."""
    session().flush()
    if chosen_anew:
        # All means all, whatever was ended before.
        session().execute(
            update(Disclosure)
            .where(Disclosure.student_id == student.id, Disclosure.reason == DisclosureReason.OPEN)
            .values(taken_back=None)
        )
    organisations = select(
        literal(student.id), Organisation.id, *_open_values(now), literal(consent_ref, String(22))
    ).where(
        Organisation.kind == OrganisationKind.COMPANY,
        Organisation.state == OrganisationState.APPROVED,
        Organisation.id.not_in(
            select(Disclosure.organisation_id).where(
                Disclosure.student_id == student.id,
                Disclosure.reason == DisclosureReason.OPEN,
                Disclosure.until_at.is_(None),
            )
        ),
        not_taken_back(student.id, Organisation.id, DisclosureReason.OPEN),
    )
    _insert_from(organisations)


def show_to_new_company(organisation_id: int, *, now: datetime) -> None:
    """A company that has just been approved sees the cards of those who show themselves to all."""
    session().flush()
    students = (
        select(Student.id, literal(organisation_id), *_open_values(now), Consent.public_id)
        .join(Consent, Consent.person_id == Student.person_id)
        .join(ConsentText, ConsentText.id == Consent.consent_text_id)
        .where(
            in_words_of_today(Purpose.PROFILE_TO_COMPANY),
            Student.visibility == Visibility.ALL_APPROVED_COMPANIES,
            Consent.purpose == Purpose.PROFILE_TO_COMPANY,
            Consent.recipient_kind == RecipientKind.ORGANISATION,
            Consent.recipient_ref == "",
            Consent.withdrawn_at.is_(None),
            not_taken_back(Student.id, organisation_id, DisclosureReason.OPEN),
            Student.id.not_in(
                select(Disclosure.student_id).where(
                    Disclosure.organisation_id == organisation_id,
                    Disclosure.reason == DisclosureReason.OPEN,
                    Disclosure.until_at.is_(None),
                )
            ),
        )
        # Who is just taking the agreement back is waited for, and not shown; whoever does so later finds the row to end.
        .with_for_update(read=True, of=Consent)
    )
    _insert_from(students)


def _open_values(now: datetime) -> tuple[Any, ...]:
    return (
        literal(str(DisclosureScope.CARD), String(40)),
        literal(str(DisclosureReason.OPEN), String(40)),
        literal("", String(90)),
        literal(now, UtcDateTime()),
    )


def _insert_from(rows: Any) -> None:
    names = ["student_id", "organisation_id", "scope", "reason", "reason_ref", "from_at", "consent_ref"]
    session().execute(insert(Disclosure).from_select(names, rows, include_defaults=False))


def _end(*which: ColumnElement[bool], now: datetime) -> int:
    session().flush()
    ended = session().scalars(
        update(Disclosure)
        .where(*which, Disclosure.until_at.is_(None))
        .values(until_at=now)
        .returning(Disclosure.id)
        .execution_options(synchronize_session="fetch")
    )
    return len(ended.all())


def _demand_own(student: Student, by: Visitor) -> None:
    if student.person_id != by.person_id:
        raise Missing


def _note(
    action: str, student: Student, organisation_id: int, change: str, by: Visitor, now: datetime
) -> None:
    organisation_ref = session().scalar(
        select(Organisation.public_id).where(Organisation.id == organisation_id)
    )
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="student",
        subject_ref=student.public_id,
        change=change,
        for_ref=organisation_ref or "",
    )
