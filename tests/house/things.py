"""The things that addresses lead to, straight from the tables, and who holds each: what the matrix of rights measures with.

Nothing here asks the product's own queries, which are what is measured.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from recruit.accounts.models import Consent, ContactPoint, Passkey, Person, ProviderIdentity, SignIn, User
from recruit.accounts.queries import mark_of, mark_of_identity, mark_of_passkey
from recruit.accounts.requests.models import DataRequest
from recruit.accounts.rights.models import DataExport
from recruit.accounts.rules import ContactKind
from recruit.accounts.ways.queries import mark_of_way
from recruit.applications.models import Application, Offer
from recruit.arrivals.models import Plan, PlanStep
from recruit.cases.models import Case
from recruit.core.visitor import Role, Visitor
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, EventState, RegistrationState
from recruit.fairs.models import Booth, FairInterpreter, FairReport, Meeting, Timetable, TimetableRepair, Wish
from recruit.fairs.preparing.models import FairTask
from recruit.fairs.rules import BoothState
from recruit.handbook.folders.models import BookDelivery
from recruit.handbook.models import Book
from recruit.messages.models import Mail
from recruit.organisations.models import MemberInvitation, Membership, Organisation, OrganisationPicture
from recruit.organisations.rules import OrganisationKind
from recruit.placements.models import Placement
from recruit.postings.models import Posting
from recruit.postings.search.models import PostingSearch
from recruit.students.documents.models import StudentDocument
from recruit.students.models import BusyTime, Disclosure, Education, Experience, Student
from recruit.students.pictures.models import ExperiencePicture
from recruit.students.recordings.models import NameRecording
from recruit.students.roster.models import EducationMove, Roster
from recruit.students.rules import DisclosureReason, DisclosureScope
from recruit.students.search.models import StudentSearch
from recruit.surveys.calling.models import PhoneEntry
from recruit.surveys.models import Answer, Contact, InstrumentVersion, Response
from recruit.surveys.pairing.models import CompanyContact, CompanyResponse, GapSignal
from recruit.surveys.queries.answering import form_of, newest_version
from recruit.surveys.queries.known import round_of
from recruit.surveys.rules import ContactKind as InvitationKind, ContactState


@dataclass(frozen=True)
class Thing:
    """The variable parts of an address, and who holds what is there."""

    values: dict[str, str]
    persons: frozenset[int | None] = field(default_factory=frozenset)
    organisations: frozenset[int | None] = field(default_factory=frozenset)
    roles: frozenset[Role] = field(default_factory=frozenset)

    def belongs_to(self, asks: Visitor) -> bool:
        return (
            (asks.person_id is not None and asks.person_id in self.persons)
            or (asks.acting_organisation_id is not None and asks.acting_organisation_id in self.organisations)
            or bool(asks.roles & self.roles)
        )


Find = Callable[[Session], Iterable[Thing]]


def of_person(*names: str, query: Select[*tuple[Any, ...]]) -> Find:
    """The query gives the parts of the address in this order, then the person."""

    def find(rows: Session) -> Iterable[Thing]:
        for *parts, person_id in rows.execute(query):
            yield Thing(dict(zip(names, parts, strict=True)), persons=frozenset({person_id}))

    return find


def of_organisation(*names: str, query: Select[*tuple[Any, ...]]) -> Find:
    """The query gives the parts of the address in this order, then the organisation; one address may be of several."""

    def find(rows: Session) -> Iterable[Thing]:
        held: dict[tuple[str, ...], set[int]] = {}
        for *parts, organisation_id in rows.execute(query):
            held.setdefault(tuple(parts), set()).add(organisation_id)
        for parts, organisations in held.items():
            yield Thing(dict(zip(names, parts, strict=True)), organisations=frozenset(organisations))

    return find


# The roles that open any staff page.
_ANY_ROLE = frozenset(Role)


def of_staff(*names: str, query: Select[*tuple[Any, ...]]) -> Find:
    """Things that whoever passes the lock works with; the query gives the parts of the address in this order."""

    def find(rows: Session) -> Iterable[Thing]:
        for parts in rows.execute(query.limit(1)):
            yield Thing(dict(zip(names, parts, strict=True)), roles=_ANY_ROLE)

    return find


any_mail = of_staff("public_id", query=select(Mail.public_id).order_by(Mail.id))
any_organisation = of_staff("public_id", query=select(Organisation.public_id).order_by(Organisation.id))
any_person = of_staff(
    "public_id",
    query=select(Person.public_id).join(Placement, Placement.person_id == Person.id).order_by(Person.id),
)
any_placement = of_staff("public_id", query=select(Placement.public_id).order_by(Placement.id))
any_position = of_staff(
    "public_id",
    query=select(Posting.public_id).order_by(Posting.id),
)
version_of_any_position = of_staff(
    "public_id", "number", query=select(Posting.public_id, literal("1")).order_by(Posting.id)
)
text_of_any_position = of_staff(
    "public_id", "written_in", query=select(Posting.public_id, literal("vi")).order_by(Posting.id)
)
any_request = of_staff("public_id", query=select(DataRequest.public_id).order_by(DataRequest.id))
any_student = of_staff("public_id", query=select(Student.public_id).order_by(Student.id.desc()))
open_answer = of_staff(
    "public_id",
    "item",
    query=select(Response.public_id, Answer.item)
    .join(Answer, Answer.response_id == Response.id)
    .where(Answer.words.is_not(None), Response.submitted_at.is_not(None))
    .order_by(Response.id),
)
_company_forms = (
    select(CompanyContact.public_id)
    .outerjoin(CompanyResponse, CompanyResponse.contact_id == CompanyContact.id)
    .where(CompanyContact.kind == InvitationKind.INVITATION, CompanyContact.organisation_id.is_not(None))
    # What somebody has begun stands first, because all its pages open.
    .order_by(CompanyResponse.submitted_at.is_not(None) | CompanyResponse.id.is_(None), CompanyContact.id)
)
form_of_company = of_organisation(
    "public_id", query=_company_forms.add_columns(CompanyContact.organisation_id)
)
part_of_company_form = of_organisation(
    "public_id",
    "part",
    query=_company_forms.add_columns(literal("part_point"), CompanyContact.organisation_id),
)
form_that_was_handed_in = of_staff(
    "public_id",
    query=select(CompanyContact.public_id)
    .join(CompanyResponse, CompanyResponse.contact_id == CompanyContact.id)
    .where(CompanyResponse.submitted_at.is_not(None))
    .order_by(CompanyContact.id),
)
gap_signal = of_staff("public_id", query=select(GapSignal.public_id).order_by(GapSignal.id))
response = of_staff(
    "public_id",
    query=select(Response.public_id)
    .join(Answer, Answer.response_id == Response.id)
    .where(Answer.words.is_not(None), Response.submitted_at.is_not(None))
    .order_by(Response.id),
)
own_education, own_experience, own_busy_time = (
    of_person(
        "public_id",
        query=select(kind.public_id, Student.person_id)
        .join(Student, Student.id == kind.student_id)
        .order_by(kind.id),
    )
    for kind in (Education, Experience, BusyTime)
)
own_application = of_person(
    "public_id",
    query=select(Application.public_id, Student.person_id).join(Student).order_by(Application.id.desc()),
)
own_offer = of_person(
    "public_id",
    query=select(Offer.public_id, Student.person_id)
    .join(Application, Application.id == Offer.application_id)
    .join(Student)
    .order_by(Offer.id.desc()),
)
application_to_company = of_organisation(
    "public_id",
    query=select(Application.public_id, Posting.company_id)
    .join(Posting, Posting.id == Application.posting_id)
    .where(Application.unseen_since.is_(None))
    .order_by(Application.id.desc()),
)
placement_at_company = of_organisation(
    "public_id", query=select(Placement.public_id, Placement.employer_id).order_by(Placement.id.desc())
)
meeting_of_company = of_organisation(
    "slug",
    "public_id",
    query=select(Event.slug, Meeting.public_id, Meeting.company_id)
    .join(Timetable, Timetable.id == Meeting.timetable_id)
    .join(Event, Event.id == Timetable.fair_id)
    .where(Timetable.published_at.is_not(None))
    .order_by(Meeting.id),
)
any_report = of_staff(
    "slug",
    "public_id",
    query=select(Event.slug, FairReport.public_id)
    .join(FairReport, FairReport.fair_id == Event.id)
    .order_by(FairReport.id),
)
any_interpreter = of_staff(
    "slug",
    "public_id",
    query=select(Event.slug, FairInterpreter.public_id)
    .join(FairInterpreter, FairInterpreter.fair_id == Event.id)
    .order_by(FairInterpreter.id),
)
any_meeting = of_staff(
    "slug",
    "public_id",
    query=select(Event.slug, Meeting.public_id)
    .join(Timetable, Timetable.id == Meeting.timetable_id)
    .join(Event, Event.id == Timetable.fair_id)
    .where(Timetable.published_at.is_not(None))
    .order_by(Meeting.id),
)
booth_asked_for = of_staff(
    "slug",
    "public_id",
    query=select(Event.slug, Booth.public_id)
    .join(Booth, Booth.fair_id == Event.id)
    .where(Booth.state == BoothState.ASKED)
    .order_by(Booth.id),
)
task_of_fair = of_staff(
    "slug",
    "public_id",
    query=select(Event.slug, FairTask.public_id)
    .join(FairTask, FairTask.fair_id == Event.id)
    .order_by(FairTask.id),
)
any_repair = of_staff(
    "slug",
    "public_id",
    query=select(Event.slug, TimetableRepair.public_id)
    .join(Timetable, Timetable.id == TimetableRepair.timetable_id)
    .join(Event, Event.id == Timetable.fair_id)
    .order_by(TimetableRepair.id),
)
student_seen_at_fair = of_organisation(
    "slug",
    "student_ref",
    query=select(Event.slug, Student.public_id, Booth.company_id)
    .select_from(Booth)
    .join(Event, Event.id == Booth.fair_id)
    .join(Disclosure, Disclosure.organisation_id == Booth.company_id)
    .join(Student, Student.id == Disclosure.student_id)
    .join(
        Registration, (Registration.person_id == Student.person_id) & (Registration.event_id == Booth.fair_id)
    )
    .where(
        Booth.state == BoothState.CONFIRMED,
        Registration.state == RegistrationState.SIGNED_UP,
        Disclosure.scope != DisclosureScope.CARD,
        Disclosure.until_at.is_(None),
    )
    .order_by(Booth.id, Student.id),
)
company_at_own_fair = of_person(
    "slug",
    "company_ref",
    query=select(Event.slug, Organisation.public_id, Registration.person_id)
    .select_from(Registration)
    .join(Event, Event.id == Registration.event_id)
    .join(Booth, Booth.fair_id == Event.id)
    .join(Organisation, Organisation.id == Booth.company_id)
    .where(Booth.state == BoothState.CONFIRMED, Registration.state == RegistrationState.SIGNED_UP)
    .order_by(Registration.id, Booth.id),
)
pair_at_fair = of_staff(
    "slug",
    "student_ref",
    "company_ref",
    query=select(Event.slug, Student.public_id, Organisation.public_id)
    .select_from(Wish)
    .join(Event, Event.id == Wish.fair_id)
    .join(Student, Student.id == Wish.student_id)
    .join(Organisation, Organisation.id == Wish.company_id)
    .order_by(Wish.id),
)
position_of_company = of_organisation(
    "public_id", query=select(Posting.public_id, Posting.company_id).order_by(Posting.id.desc())
)
version_of_position = of_organisation(
    "public_id",
    "number",
    query=select(Posting.public_id, literal("1"), Posting.company_id).order_by(Posting.id),
)
step_of_position = of_organisation(
    "public_id",
    "step",
    query=select(Posting.public_id, literal("pay"), Posting.company_id).order_by(Posting.id.desc()),
)
text_of_position = of_organisation(
    "public_id",
    "written_in",
    query=select(Posting.public_id, literal("vi"), Posting.company_id).order_by(Posting.id.desc()),
)
picture_of_own_page = of_organisation(
    "public_id",
    query=select(OrganisationPicture.public_id, OrganisationPicture.organisation_id).order_by(
        OrganisationPicture.id
    ),
)
colleague = of_organisation(
    "kind",
    "person_ref",
    query=select(Organisation.kind, Person.public_id, Membership.organisation_id)
    .join(Membership, Membership.person_id == Person.id)
    .join(Organisation, Organisation.id == Membership.organisation_id)
    .where(Membership.ended_at.is_(None))
    .order_by(Membership.id.desc()),
)
invited_colleague = of_organisation(
    "kind",
    "public_id",
    query=select(Organisation.kind, MemberInvitation.public_id, MemberInvitation.organisation_id)
    .join(Organisation, Organisation.id == MemberInvitation.organisation_id)
    .order_by(MemberInvitation.id),
)
student_of_university = of_organisation(
    "public_id",
    query=select(Student.public_id, Education.university_id)
    .join(Education, Education.student_id == Student.id)
    .join(
        Disclosure,
        (Disclosure.student_id == Student.id) & (Disclosure.organisation_id == Education.university_id),
    )
    .where(Disclosure.until_at.is_(None))
    .order_by(Student.id),
)
list_of_university = of_organisation(
    "public_id", query=select(Roster.public_id, Roster.organisation_id).order_by(Roster.id)
)
own_book_delivery = of_person(
    "book",
    "public_id",
    query=select(Book.slug, BookDelivery.public_id, Person.id)
    .join(BookDelivery, BookDelivery.book_id == Book.id)
    .join(Person, Person.public_id == BookDelivery.by_ref)
    .order_by(BookDelivery.id),
)
press_of_university = of_organisation(
    "batch", query=select(EducationMove.batch, EducationMove.organisation_id).order_by(EducationMove.id)
)
own_consent = of_person("ref", query=select(Consent.public_id, Consent.person_id).order_by(Consent.id))
own_request = of_person(
    "public_id", query=select(DataRequest.public_id, DataRequest.person_id).order_by(DataRequest.id)
)
own_archive = of_person(
    "public_id", query=select(DataExport.public_id, DataExport.person_id).order_by(DataExport.id)
)
own_search = of_person(
    "public_id", query=select(StudentSearch.public_id, StudentSearch.person_id).order_by(StudentSearch.id)
)
own_posting_search = of_person(
    "public_id", query=select(PostingSearch.public_id, PostingSearch.person_id).order_by(PostingSearch.id)
)
own_membership = of_person(
    "public_id",
    query=select(Organisation.public_id, Membership.person_id)
    .join(Membership, Membership.organisation_id == Organisation.id)
    .where(Membership.ended_at.is_(None)),
)


def student_shown_to_company(rows: Session) -> Iterable[Thing]:
    """Students, and the companies to which each is shown."""
    shown: dict[int, set[int]] = {}
    live = select(Disclosure.student_id, Disclosure.organisation_id).where(Disclosure.until_at.is_(None))
    for student_id, organisation_id in rows.execute(live):
        shown.setdefault(student_id, set()).add(organisation_id)
    for student_id, public_id in rows.execute(select(Student.id, Student.public_id).order_by(Student.id)):
        yield Thing({"public_id": public_id}, organisations=frozenset(shown.get(student_id, ())))


def profile_shown_to_company(rows: Session) -> Iterable[Thing]:
    """Students, and the companies to which more than the card of each is shown."""
    whole = select(Disclosure.student_id, Disclosure.organisation_id).where(
        Disclosure.until_at.is_(None), Disclosure.scope != DisclosureScope.CARD
    )
    shown: dict[int, set[int]] = {}
    for student_id, organisation_id in rows.execute(whole):
        shown.setdefault(student_id, set()).add(organisation_id)
    for student_id, public_id in rows.execute(select(Student.id, Student.public_id).order_by(Student.id)):
        yield Thing({"public_id": public_id}, organisations=frozenset(shown.get(student_id, ())))


own_document = of_person(
    "public_id",
    query=select(StudentDocument.public_id, Student.person_id)
    .join(Student, Student.id == StudentDocument.student_id)
    .where(StudentDocument.thumbnail_id.is_not(None))
    .order_by(StudentDocument.id),
)


def document_shown_to_company(rows: Session) -> Iterable[Thing]:
    """Pictures of students' work that are shown at fairs, and the companies that may open each."""
    query = select(StudentDocument, Student).join(Student, Student.id == StudentDocument.student_id)
    for document, student in rows.execute(query.where(StudentDocument.thumbnail_id.is_not(None))):
        opened = select(Disclosure.organisation_id).where(
            Disclosure.student_id == student.id,
            Disclosure.until_at.is_(None),
            (Disclosure.scope == DisclosureScope.DOCUMENTS) | (Disclosure.reason == DisclosureReason.FAIR),
        )
        parts = {"student_ref": student.public_id, "public_id": document.public_id}
        yield Thing(parts, organisations=frozenset(rows.scalars(opened)))


_pictures = (
    select(ExperiencePicture.public_id, Student.person_id)
    .join(Experience, Experience.id == ExperiencePicture.experience_id)
    .join(Student, Student.id == Experience.student_id)
    .order_by(ExperiencePicture.id)
)
own_picture = of_person("public_id", query=_pictures)
own_picture_file = of_person(
    "public_id",
    "size",
    query=_pictures.with_only_columns(ExperiencePicture.public_id, literal("large"), Student.person_id),
)
experience_with_pictures = of_person(
    "experience_ref", query=_pictures.with_only_columns(Experience.public_id, Student.person_id)
)


def picture_shown_to_company(rows: Session) -> Iterable[Thing]:
    """Pictures of experiences, and the companies that may read the profile of each."""
    refs = _pictures.with_only_columns(ExperiencePicture.public_id, Student.id, Student.public_id)
    for public_id, student_id, student_ref in rows.execute(refs).all():
        reads = select(Disclosure.organisation_id).where(
            Disclosure.student_id == student_id,
            Disclosure.until_at.is_(None),
            Disclosure.scope != DisclosureScope.CARD,
        )
        parts = {"student_ref": student_ref, "public_id": public_id, "size": "large"}
        yield Thing(parts, organisations=frozenset(rows.scalars(reads)))


any_picture = of_staff(
    "student_ref",
    "public_id",
    "size",
    query=_pictures.with_only_columns(Student.public_id, ExperiencePicture.public_id, literal("large")),
)


def name_said_to_company(rows: Session) -> Iterable[Thing]:
    """Names said aloud, and the companies that may read the profile."""
    query = select(Student).join(NameRecording, NameRecording.student_id == Student.id)
    for student in rows.scalars(query.order_by(Student.id)):
        reads = select(Disclosure.organisation_id).where(
            Disclosure.student_id == student.id,
            Disclosure.until_at.is_(None),
            Disclosure.scope != DisclosureScope.CARD,
        )
        yield Thing({"student_ref": student.public_id}, organisations=frozenset(rows.scalars(reads)))


_ALL_CASES = frozenset({Role.RETENTION_OFFICER, Role.ADMINISTRATOR})
# Staff who see to hires help with the road to Japan too; it is no secret from them.
_HELP = frozenset({Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR})


def plan_of_hire(rows: Session) -> Iterable[Thing]:
    """The road of a hire: the hire's, the employer's, and that of staff who help."""
    query = select(Placement.public_id, Placement.person_id, Placement.employer_id).join(
        Plan, Plan.placement_id == Placement.id
    )
    for public_id, person_id, employer_id in rows.execute(query.order_by(Plan.id)):
        yield Thing({"public_id": public_id}, frozenset({person_id}), frozenset({employer_id}), _HELP)


def step_of_hire(rows: Session) -> Iterable[Thing]:
    """A step of that road."""
    query = (
        select(PlanStep.public_id, Placement.person_id, Placement.employer_id)
        .join(Plan, Plan.id == PlanStep.plan_id)
        .join(Placement, Placement.id == Plan.placement_id)
    )
    for public_id, person_id, employer_id in rows.execute(query.order_by(PlanStep.id)):
        yield Thing({"public_id": public_id}, frozenset({person_id}), frozenset({employer_id}), _HELP)


def case(rows: Session) -> Iterable[Thing]:
    """Cases: a retention officer and an administrator know of all, a coordinator of the own ones."""
    query = select(Case.public_id, Case.owner_id).where(Case.notes.any())
    for public_id, owner_id in rows.execute(query.order_by(Case.id)):
        yield Thing({"public_id": public_id}, frozenset({owner_id}), roles=_ALL_CASES)


def own_seat(rows: Session) -> Iterable[Thing]:
    """Events, and who has a seat there."""
    for event in rows.scalars(select(Event).order_by(Event.id)):
        holders = rows.scalars(
            select(Registration.person_id).where(
                Registration.event_id == event.id, Registration.state != RegistrationState.CANCELLED
            )
        )
        where = "fairs" if event.kind is EventKind.FAIR else "events"
        yield Thing({"where": where, "slug": event.slug}, persons=frozenset(holders))


def own_choice(rows: Session) -> Iterable[Thing]:
    """Events with something to change after signing up, and who has."""
    for thing in own_seat(rows):
        event = rows.scalar(select(Event).where(Event.slug == thing.values["slug"]))
        if event and (event.most_companions or event.offers_sessions):
            yield thing


def own_ticket(rows: Session) -> Iterable[Thing]:
    """Public events, and who has a ticket there: not yet who waits for a seat."""
    for event in rows.scalars(select(Event).where(Event.state != EventState.DRAFT).order_by(Event.id)):
        holders = rows.scalars(
            select(Registration.person_id).where(
                Registration.event_id == event.id, Registration.state == RegistrationState.SIGNED_UP
            )
        )
        where = "fairs" if event.kind is EventKind.FAIR else "events"
        yield Thing({"where": where, "slug": event.slug}, persons=frozenset(holders))


def own_device(rows: Session) -> Iterable[Thing]:
    query = select(SignIn, User.person_id).join(User, User.id == SignIn.user_id).order_by(SignIn.id)
    for row, person_id in rows.execute(query):
        yield Thing({"mark": mark_of(row)}, persons=frozenset({person_id}))


def own_identity(rows: Session) -> Iterable[Thing]:
    query = select(ProviderIdentity, User.person_id).join(User, User.id == ProviderIdentity.user_id)
    for row, person_id in rows.execute(query):
        yield Thing({"mark": mark_of_identity(row)}, persons=frozenset({person_id}))


def own_passkey(rows: Session) -> Iterable[Thing]:
    query = select(Passkey, User.person_id).join(User, User.id == Passkey.user_id).order_by(Passkey.id)
    for row, person_id in rows.execute(query):
        yield Thing({"mark": mark_of_passkey(row)}, persons=frozenset({person_id}))


def organisations_of_kind(rows: Session) -> Iterable[Thing]:
    """Pages that every organisation has under the name of its kind."""
    for kind in OrganisationKind:
        held = rows.scalars(select(Organisation.id).where(Organisation.kind == kind))
        yield Thing({"kind": str(kind)}, organisations=frozenset(held))


def own_way(rows: Session) -> Iterable[Thing]:
    """Ways to reach a person that may be moved and ended."""
    query = select(ContactPoint).where(
        ContactPoint.kind == ContactKind.PHONE, ContactPoint.ended_at.is_(None)
    )
    for row in rows.scalars(query.order_by(ContactPoint.id)):
        yield Thing({"mark": mark_of_way(row)}, persons=frozenset({row.person_id}))


own_entry = of_person(
    "public_id",
    query=select(PhoneEntry.public_id, Person.id)
    .join(Person, Person.public_id == PhoneEntry.entered_by_ref)
    .order_by(PhoneEntry.id),
)
survey_to_read_out = of_staff(
    "public_id",
    "contact_ref",
    query=select(Placement.public_id, Contact.public_id)
    .join(Contact, Contact.placement_id == Placement.id)
    .where(Contact.kind == InvitationKind.INVITATION)
    .order_by(Contact.id),
)


def own_survey(rows: Session) -> Iterable[Thing]:
    query = select(Contact.public_id, Placement.person_id).join(
        Placement, Placement.id == Contact.placement_id
    )
    for public_id, person_id in rows.execute(query.order_by(Contact.id)):
        yield Thing({"public_id": public_id}, persons=frozenset({person_id}))


def open_survey(rows: Session) -> Iterable[Thing]:
    """Surveys that still take answers."""
    query = select(Contact.public_id, Placement.person_id).join(
        Placement, Placement.id == Contact.placement_id
    )
    query = query.where(
        Contact.kind == InvitationKind.INVITATION,
        Contact.state.in_((ContactState.SENT, ContactState.STARTED)),
    )
    for public_id, person_id in rows.execute(query.order_by(Contact.closes_at.desc(), Contact.id)):
        yield Thing({"public_id": public_id}, persons=frozenset({person_id}))


def own_question(rows: Session) -> Iterable[Thing]:
    # Thousands of contacts share a few questionnaires: whoever has begun goes on with theirs, the others get the newest.
    begun = {
        (invitation.placement_id, invitation.wave_id, invitation.sequence): version
        for invitation, version in rows.execute(
            select(Contact, InstrumentVersion)
            .join(Response, Response.contact_id == Contact.id)
            .join(InstrumentVersion, InstrumentVersion.id == Response.instrument_version_id)
        )
    }
    newest: dict[int, InstrumentVersion] = {}
    first_items: dict[int, str] = {}
    query = select(Contact, Placement.person_id).join(Placement, Placement.id == Contact.placement_id)
    for contact, person_id in rows.execute(query.order_by(Contact.id)):
        version = begun.get((contact.placement_id, contact.wave_id, round_of(contact)))
        if version is None:
            version = newest.get(contact.wave_id) or newest_version(contact.wave)
            newest[contact.wave_id] = version
        if version.id not in first_items:
            first_items[version.id] = form_of(version).items[0].name
        values = {"public_id": contact.public_id, "item": first_items[version.id]}
        yield Thing(values, persons=frozenset({person_id}))
