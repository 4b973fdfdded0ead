"""What a preview of each kind of mail is made of: parameters out of what stands in this installation, or rows made for the
occasion. A preview runs in a transaction that is undone, so these may write. About people's cases and requests nothing real
is shown: those samples are made of whoever looks.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Executable, select

from recruit.accounts.actions import load_consent_texts
from recruit.accounts.breaches.models import Breach
from recruit.accounts.breaches.rules import BreachState, Country
from recruit.accounts.consents import hash_of
from recruit.accounts.merging.models import PersonMerge
from recruit.accounts.models import AddressChange, Consent, ConsentText, ContactPoint, Person, StaffInvitation
from recruit.accounts.requests.models import DataRequest
from recruit.accounts.requests.rules import Law, Outcome, RequestKind, RequestState
from recruit.accounts.rights.models import DataExport
from recruit.accounts.rules import ContactKind, Purpose, RecipientKind
from recruit.accounts.ways.queries import mark_of_way
from recruit.applications.models import Application, Offer
from recruit.applications.rules import ApplicationState
from recruit.arrivals.models import Plan, PlanStep
from recruit.arrivals.rules import StepState
from recruit.cases.models import Case
from recruit.cases.rules import CaseOrigin, Level
from recruit.core import vault
from recruit.core.db import new_public_id, session
from recruit.core.periods import EXPORTS
from recruit.core.visitor import Role, Visitor
from recruit.events import mail_samples as event_samples
from recruit.fairs import mail_samples as fair_samples
from recruit.fairs.models import Meeting
from recruit.handbook import mail_samples as handbook_samples
from recruit.messages.kinds import Params
from recruit.messages.models import Mail
from recruit.messages.summaries import KIND as DAY_SUMMARY
from recruit.organisations.models import Company, MemberInvitation, Membership, Organisation
from recruit.organisations.rules import Rights
from recruit.placements.models import Placement
from recruit.postings import mail_samples as posting_samples
from recruit.students.models import Disclosure, Education, Student
from recruit.students.search.models import StudentSearch
from recruit.surveys.after_events.models import GuestSurvey
from recruit.surveys.models import Contact
from recruit.surveys.pairing import mail_samples as pairing_samples

# (who looks, now) -> parameters; None where this installation has nothing such a mail could be about.
Sample = Callable[[Visitor, datetime], Params | None]
ADDRESS = "somebody@example.com"


def sample_for(kind: str, visitor: Visitor, now: datetime) -> Params | None:
    """Parameters for a mail of this kind. A kind without a sample of its own is about the account of whoever looks."""
    return SAMPLES.get(kind, _own_account)(visitor, now)


def _first(query: Executable) -> Any:
    return session().execute(query).first()


def _about(name: str, model: Any, *more: Any) -> Sample:
    """The first thing of its kind."""

    def sample(_visitor: Visitor, _now: datetime) -> Params | None:
        found = _first(select(model.public_id).where(*more).order_by(model.id))
        return {name: found[0]} if found else None

    return sample


def _added(row: Any) -> Any:
    session().add(row)
    session().flush()
    return row


# ------------------------------------------------------------------------------------------------ accounts


def _own_account(visitor: Visitor, now: datetime) -> Params:
    return {
        "person_ref": visitor.person_ref,
        "stamp": "",
        "label": "Example",
        "device": "Chrome, Android",
        "at": now.isoformat(),
        "since": (now - timedelta(days=200)).isoformat(),
        "erased_at": (now + timedelta(days=30)).isoformat(),
    }


def _consent(*, is_ended: bool) -> Sample:
    def sample(visitor: Visitor, now: datetime) -> Params:
        load_consent_texts()
        words = session().scalars(
            select(ConsentText)
            .where(ConsentText.purpose == Purpose.PROFILE_TO_COMPANY)
            .order_by(ConsentText.id)
        )
        text = words.first()
        consent = Consent(
            person_id=visitor.person_id,
            purpose=Purpose.PROFILE_TO_COMPANY,
            recipient_kind=RecipientKind.ORGANISATION,
            recipient_ref=new_public_id(),
            consent_text_id=text.id if text else 0,
            words_hash=hash_of(text.body) if text else "",
            given_at=now,
            way="page",
            withdrawn_at=now if is_ended else None,
        )
        return {"consent": _added(consent).public_id}

    return sample


def _merge(visitor: Visitor, now: datetime) -> Params:
    merge = PersonMerge(kept_id=visitor.person_id, merged_id=visitor.person_id, at=now, by_ref="", moves=[])
    return {"merge": _added(merge).public_id}


def _address_change(visitor: Visitor, now: datetime) -> Params:
    change = AddressChange(
        user_id=visitor.user_id,
        old_address=visitor.email,
        new_address=ADDRESS,
        asked_at=now,
        done_at=now,
    )
    return {"person_ref": visitor.person_ref, "change": _added(change).public_id}


def _archive(visitor: Visitor, now: datetime) -> Params:
    export = DataExport(
        person_id=visitor.person_id,
        language="en",
        zone="UTC",
        asked_at=now,
        ready_at=now,
        ends_at=EXPORTS.after(now),
    )
    return {"person_ref": visitor.person_ref, "export": _added(export).public_id}


def _way(visitor: Visitor, _now: datetime) -> Params:
    point = ContactPoint(person_id=visitor.person_id, kind=ContactKind.MAIL_TO_CONFIRM, value=ADDRESS)
    return {"person_ref": visitor.person_ref, "mark": mark_of_way(_added(point))}


def _invitation(_visitor: Visitor, now: datetime) -> Params:
    invitation = StaffInvitation(
        email=f"{new_public_id()}@example.com",
        language="en",
        token_hash=new_public_id(),
        sent_at=now,
        expires_at=now + timedelta(days=7),
        roles=[Role.COORDINATOR],
    )
    return {"invitation": _added(invitation).public_id, "times_sent": 1}


def _permit(_visitor: Visitor, _now: datetime) -> Params | None:
    found = _first(
        select(Organisation.public_id)
        .join(Company, Company.organisation_id == Organisation.id)
        .where(Company.permit_until.is_not(None))
        .order_by(Organisation.id)
    )
    return {"organisation": found[0], "standing": "ends_soon"} if found else None


def _desk(_visitor: Visitor, _now: datetime) -> Params | None:
    found = _first(select(Organisation.public_id).order_by(Organisation.id))
    return {"what": "organisation", "thing": found[0]} if found else None


def _membership(visitor: Visitor, _now: datetime) -> Params | None:
    query = select(Organisation.public_id, Person.public_id, Membership.rights)
    query = query.join(Membership, Membership.organisation_id == Organisation.id)
    query = query.join(Person, Person.id == Membership.person_id).where(Membership.ended_at.is_(None))
    found = _first(query.order_by(Membership.id))
    if found is None:
        return None
    organisation, member, rights = found
    return {
        "organisation": organisation,
        "member": member,
        "reader": visitor.person_ref,
        "rights": str(rights),
    }


def _member_invitation(_visitor: Visitor, now: datetime) -> Params | None:
    organisation = _first(select(Organisation.id).order_by(Organisation.id))
    if organisation is None:
        return None
    invitation = MemberInvitation(
        organisation_id=organisation[0],
        email=f"{new_public_id()}@example.com",
        language="en",
        token_hash=new_public_id(),
        sent_at=now,
        expires_at=now + timedelta(days=7),
        rights=Rights.OWNER,
    )
    return {"invitation": _added(invitation).public_id, "times_sent": 1}


def _request(state: RequestState, outcome: Outcome | None = None) -> Sample:
    def sample(visitor: Visitor, now: datetime) -> Params:
        request = DataRequest(
            number=f"R-{now.year}-0000",
            person_id=visitor.person_id,
            name=visitor.display_name,
            address=ADDRESS if state is RequestState.UNCONFIRMED else "",
            language="en",
            zone="Asia/Tokyo",
            kind=RequestKind.ACCESS,
            law=Law.JAPAN,
            state=state,
            asked_at=now,
            received_at=now,
            answer_by_at=now + timedelta(days=14),
            finish_by_at=now + timedelta(days=28),
            outcome=outcome,
        )
        return {"request": _added(request).public_id}

    return sample


def _breach(visitor: Visitor, now: datetime) -> Params:
    breach = Breach(
        number=f"B-{now.year}-0000",
        state=BreachState.CONFIRMED,
        known_at=now,
        recorded_at=now,
        triggers=[],
        countries=[str(Country.INDONESIA)],
        items=vault.seal("{}"),
    )
    return {"breach": _added(breach).public_id, "person": visitor.person_ref}


# ------------------------------------------------------------------------------------------------ the journey


def _studies(_visitor: Visitor, _now: datetime) -> Params | None:
    found = _first(
        select(Student.public_id, Education.confirmed)
        .join(Education, Education.student_id == Student.id)
        .where(Education.university_id.is_not(None))
        .order_by(Education.id)
    )
    return {"student": found[0], "confirmed": str(found[1])} if found else None


def _kept_search(visitor: Visitor, now: datetime) -> Params | None:
    """A search of whoever looks, for an organisation that sees somebody, if there is one."""
    seeing = (
        select(Disclosure.organisation_id)
        .where(Disclosure.until_at.is_(None))
        .order_by(Disclosure.id)
        .limit(1)
    )
    organisation_id = session().scalar(seeing) or session().scalar(
        select(Organisation.id).order_by(Organisation.id)
    )
    if visitor.person_id is None or organisation_id is None:
        return None
    search = StudentSearch(
        person_id=visitor.person_id, organisation_id=organisation_id, name="JLPT", wanted={"level": ["N1", "N2", "N3", "N4", "N5"]},
        by_mail=True, made_at=now, looked_at=now, told_at=now,
    )  # fmt: skip
    session().add(search)
    session().flush()
    return {"search": search.public_id, "since": (now - timedelta(days=3650)).isoformat()}


def _application(state: ApplicationState | None = None) -> Sample:
    def sample(_visitor: Visitor, _now: datetime) -> Params | None:
        query = select(Application.public_id, Application.state).order_by(Application.id)
        found = (_first(query.where(Application.state == state)) if state else None) or _first(query)
        return {"application": found[0], "state": str(state or found[1])} if found else None

    return sample


def _steps(visitor: Visitor, _now: datetime) -> Params | None:
    steps = session().scalars(
        select(PlanStep)
        .join(Plan, Plan.id == PlanStep.plan_id)
        .where(PlanStep.state == StepState.OPEN, Plan.closed_at.is_(None))
        .order_by(PlanStep.id)
        .limit(50)
    )
    for step in steps:
        placement = session().scalar(
            select(Placement.public_id)
            .join(Plan, Plan.placement_id == Placement.id)
            .where(Plan.id == step.plan_id)
        )
        if step.step_rule.owners:
            return {
                "placement": placement,
                "step": step.public_id,
                "owner": str(step.step_rule.owners[0]),
                "reader": visitor.person_ref,
            }
    return None


def _stay(_visitor: Visitor, now: datetime) -> Params | None:
    query = select(Placement.public_id, Placement.stay_until_on).where(Placement.stay_until_on.is_not(None))
    # The one that ends next, as the mail goes to: days years ahead make its words look wrong.
    has_passed = Placement.stay_until_on < now.date()
    found = _first(query.order_by(has_passed, Placement.stay_until_on, Placement.id))
    return {"placement": found[0], "until": found[1].isoformat()} if found else None


def _hired(_visitor: Visitor, _now: datetime) -> Params | None:
    found = session().scalar(select(Person.public_id).join(Placement).order_by(Placement.id).limit(1))
    return {"person": found} if found else None


def _case(visitor: Visitor, now: datetime) -> Params:
    case = Case(
        person_id=visitor.person_id,
        origin=CaseOrigin.REPORT,
        level=Level.ORANGE,
        opened_at=now,
        due_at=now + timedelta(days=2),
    )
    return {"case": _added(case).public_id}


def _summary(visitor: Visitor, now: datetime) -> Params | None:
    parts = []
    for kind in ("posting_published", "steps_open"):
        params = SAMPLES[kind](visitor, now)
        if params is not None:
            part = Mail(
                kind=kind,
                to_address=visitor.email,
                to_ref=visitor.person_ref,
                language="en",
                zone="Asia/Tokyo",
                params=dict(params),
                unique_key=f"sample:{new_public_id()}",
                queued_at=now,
                due_at=now,
            )
            parts.append(_added(part).public_id)
    return {"parts": parts} if parts else None


SAMPLES: dict[str, Sample] = {
    "export_ready": _archive,
    DAY_SUMMARY: _summary,
    "confirm_new_address": _address_change,
    "address_change_notice": _address_change,
    "confirm_way": _way,
    "sign_in_merged": _merge,
    "consent_receipt": _consent(is_ended=False),
    "consent_ended": _consent(is_ended=True),
    "staff_invitation": _invitation,
    "member_invitation": _member_invitation,
    "member_rights_changed": _membership,
    "request_confirm": _request(RequestState.UNCONFIRMED),
    "request_received": _request(RequestState.RECEIVED),
    "request_decided": _request(RequestState.DECIDED, Outcome.GRANTED),
    "request_done": _request(RequestState.DONE, Outcome.GRANTED),
    "request_waits": _request(RequestState.RECEIVED),
    "breach_letter": _breach,
    "breach_logged": _breach,
    "organisation_approved": _about("organisation", Organisation),
    "organisation_asked_back": _about("organisation", Organisation),
    "organisation_refused": _about("organisation", Organisation),
    "organisation_suspended": _about("organisation", Organisation),
    "organisation_lifted": _about("organisation", Organisation),
    "permit_ends": _permit,
    **posting_samples.SAMPLES,
    **event_samples.SAMPLES,
    **fair_samples.SAMPLES,
    **handbook_samples.SAMPLES,
    "position_gone": _application(),
    "studies_confirmed": _studies,
    "students_found": _kept_search,
    "event_survey": _about("survey", GuestSurvey),
    "meeting_next_step": _about("meeting", Meeting),
    "application_invited": _application(ApplicationState.INVITED),
    "invitation_lapsed": _application(),
    "application_receipt": _application(),
    "application_notice": _application(),
    "application_moved": _application(ApplicationState.INTERVIEW),
    "application_withdrawn": _application(ApplicationState.WITHDRAWN),
    "offer_made": _about("offer", Offer),
    "offer_open_again": _about("offer", Offer),
    "offer_accepted_student": _about("offer", Offer),
    "offer_accepted_company": _about("offer", Offer),
    "offer_declined": _about("offer", Offer),
    "offer_lapsed_student": _about("offer", Offer),
    "offer_lapsed_company": _about("offer", Offer),
    "stay_ends_person": _stay,
    "stay_ends_company": _stay,
    "steps_open": _steps,
    "leaving_company": _about("placement", Placement, Placement.ended_on.is_not(None)),
    "leaving_person": _about("placement", Placement, Placement.ended_on.is_not(None)),
    "survey_agreement": _hired,
    "survey_invitation": _about("contact", Contact),
    "survey_reminder": _about("contact", Contact),
    "company_surveys": pairing_samples.open_forms,
    "desk_waits": _desk,
    "case_waits": _case,
    "case_helped": _case,
}
