"""Moves of profiles: open, save, choose who may see."""

from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts.actions import give_consent, withdraw_consent
from recruit.accounts.consents.queries import holding_consent
from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core import audit
from recruit.core.db import database, session
from recruit.core.errors import Missing, Refused
from recruit.core.text import search_key
from recruit.core.visitor import Visitor
from recruit.students import queries, rules
from recruit.students.actions.disclosures import show_to_all_companies
from recruit.students.actions.keeping import must_be_own, note_saved, write
from recruit.students.models import Student
from recruit.students.rules import StudentRefusal, Visibility
from recruit.students.values import NAMES, WISHES, Changes, Faults

_YOUNGEST = timedelta(days=15 * 365)
_OLDEST = timedelta(days=80 * 365)
_OPEN_TO_ALL = (Purpose.PROFILE_TO_COMPANY, RecipientKind.ORGANISATION, "")


def open_profile(person_id: int, *, now: datetime) -> Student:
    """The person's profile, empty where there was none. Two at once open one."""
    insert = (sqlite if database().is_sqlite else postgresql).insert(Student)
    session().execute(
        insert.values(person_id=person_id, saved_at=now).on_conflict_do_nothing(index_elements=["person_id"])
    )
    student = queries.student_of_person(person_id)
    if student is None:
        raise Missing
    return student


def save_profile(student: Student, changes: Changes, *, by: Visitor, now: datetime) -> Faults:
    """Keep the names and wishes among `changes` as far as they hold; gives why the others were not kept, by field."""
    must_be_own(student, by)
    faults = _faults_in(changes, now)
    wanted = {
        name: value for name, value in changes.items() if name in (*NAMES, *WISHES) and name not in faults
    }
    if "katakana" in faults:
        # The tick was beside another reading.
        wanted.pop("katakana_confirmed", None)
    for name in ("wished_work", "wished_prefectures"):
        if name in wanted:
            wanted[name] = [str(code) for code in wanted[name]]
    # The language of a text is that of the page it was written on; saving the page in another language changes nothing.
    language = wanted.pop("about_language", student.about_language)
    about = wanted.get("about", student.about)
    if about != student.about:
        wanted["about_language"] = language if about else ""
    name_before, reading_before = _name_read(student), student.katakana
    changed = write(student, wanted)
    if not student.katakana or (
        _name_read(student) != name_before and student.katakana == reading_before and name_before
    ):
        # Another name is read in another way: the student looks at the reading again.
        student.katakana_confirmed = False
    student.search_key = search_key(
        student.name_passport, student.name_local, student.call_name, student.katakana
    )
    note_saved(student, changed, by=by, now=now)
    return faults


def _name_read(student: Student) -> str:
    """The name that the reading belongs to, whether with marks or without."""
    return rules.passport_form(student.name_local or student.name_passport)


def _faults_in(changes: Changes, now: datetime) -> Faults:
    faults: Faults = {}
    for name, why_not in (
        ("name_passport", rules.why_not_name_passport),
        ("katakana", rules.why_not_katakana),
    ):
        reason = why_not(changes[name]) if changes.get(name) else None
        if reason is not None:
            faults[name] = reason
    born_on = changes.get("born_on")
    if born_on and not now.date() - _OLDEST < born_on < now.date() - _YOUNGEST:
        faults["born_on"] = StudentRefusal.DAY_NOT_POSSIBLE
    return faults


def change_visibility(
    student: Student, visibility: Visibility, *, agrees: bool, language: str, by: Visitor, now: datetime
) -> None:
    """Choose who may see the card without being chosen. Showing it to all companies needs an agreement."""
    if student.person_id != by.person_id:
        raise Missing
    before = student.visibility
    if visibility is before:
        return
    consent = live_consent(student.person_id, *_OPEN_TO_ALL)
    if (
        visibility is Visibility.ALL_APPROVED_COMPANIES
        and holding_consent(student.person_id, *_OPEN_TO_ALL) is None
    ):
        if not agrees:
            raise Refused(StudentRefusal.AGREEMENT_NEEDED, field="agrees")
        purpose, kind, _all = _OPEN_TO_ALL
        consent = give_consent(
            student.person, purpose, kind, language=language, way="visibility", by=by, now=now
        )
    student.visibility = visibility
    session().flush()
    if visibility is Visibility.ALL_APPROVED_COMPANIES and consent is not None:
        show_to_all_companies(student, consent.public_id, now=now)
    elif consent is not None:
        withdraw_consent(consent.public_id, by=by, now=now)
    audit.record(
        "visibility_changed",
        by=by,
        now=now,
        subject_kind="student",
        subject_ref=student.public_id,
        change=f"{before} → {visibility}",
    )
