"""Reads of applications and offers: students see their own, a company those for its own positions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.applications import rules
from recruit.applications.models import Application, Offer
from recruit.applications.rules import LIVE, ApplicationState, OfferState
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.fairs.models import Meeting
from recruit.fairs.rules import Outcome
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings.models import Posting
from recruit.students.models import Disclosure, Education, Student
from recruit.students.queries import facts_of
from recruit.students.rules import DisclosureScope, ProfilePart

# Ended applications beyond these are not on the board; their pages stay.
MOST_ENDED = 20
_STUDENT = joinedload(Application.student)
_WHOLE = (
    joinedload(Application.posting).joinedload(Posting.organisation).selectinload(Organisation.texts),
    joinedload(Application.posting_version),
    _STUDENT.joinedload(Student.person),
)
_FACTS = (
    _STUDENT.selectinload(Student.educations)
    .joinedload(Education.university)
    .selectinload(Organisation.texts),
    _STUDENT.selectinload(Student.language_results),
)


def missing_parts(student: Student) -> list[ProfilePart]:
    """What the profile lacks for an application."""
    return rules.missing_parts(facts_of(student).parts)


def live_application(student: Student, posting: Posting) -> Application | None:
    """The application that this student sent for this position and that has not ended. Asked by actions and the student's page."""
    return session().scalar(
        select(Application).where(
            Application.student_id == student.id,
            Application.posting_id == posting.id,
            Application.state.not_in((*rules.ENDED, ApplicationState.INVITED)),
        )
    )


def invitation(student: Student, posting: Posting) -> Application | None:
    """The company has asked this student to apply for this position, and the student has not answered."""
    return session().scalar(
        select(Application)
        .where(
            Application.student_id == student.id,
            Application.posting_id == posting.id,
            Application.state == ApplicationState.INVITED,
        )
        .order_by(Application.id)
        .limit(1)
    )


def invitations_for(posting_id: int) -> Sequence[Application]:
    """All whom the company has asked to apply for this position and who have not answered."""
    query = (
        select(Application)
        .options(*_WHOLE)
        .where(Application.posting_id == posting_id, Application.state == ApplicationState.INVITED)
        .order_by(Application.id)
    )
    return session().scalars(query).all()


def waiting_for(posting_id: int) -> Sequence[Application]:
    """All applications for this position that have not ended."""
    query = (
        select(Application)
        .options(*_WHOLE)
        .where(
            Application.posting_id == posting_id,
            Application.state.not_in((*rules.ENDED, ApplicationState.INVITED, ApplicationState.HIRED)),
        )
        .order_by(Application.id)
    )
    return session().scalars(query).all()


def live_application_at(student_id: int, company_id: int) -> Application | None:
    """The newest application of a student at any position of a company that has not ended."""
    return session().scalar(
        select(Application)
        .join(Posting, Posting.id == Application.posting_id)
        .where(
            Application.student_id == student_id,
            Posting.company_id == company_id,
            Application.state.not_in((*rules.ENDED, ApplicationState.INVITED)),
        )
        .order_by(Application.id.desc())
        .limit(1)
    )


def wanted_meeting(student_id: int, company_id: int) -> Meeting | None:
    """The newest conversation at a fair after which the company wanted to go on with this student."""
    return session().scalar(
        select(Meeting)
        .where(
            Meeting.student_id == student_id,
            Meeting.company_id == company_id,
            Meeting.outcome == Outcome.NEXT_STEP,
        )
        .order_by(Meeting.id.desc())
        .limit(1)
    )


# ------------------------------------------------------------------------------------------------ the student's own


def _own(visitor: Visitor) -> Select[Application]:
    if visitor.person_id is None:
        raise Missing
    return (
        select(Application)
        .join(Student, Student.id == Application.student_id)
        .where(Student.person_id == visitor.person_id)
        .options(*_WHOLE)
    )


def own_applications(visitor: Visitor) -> Sequence[Application]:
    """The visitor's own applications, the newest first."""
    return session().scalars(_own(visitor).order_by(Application.id.desc())).all()


def own_application(visitor: Visitor, public_id: str) -> Application:
    """One of the visitor's own applications, with its history."""
    query = _own(visitor).options(selectinload(Application.moves))
    found = session().scalar(query.where(Application.public_id == public_id))
    if found is None:
        raise Missing
    return found


def _own_offers(visitor: Visitor) -> Select[Offer]:
    if visitor.person_id is None:
        raise Missing
    application = joinedload(Offer.application)
    return (
        select(Offer)
        .join(Application, Application.id == Offer.application_id)
        .join(Student, Student.id == Application.student_id)
        .where(Student.person_id == visitor.person_id)
        .options(
            application.joinedload(Application.posting)
            .joinedload(Posting.organisation)
            .selectinload(Organisation.texts),
            application.joinedload(Application.posting_version),
            application.joinedload(Application.student).joinedload(Student.person),
        )
    )


def own_offers(visitor: Visitor) -> Sequence[Offer]:
    """The visitor's own offers, the newest first."""
    return session().scalars(_own_offers(visitor).order_by(Offer.id.desc())).all()


def own_offer(visitor: Visitor, public_id: str) -> Offer:
    """One of the visitor's own offers."""
    found = session().scalar(_own_offers(visitor).where(Offer.public_id == public_id))
    if found is None:
        raise Missing
    return found


def other_live_applications(application: Application) -> Sequence[Application]:
    """The student's other applications that have not ended: what an acceptance may end."""
    query = (
        select(Application)
        .where(
            Application.student_id == application.student_id,
            Application.id != application.id,
            Application.state.in_(LIVE),
        )
        .options(*_WHOLE)
        .order_by(Application.id)
    )
    return session().scalars(query).all()


# ------------------------------------------------------------------------------------------------ the company


def _of_company(visitor: Visitor) -> Select[Application]:
    if not visitor.acts_for("company"):
        raise Missing
    return (
        select(Application)
        .join(Posting, Posting.id == Application.posting_id)
        .where(Posting.company_id == visitor.acting_organisation_id, Application.unseen_since.is_(None))
        .options(*_WHOLE)
    )


@dataclass(frozen=True)
class Applicant:
    """An application on the board. `shows_profile` says whether the company still sees the student."""

    application: Application
    offer: Offer | None
    shows_profile: bool

    @property
    def answer_by_at(self) -> datetime | None:
        """Until when somebody has to answer: the company, or the student where an offer waits."""
        if self.offer is not None and self.offer.state is OfferState.MADE:
            return self.offer.answer_by_at
        return self.application.answer_by_at


def board_of_company(visitor: Visitor) -> list[Applicant]:
    """The applications for the company's positions, what is due first at the top. Of the ended ones the newest."""
    query = _of_company(visitor).options(*_FACTS)
    live = (
        session().scalars(query.where(Application.state.not_in(rules.ENDED)).order_by(Application.id)).all()
    )
    ended = session().scalars(
        query.where(Application.state.in_(rules.ENDED)).order_by(Application.id.desc()).limit(MOST_ENDED)
    )
    applications = [*live, *ended]
    offers = _newest_offers([one.id for one in applications])
    seen = _students_shown(visitor, [one.student_id for one in applications])
    rows = [Applicant(one, offers.get(one.id), one.student_id in seen) for one in applications]
    return sorted(
        rows,
        key=lambda row: (row.answer_by_at is None, row.answer_by_at or row.application.submitted_at),
    )


def application_for_company(visitor: Visitor, public_id: str) -> Applicant:
    """One application for a position of the visitor's company, with its history."""
    query = _of_company(visitor).options(
        *_FACTS, _STUDENT.selectinload(Student.skills), selectinload(Application.moves)
    )
    found = session().scalar(query.where(Application.public_id == public_id))
    if found is None:
        raise Missing
    offer = _newest_offers([found.id]).get(found.id)
    return Applicant(found, offer, found.student_id in _students_shown(visitor, [found.student_id]))


def _students_shown(visitor: Visitor, ids: Sequence[int]) -> set[int]:
    """Whose whole profile the company sees now. Disclosures alone decide, here as everywhere."""
    return set(
        session().scalars(
            select(Disclosure.student_id).where(
                Disclosure.organisation_id == visitor.acting_organisation_id,
                Disclosure.student_id.in_(ids),
                Disclosure.scope != DisclosureScope.CARD,
                Disclosure.until_at.is_(None),
            )
        )
    )


def _newest_offers(application_ids: Sequence[int]) -> dict[int, Offer]:
    rows = session().scalars(
        select(Offer).where(Offer.application_id.in_(application_ids)).order_by(Offer.number)
    )
    return {offer.application_id: offer for offer in rows}


def newest_offer(application: Application) -> Offer | None:
    """The offer that counts, if one was made. Who may see the application may see this."""
    return _newest_offers([application.id]).get(application.id)


# ------------------------------------------------------------------------------------------------ jobs and mails


def overdue_offers(now: datetime) -> Sequence[int]:
    """The offers whose last day has passed without an answer, the oldest first."""
    return (
        session()
        .scalars(
            select(Offer.id)
            .join(Application, Application.id == Offer.application_id)
            .join(Posting, Posting.id == Application.posting_id)
            .join(Organisation, Organisation.id == Posting.company_id)
            .where(
                Offer.state == OfferState.MADE,
                Offer.answer_by_at < now,
                # Nobody can accept meanwhile, so the days wait too.
                Organisation.state != OrganisationState.SUSPENDED,
            )
            .order_by(Offer.answer_by_at, Offer.id)
        )
        .all()
    )


def open_offers_of(company_id: int) -> Sequence[Offer]:
    """The offers of a company that wait for an answer."""
    query = (
        select(Offer)
        .join(Application, Application.id == Offer.application_id)
        .join(Posting, Posting.id == Application.posting_id)
        .where(Posting.company_id == company_id, Offer.state == OfferState.MADE)
        .order_by(Offer.id)
    )
    return session().scalars(query).all()


def application_by_ref(public_id: str) -> Application | None:
    """For mails, which keep a public id."""
    return session().scalar(select(Application).options(*_WHOLE).where(Application.public_id == public_id))


def offer_by_ref(public_id: str) -> Offer | None:
    """For mails, which keep a public id."""
    return session().scalar(
        select(Offer)
        .options(joinedload(Offer.application).options(*_WHOLE))
        .where(Offer.public_id == public_id)
    )
