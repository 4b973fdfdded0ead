"""Addresses that no page links to for the demonstration accounts: they stand in mails, follow a move, or are for machines.

A function is told the session of the demonstration data and gives the variable parts of an address.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
import io
from typing import Any

from PIL import Image
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from recruit.accounts.actions.people import add_person
from recruit.accounts.breaches import actions as breach_actions
from recruit.accounts.breaches.models import Breach
from recruit.accounts.breaches.rules import BreachState, Item
from recruit.accounts.models import Consent, Person, User
from recruit.accounts.requests import actions as request_actions, queries as request_queries
from recruit.accounts.requests.rules import Law, RequestKind
from recruit.accounts.rights.models import DataExport
from recruit.cases.models import Case
from recruit.cases.rules import CaseState
from recruit.core import clock, files
from recruit.core.db import writing
from recruit.core.visitor import WORKER, Role, Via, Visitor
from recruit.events.asking.models import EventQuestion
from recruit.events.inviting.models import EventInvitation
from recruit.events.inviting.queries import key_of as key_of_invitation
from recruit.events.inviting.rules import InvitationState, InvitedAs
from recruit.events.materials.models import EventMaterial, EventMaterialText
from recruit.events.materials.rules import MaterialKind, OpensFor
from recruit.events.models import Event, Registration
from recruit.events.programme.models import EventSpeaker, ProgrammeSession
from recruit.events.rules import RegistrationState
from recruit.fairs.models import Booth, FairInterpreter, FairInterpreterLink, Timetable, TimetableRepair, Wish
from recruit.fairs.rules import BoothState
from recruit.handbook import queries as handbook_queries
from recruit.handbook.figures import actions as figure_actions, queries as figure_queries
from recruit.handbook.folders.actions import keep_delivery
from recruit.handbook.folders.packing import packed
from recruit.handbook.folders.queries import book_as_files
from recruit.handbook.folders.writing import files_of
from recruit.handbook.models import Book
from recruit.organisations.models import Membership, Organisation, OrganisationPicture
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.placements.models import Placement
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.students.documents.models import StudentDocument
from recruit.students.models import Disclosure, Education, Experience, Student
from recruit.students.pictures.models import ExperiencePicture
from recruit.students.recordings.models import NameRecording
from recruit.students.roster.models import Roster
from recruit.students.roster.queries import sealed_words
from recruit.students.roster.rules import Roster as Lines, RosterLine
from recruit.students.rules import Confirmed
from recruit.surveys.after_events.models import GuestRound, GuestSurvey
from recruit.surveys.after_events.queries import key_of as key_of_guest
from recruit.surveys.calling.models import PhoneEntry
from recruit.surveys.models import Contact, SurveyLink
from recruit.surveys.pairing.models import CompanyContact, CompanyResponse
from recruit.surveys.queries.agreeing import key_of
from recruit.surveys.queries.answering import hash_of, survey_of_contact
from recruit.surveys.rules import ContactKind, Openness
from tests.trust.bad_files import mp3

KEY = "the-key-in-a-mail-of-the-demonstration"
Values = Mapping[str, str | list[str]]


def open_contact(rows: Session, email: str = "") -> Contact:
    """An invitation that can be answered now (of somebody)."""
    now = clock.now()
    query = select(Contact).where(
        Contact.kind == ContactKind.INVITATION, Contact.opens_at <= now, Contact.closes_at > now
    )
    if email:
        query = query.join(Placement).join(Person).join(User).where(User.email == email)
    for contact in rows.scalars(query.order_by(Contact.id)):
        survey = survey_of_contact(contact)
        if survey.openness(now) is Openness.OPEN and not survey.is_submitted:
            return contact
    raise AssertionError(f"the demonstration data has no open survey {email}")


def agreement_key(rows: Session) -> Values:
    """Where the mail before the first survey leads."""
    person = rows.scalars(select(Person).join(User).where(User.email == "hire@demo.example")).one()
    return {"key": key_of(person)}


def _first_question(contact: Contact) -> str:
    return survey_of_contact(contact).form.items[0].name


def own_consent(rows: Session) -> Values:
    """The page on which new words are agreed to; its link shows only after words have changed."""
    query = (
        select(Consent.public_id)
        .join(User, User.person_id == Consent.person_id)
        .where(User.email == "student@demo.example", Consent.withdrawn_at.is_(None))
        .order_by(Consent.id)
    )
    return {"ref": rows.scalars(query).first() or ""}


def survey_key(rows: Session) -> Values:
    """A key as a mail would hold it."""
    if rows.scalar(select(SurveyLink.id).where(SurveyLink.token_hash == hash_of(KEY))) is None:
        contact = open_contact(rows)
        with writing():
            rows.add(
                SurveyLink(
                    contact_id=contact.id,
                    token_hash=hash_of(KEY),
                    expires_at=clock.now() + timedelta(days=90),
                )
            )
    return {"token": KEY}


def phone_entry(rows: Session) -> Values:
    """What the retention officer is filling in on the telephone."""
    by_ref = rows.scalars(
        select(Person.public_id).join(User).where(User.email == "retention@demo.example")
    ).one()
    found = rows.scalar(
        select(PhoneEntry.public_id).where(PhoneEntry.entered_by_ref == by_ref, PhoneEntry.ended_at.is_(None))
    )
    if found is None:
        entry = PhoneEntry(
            contact_id=open_contact(rows).id, entered_by_ref=by_ref, language="vi", began_at=clock.now()
        )
        with writing():
            rows.add(entry)
        found = entry.public_id
    return {"public_id": found}


def survey_question(rows: Session) -> Values:
    return {**survey_key(rows), "item": _first_question(open_contact(rows))}


def own_survey(rows: Session) -> Values:
    return {"public_id": open_contact(rows, "hire@demo.example").public_id}


def own_question(rows: Session) -> Values:
    contact = open_contact(rows, "hire@demo.example")
    return {"public_id": contact.public_id, "item": _first_question(contact)}


def own_list(rows: Session) -> Values:
    """A list that the university of the demonstration is going through; it is there for an hour."""
    member = rows.scalars(
        select(Membership)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == "university@demo.example")
    ).one()
    study = rows.scalars(
        select(Education)
        .where(Education.university_id == member.organisation_id, Education.confirmed == Confirmed.NO)
        .order_by(Education.id)
    ).first()
    assert study is not None, "the demonstration data has nobody to be confirmed"
    address = rows.scalars(select(User.email).where(User.person_id == study.student.person_id)).one()
    lines = (RosterLine(2, "Bui Minh An", address), RosterLine(3, "Budi Santoso"))
    now = clock.now()
    with writing():
        rows.execute(delete(Roster).where(Roster.person_id == member.person_id))
        kept = Roster(
            organisation_id=member.organisation_id,
            person_id=member.person_id,
            sealed=sealed_words(Lines(lines, ()), Confirmed.ENROLLED),
            made_at=now,
            ends_at=now + timedelta(hours=1),
        )
        rows.add(kept)
    return {"public_id": kept.public_id}


def own_book_delivery(rows: Session) -> Values:
    """Files of a book that the coordinator of the demonstration has sent; they are there for a day."""
    user = rows.scalars(select(User).where(User.email == "staff@demo.example")).one()
    book = rows.scalars(select(Book).where(Book.slug == "student-guide")).one()
    by = Visitor(person_ref=user.person.public_id, roles=frozenset({Role.COORDINATOR}))
    files = files_of(book_as_files(by, book))
    name = next(name for name in files if name.endswith(".vi.md"))
    with writing():
        kept = keep_delivery(
            book,
            "student-guide.zip",
            packed(files | {name: files[name] + b"\n{{fact:no_such_fact}}\n"}, "student-guide"),
            by=by,
            now=clock.now(),
        )
    return {"book": "student-guide", "public_id": kept.public_id}


def two_students(rows: Session) -> Values:
    """Two students whom the company of the demonstration sees."""
    refs = rows.scalars(
        select(Student.public_id)
        .join(Disclosure, Disclosure.student_id == Student.id)
        .join(Membership, Membership.organisation_id == Disclosure.organisation_id)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == "company@demo.example", Disclosure.until_at.is_(None))
        .group_by(Student.id)
        .order_by(Student.id)
        .limit(2)
    )
    return {"with": list(refs)}


def own_archive(rows: Session) -> Values:
    """An archive that a job has made; its link shows only while there is one."""
    person = rows.scalars(select(User).where(User.email == "student@demo.example")).one().person
    export = rows.scalars(select(DataExport).where(DataExport.person_id == person.id)).first()
    if export is None:
        now = clock.now()
        with writing():
            stored = files.store(b"PK", name="data.zip", media_type="application/zip", now=now)
            export = DataExport(
                person_id=person.id,
                language="vi",
                zone="UTC",
                asked_at=now,
                ready_at=now,
                ends_at=now + timedelta(days=7),
                stored_file_id=stored.id,
            )
            rows.add(export)
    return {"public_id": export.public_id}


def helped_key(rows: Session) -> Values:
    """A key as the mail a month after a closed case would hold it."""
    now = clock.now()
    case = rows.scalars(select(Case).order_by(Case.id)).first()
    if case is None:
        raise AssertionError("the demonstration data has no case")
    if case.ask_hash is None:
        with writing():
            case.state, case.closed_at, case.ask_hash = CaseState.CLOSED, now, hash_of(KEY)
    return {"token": KEY}


def request_key(_rows: Session) -> Values:
    """A key as the mail to somebody without an account holds it."""
    with writing():
        made = request_actions.ask_by_address(
            RequestKind.ACCESS,
            Law.VIETNAM,
            "Xin cho tôi xem dữ liệu của tôi.",
            name="Phạm Văn Tú",
            address="tu@people.example",
            language="vi",
            zone="Asia/Ho_Chi_Minh",
            now=clock.now(),
        )
    return {"key": request_queries.key_of(made)}


def open_breach(rows: Session) -> Values:
    """A suspicion that is still looked into: the log of the demonstration holds only what is over."""
    found = rows.scalars(select(Breach).where(Breach.state == BreachState.SUSPECTED)).first()
    if found is None:
        with writing():
            found = breach_actions.log_breach(
                known_at=clock.now(),
                items={Item.OVERVIEW: "事務局の電話が1台見つかりません。"},
                triggers=(),
                countries=(),
                persons=0,
                encrypted=True,
                by=WORKER,
                now=clock.now(),
            )
    return {"public_id": found.public_id}


def some_company(rows: Session) -> Values:
    query = select(Organisation.slug).where(
        Organisation.kind == OrganisationKind.COMPANY, Organisation.state == OrganisationState.APPROVED
    )
    return {"slug": rows.scalars(query.order_by(Organisation.id.desc())).first() or ""}


def picture_of_company(rows: Session) -> Values:
    """A picture on the page of the company of the demonstration."""
    query = (
        select(Organisation.slug, OrganisationPicture.public_id)
        .join(OrganisationPicture, OrganisationPicture.organisation_id == Organisation.id)
        .order_by(OrganisationPicture.id)
    )
    slug, public_id = rows.execute(query).first() or ("", "")
    return {"slug": slug, "public_id": public_id}


def picture_of_company_for_staff(rows: Session) -> Values:
    query = (
        select(Organisation.public_id, OrganisationPicture.public_id)
        .join(OrganisationPicture, OrganisationPicture.organisation_id == Organisation.id)
        .order_by(OrganisationPicture.id)
    )
    organisation, picture = rows.execute(query).first() or ("", "")
    return {"public_id": organisation, "picture_ref": picture}


def own_picture(rows: Session) -> Values:
    """A picture out of a portfolio: it stands on pages, no link leads to it."""
    query = (
        select(StudentDocument.public_id)
        .join(Student, Student.id == StudentDocument.student_id)
        .join(User, User.person_id == Student.person_id)
        .where(User.email == "student@demo.example", StudentDocument.thumbnail_id.is_not(None))
    )
    return {"public_id": rows.scalars(query).first() or ""}


def picture_of_applicant(rows: Session) -> Values:
    """The same as a company sees it."""
    return {**_student(rows), **own_picture(rows)}


def own_picture_of_work(rows: Session) -> Values:
    """A picture of something done, as it stands on pages."""
    query = (
        select(ExperiencePicture.public_id)
        .join(Experience, Experience.id == ExperiencePicture.experience_id)
        .join(Student, Student.id == Experience.student_id)
        .where(Student.public_id == _student(rows)["student_ref"])
        .order_by(ExperiencePicture.id)
    )
    return {"public_id": rows.scalars(query).first() or "", "size": "small"}


def picture_of_work(rows: Session) -> Values:
    """The same, opened by others."""
    return {**_student(rows), **own_picture_of_work(rows), "size": "large"}


def _student(rows: Session) -> Values:
    query = select(Student.public_id).join(User, User.person_id == Student.person_id)
    return {"student_ref": rows.scalars(query.where(User.email == "student@demo.example")).one()}


def name_said(rows: Session) -> Values:
    """A name said aloud; nobody of the demonstration has a voice."""
    student = rows.scalars(select(Student).where(Student.public_id == _student(rows)["student_ref"])).one()
    if rows.scalar(select(NameRecording.id).where(NameRecording.student_id == student.id)) is None:
        now = clock.now()
        with writing():
            said = files.store(mp3(2.0), name="name.mp3", media_type="audio/mpeg", now=now)
            rows.add(NameRecording(student_id=student.id, stored_file=said, seconds=2.0, recorded_at=now))
    return _student(rows)


def own_name_said(rows: Session) -> Values:
    name_said(rows)
    return {}


def two_people(rows: Session) -> Values:
    """Two entries to be compared: a student, and a hire who came without a sign-in."""
    student = rows.scalars(
        select(Person.public_id).join(User).where(User.email == "student@demo.example")
    ).one()
    hire = rows.scalars(
        select(Person.public_id)
        .join(Placement)
        .outerjoin(User, User.person_id == Person.id)
        .where(User.id.is_(None))
        .order_by(Person.id)
    ).first()
    return {"public_id": student, "other": hire or ""}


def event_with_people(rows: Session) -> Values:
    """The list of an event to which people have signed up, as a file."""
    query = select(Event.slug).join(Registration, Registration.event_id == Event.id).order_by(Event.id)
    return {"slug": rows.scalars(query).first() or "", "form": "csv"}


def event_invitation(rows: Session) -> Values:
    """The page that the key in an invitation opens."""
    found = rows.scalars(select(EventInvitation).order_by(EventInvitation.id)).first()
    return {"token": key_of_invitation(found) if found else ""}


def guest_survey(rows: Session) -> Values:
    """The page that the key in the mail after an event opens."""
    found = rows.scalars(
        select(GuestSurvey).where(GuestSurvey.answered.is_(False)).order_by(GuestSurvey.id)
    ).first()
    return {"token": key_of_guest(found) if found else ""}


def guest_results(rows: Session) -> Values:
    """What guests said after an event; its figures lead there."""
    query = select(Event.slug).join(GuestRound, GuestRound.event_id == Event.id).order_by(Event.id)
    return {"slug": rows.scalars(query).first() or ""}


def material_of_event(rows: Session) -> Values:
    """A link that is left of an event."""
    query = select(Event.slug, EventMaterial.public_id).join(
        EventMaterial, EventMaterial.event_id == Event.id
    )
    slug, public_id = rows.execute(query.order_by(EventMaterial.id).limit(1)).one()
    return {"slug": slug, "material": public_id}


def material_file(rows: Session) -> Values:
    """A paper that everybody may save; the demonstration has links alone."""
    found = rows.scalars(select(EventMaterial).where(EventMaterial.stored_file_id.is_not(None))).first()
    if found is None:
        now = clock.now()
        event_id = rows.scalars(select(EventMaterial.event_id).order_by(EventMaterial.id)).first()
        with writing():
            paper = files.store(b"%PDF-1.7", name="paper.pdf", media_type="application/pdf", now=now)
            found = EventMaterial(
                event_id=event_id,
                kind=MaterialKind.FILE,
                stored_file=paper,
                opens_for=OpensFor.EVERYBODY,
                from_at=now - timedelta(hours=1),
                added_at=now,
                texts=[EventMaterialText(language="ja", title="資料")],
            )
            rows.add(found)
    return {"material": found.public_id}


def material_for_guest(rows: Session) -> Values:
    """The same for somebody who came by the key of an invitation, without an account."""
    query = select(EventInvitation).where(
        EventInvitation.as_guest, EventInvitation.registration_id.is_not(None)
    )
    found = rows.scalars(query.order_by(EventInvitation.id)).first()
    if found is None:
        now = clock.now()
        found = rows.scalars(select(EventInvitation).order_by(EventInvitation.id)).first()
        assert found is not None
        with writing():
            person = add_person(display_name="Rahmat", language="id", now=now)
            guest = Registration(
                event_id=found.event_id,
                person_id=person.id,
                state=RegistrationState.CANCELLED,
                place_in_line=0,
                ticket_code="GUEST234",
                language="id",
                signed_up_at=now,
            )
            rows.add(guest)
            rows.flush()
            found = EventInvitation(
                event_id=found.event_id,
                email="rahmat@guests.example",
                name="Rahmat",
                person_id=person.id,
                registration_id=guest.id,
                as_guest=True,
                language="id",
                zone="Asia/Jakarta",
                state=InvitationState.SIGNED_UP,
                invited_as=InvitedAs.BY_STAFF,
                invited_at=now,
            )
            rows.add(found)
    return {"token": key_of_invitation(found), **material_file(rows)}


def talk(rows: Session) -> Values:
    """A session of an evening with talks to choose from, to which people have signed up, and who speaks there."""
    slug, session_ref, speaker_ref = rows.execute(
        select(Event.slug, ProgrammeSession.public_id, EventSpeaker.public_id)
        .join(ProgrammeSession, ProgrammeSession.event_id == Event.id)
        .join(EventSpeaker, EventSpeaker.event_id == Event.id)
        .order_by(ProgrammeSession.id, EventSpeaker.id)
        .limit(1)
    ).one()
    return {"where": "events", "slug": slug, "session": session_ref, "speaker": speaker_ref}


def of_talk(rows: Session, *names: str) -> Values:
    return {name: value for name, value in talk(rows).items() if name in names}


def question_of_event(rows: Session) -> Values:
    """A question that is asked of who signs up."""
    slug, public_id = rows.execute(
        select(Event.slug, EventQuestion.public_id)
        .join(EventQuestion, EventQuestion.event_id == Event.id)
        .order_by(EventQuestion.id)
        .limit(1)
    ).one()
    return {"slug": slug, "question": public_id}


def drawn_event(rows: Session) -> Values:
    """An event whose seats were drawn."""
    slug = rows.scalars(select(Event.slug).where(Event.drawn_at.is_not(None)).order_by(Event.id)).first()
    return {"where": "events", "slug": slug or ""}


def one_open_position(rows: Session) -> Values:
    """For programs: no page of ours leads there."""
    query = select(Posting.slug).where(Posting.state == PostingState.PUBLISHED).order_by(Posting.id)
    return {"slug": rows.scalars(query).first() or ""}


def published_version(rows: Session) -> Values:
    """The first version of a position, as staff read it from its history."""
    query = select(Posting.public_id).where(Posting.state == PostingState.PUBLISHED).order_by(Posting.id)
    return {"public_id": rows.scalars(query).first() or "", "number": "1"}


def begun_company_form(rows: Session) -> Values:
    """A form about a hire that the company of the demonstration has begun."""
    query = (
        select(CompanyContact.public_id)
        .join(CompanyResponse, CompanyResponse.contact_id == CompanyContact.id)
        .join(Membership, Membership.organisation_id == CompanyContact.organisation_id)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == "company@demo.example", CompanyResponse.submitted_at.is_(None))
        .order_by(CompanyContact.id)
    )
    return {"public_id": rows.scalars(query).first() or ""}


def own_draft(rows: Session) -> Values:
    """A draft of the company of the demonstration."""
    query = (
        select(Posting.public_id)
        .join(Membership, Membership.organisation_id == Posting.company_id)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == "company@demo.example", Posting.state == PostingState.DRAFT)
        .order_by(Posting.id)
    )
    return {"public_id": rows.scalars(query).first() or ""}


def interpreter_key(rows: Session) -> Values:
    """A key as a mail to an interpreter would hold it; the fair is over."""
    if (
        rows.scalar(select(FairInterpreterLink.id).where(FairInterpreterLink.token_hash == hash_of(KEY)))
        is None
    ):
        first = rows.scalars(select(FairInterpreter).order_by(FairInterpreter.id)).first()
        with writing():
            rows.add(
                FairInterpreterLink(
                    interpreter_id=first.id if first else 0, token_hash=hash_of(KEY), made_at=clock.now()
                )
            )
    return {"token": KEY}


def nobodys_token(_rows: Session) -> Values:
    """It leads to the page that says that the link is used up."""
    return {"token": "a-token-nobody-has"}


def nothing(_rows: Session) -> Values:
    return {}


def company_at_own_fair(rows: Session) -> Values:
    """A company at the fair to which the demonstration student goes."""
    return _at_coming_fair(rows, "company_ref", Organisation.public_id)


def student_at_own_fair(rows: Session) -> Values:
    """The demonstration student, at the fair to come."""
    return _at_coming_fair(rows, "student_ref", Student.public_id)


def _at_coming_fair(rows: Session, name: str, what: Any) -> Values:
    slug, ref = rows.execute(
        select(Event.slug, what)
        .select_from(User)
        .join(Student, Student.person_id == User.person_id)
        .join(Registration, Registration.person_id == User.person_id)
        .join(Event, Event.id == Registration.event_id)
        .join(Booth, Booth.fair_id == Event.id)
        .join(Organisation, Organisation.id == Booth.company_id)
        .where(User.email == "student@demo.example", Booth.state == BoothState.CONFIRMED)
        .order_by(Event.starts_at.desc(), Booth.id)
    ).first()
    return {"slug": slug, name: ref}


def pair_at_fair(rows: Session) -> Values:
    """Two who could meet at a fair whose timetable is not made yet."""
    slug, student_ref, company_ref = rows.execute(
        select(Event.slug, Student.public_id, Organisation.public_id)
        .select_from(Wish)
        .join(Event, Event.id == Wish.fair_id)
        .join(Student, Student.id == Wish.student_id)
        .join(Organisation, Organisation.id == Wish.company_id)
        .where(Event.starts_at > clock.now())
        .order_by(Wish.id)
        .limit(1)
    ).one()
    return {"slug": slug, "student_ref": student_ref, "company_ref": company_ref}


def mended_timetable(rows: Session) -> Values:
    """A timetable that was mended on the day of the fair."""
    slug, public_id = rows.execute(
        select(Event.slug, TimetableRepair.public_id)
        .join(Timetable, Timetable.fair_id == Event.id)
        .join(TimetableRepair, TimetableRepair.timetable_id == Timetable.id)
        .order_by(TimetableRepair.id)
        .limit(1)
    ).one()
    return {"slug": slug, "public_id": public_id}


def company_to_let_in(rows: Session) -> Values:
    """A company that asks for a booth although something is missing."""
    slug, public_id = rows.execute(
        select(Event.slug, Booth.public_id)
        .join(Booth, Booth.fair_id == Event.id)
        .where(Booth.state == BoothState.ASKED)
        .order_by(Booth.id)
        .limit(1)
    ).one()
    return {"slug": slug, "public_id": public_id}


def figure_of_chapter(rows: Session) -> Values:
    """A picture of a chapter, seen by who writes the books."""
    by = Visitor(via=Via.SIGN_IN, roles=frozenset({Role.EDITOR}))
    _book, chapter = handbook_queries.chapter_named(by, "company-handbook", "self-check")
    if not figure_queries.figures_of(by, chapter):
        drawing = io.BytesIO()
        Image.new("RGB", (500, 300), "teal").save(drawing, "PNG")
        laid = figure_actions.laid_down(drawing.getvalue(), "A drawing.png")
        with writing():
            figure_actions.add(chapter, "", laid, {"ja": {"description": "図"}}, by=by, now=clock.now())
    return {"book": "company-handbook", "chapter": "self-check", "key": "a-drawing", "width": "480"}


def _chapter_of(values: Values) -> Values:
    return {"book": values["book"], "chapter": values["chapter"], "code": "ja"}


SAMPLES: Mapping[str, Callable[[Session], Values]] = {
    # Sent a moment ago, and not yet brought in.
    "book_files.look_at_files": own_book_delivery,
    # The desk leads to it where a translation is missing or behind.
    "translations.chapter": lambda _session: {
        "book": "company-handbook",
        "chapter": "self-check",
        "code": "en",
    },
    # On the page of a draft; the pictures themselves stand on pages.
    "figures.of_chapter": lambda rows: _chapter_of(figure_of_chapter(rows)),
    "figures.one": lambda rows: {**_chapter_of(figure_of_chapter(rows)), "key": "a-drawing"},
    "figures.file": figure_of_chapter,
    # A chapter that has changed leads there; those of the demonstration are first editions.
    "handbook.chapter_changes": lambda _session: {"book": "company-handbook", "chapter": "self-check"},
    # In pages, as pictures and players.
    "papers.cv_picture": nothing,
    "papers.interview_sheet_picture": nothing,
    "papers.rirekisho_picture": nothing,
    "documents.own_picture": own_picture,
    "documents.picture_for_company": picture_of_applicant,
    # Linked where something is looked for.
    "students.new_search": nothing,
    "postings.new_search": nothing,
    # On pages of students of whom the walk looks at two.
    "documents.for_company": picture_of_applicant,
    "pictures.own_file": own_picture_of_work,
    "pictures.for_company": picture_of_work,
    "pictures.for_staff": picture_of_work,
    "recordings.own_sound": own_name_said,
    "recordings.for_company": name_said,
    "accounts.confirm": nobodys_token,
    # Leads on to the account, but for who has asked to close it.
    "accounts.keep": nothing,
    "messages.unsubscribe": nobodys_token,
    # On the history of a position that was published; the walk looks at those that wait.
    "postings.version_for_staff": published_version,
    # Linked from the page of a draft.
    "postings.preview": own_draft,
    "postings.step": lambda rows: {**own_draft(rows), "step": "pay"},
    # Linked where both sides agree on times, or from the timetable that they made.
    "fairs.my_time_with": company_at_own_fair,
    "fairs.time_with_student": student_at_own_fair,
    "fairs.agreed_times": lambda rows: {"slug": company_at_own_fair(rows)["slug"]},
    # On the list of those that ask for a booth, where something is missing.
    "fairs.let_in": company_to_let_in,
    # On the timetable of a fair as long as it is a draft.
    "fairs.fix_meeting": pair_at_fair,
    # On the timetable of a fair until it is over.
    "fairs.interpreting": interpreter_key,
    "fairs.mend": lambda rows: {"slug": mended_timetable(rows)["slug"]},
    "fairs.ways_to_mend": mended_timetable,
    # In the frame of a preview.
    "postings.previewed": own_draft,
    "messages.mail_as_it_looks": lambda _rows: {"name": "confirm_address", "language": "vi"},
    "accounts.confirm_new_address": nobodys_token,
    "accounts.confirm_way": nobodys_token,
    "accounts.invitation": nobodys_token,
    "accounts.keep_old_address": nobodys_token,
    "accounts.not_me": nobodys_token,
    "accounts.reset": nobodys_token,
    "accounts.agree_again": own_consent,
    "accounts.sign_in_by_link": nobodys_token,
    # Steps of signing in.
    "accounts.enrol_at_sign_in": nothing,
    "accounts.enter_code": nothing,
    # Back from a provider; who left for none is sent to the door.
    "accounts.come_back": lambda _rows: {"key": "campus"},
    "accounts.arrived": nothing,
    "accounts.connect_arrived": nothing,
    # Nobody of the demonstration data has connected one.
    "accounts.remove_provider": lambda _rows: {"mark": "a-mark-nobody-has"},
    "accounts.remove_passkey": lambda _rows: {"mark": "a-mark-nobody-has"},
    "accounts.recovery_codes": nothing,
    "accounts.end_second_factor": nothing,
    # The gate leads there before what could cost somebody their account.
    "accounts.prove": nothing,
    "accounts.sent": nothing,
    # Who has registered and acts for nobody yet is led there.
    "organisations.apply": nothing,
    "organisations.apply_step": lambda _rows: {"step": "size"},
    # Leads back to the beginning, but for who has filled something in.
    "organisations.apply_send": nothing,
    # Pictures stand on pages, no link leads to them.
    "organisations.company_picture": picture_of_company,
    "organisations.page_picture_file": lambda rows: {"public_id": picture_of_company(rows)["public_id"]},
    "organisations.picture_for_staff": picture_of_company_for_staff,
    "breaches.facts": open_breach,
    "requests.asked": nothing,
    "requests.by_key": request_key,
    "rights.fetch": own_archive,
    # On the page of a company that does not see the student's profile yet.
    "students.show_to": some_company,
    # Sending a file leads there.
    "roster.one_list": own_list,
    # A university hands it out: whole, to be printed.
    "roster.welcome": lambda _rows: {"slug": "huce"},
    # A form leads there, with those that were ticked.
    "students.compare": two_students,
    "events.invited": event_invitation,
    "events.material_for_guest": material_for_guest,
    "events.material": material_file,
    "events.edit_material": material_of_event,
    "surveys.guest_results": guest_results,
    "events.add_person_to_event": lambda rows: {
        "slug": event_with_people(rows)["slug"],
        "person": rows.scalars(
            select(Person.public_id).join(User).where(User.email == "student@demo.example")
        ).one(),
    },
    "surveys.guest_survey": guest_survey,
    "events.sign_ups_file": event_with_people,
    # Asked for by the script of the door.
    "events.door_figures": event_with_people,
    "events.draw_file": drawn_event,
    # On pages of events and of their parts, of which the walk looks at two.
    "events.draw": drawn_event,
    "events.own_sign_up": lambda rows: of_talk(rows, "where", "slug"),
    "events.programme_session": lambda rows: of_talk(rows, "slug", "session"),
    "events.question": question_of_event,
    "events.sign_up_figures": lambda rows: {"slug": event_with_people(rows)["slug"]},
    "events.sign_up_for_series": lambda rows: of_talk(rows, "slug"),
    "events.speaker": lambda rows: of_talk(rows, "slug", "speaker"),
    # The rules of a point lead there, and a filled-in form.
    "surveys.wave_rules": lambda _rows: {"wave": "m3"},
    "surveys.point_to_end": lambda _rows: {"wave": "m3"},
    "surveys.simulation_file": lambda _rows: {"what": "contacts"},
    # A filled-in form leads there.
    "surveys.entry": phone_entry,
    "surveys.start": survey_key,
    # Where a form of a company leads once all its questions are answered.
    "surveys.company_check": begun_company_form,
    "surveys.question": survey_question,
    "surveys.questions": survey_key,
    "surveys.check": survey_key,
    "surveys.stopped": survey_key,
    "surveys.refuse": survey_key,
    "surveys.agreement": agreement_key,
    "surveys.own_start": own_survey,
    "surveys.own_question": own_question,
    "surveys.own_questions": own_survey,
    "surveys.own_check": own_survey,
    "surveys.own_stopped": own_survey,
    "cases.helped": helped_key,
    # For machines, and for people who build or review pages.
    "api.positions": nothing,
    "api.position": one_open_position,
    "api.openapi": nothing,
    "api.newest_openapi": nothing,
    "dashboards.favicon": nothing,
    "dashboards.merge": two_people,
    "postings.feed": nothing,
    "dashboards.sitemap": nothing,
    "dashboards.sitemap_of_pages": nothing,
    "dashboards.sitemap_part": lambda _rows: {"kind": "positions", "number": "0"},
    "health.healthz": nothing,
    "health.readyz": nothing,
    "health.robots": nothing,
    "mailbox.mailbox": nothing,
    "mailbox.kept_mail": lambda _rows: {"name": "no-such-mail"},
    "samples.style": nothing,
}
# Pieces of other pages and no pages: a mail in its frame, and the figures a door asks for again. They have their own tests.
PIECES: frozenset[str] = frozenset({"messages.mail_as_it_looks", "events.door_figures"})
# What people type into searches whose page is empty before.
SEARCHES: tuple[str, ...] = ("/staff/people?q=Nguyen",)
# Of SAMPLES, what belongs to one account, and what anybody opens about themselves.
BELONGS_TO: Mapping[str, str] = {
    "roster.one_list": "university",
    "book_files.look_at_files": "staff",
    "surveys.entry": "retention",
    "surveys.company_check": "company",
    **{name: "hire" for name in SAMPLES if name.startswith("surveys.own_")},
    "students.compare": "company",
    "rights.fetch": "student",
    "documents.own_picture": "student",
    "postings.previewed": "company viewer",
    "documents.for_company": "company viewer",
    "organisations.page_picture_file": "company viewer",
    "documents.picture_for_company": "company viewer",
    "pictures.own_file": "student",
    "pictures.for_company": "company viewer",
    "pictures.for_staff": "staff",
    "recordings.for_company": "company viewer",
    "accounts.agree_again": "student",
}
ABOUT_ONESELF: frozenset[str] = frozenset(
    {
        "students.show_to",
        "events.ticket",
        "events.ticket_calendar",
        "events.ticket_paper",
        "events.sign_up_for_series",
    }
)
