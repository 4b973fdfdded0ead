"""`recruit demo load`: a believable programme of three years, the same for the same seed. Never in production."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select, update

from recruit import shipped
from recruit.accounts.actions import create_user_for_demo
from recruit.accounts.finding.actions import keep_words_of_many
from recruit.accounts.models import Person, User
from recruit.accounts.passwords import hash_of
from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.visitor import Role
from recruit.demo import (
    after_events,
    agreed_times,
    applications,
    breaches,
    calls,
    cases,
    confirmations,
    documents,
    events,
    fairs,
    inviting,
    looks,
    open_answers,
    organisations,
    pairing,
    past_fairs,
    pictures,
    placements,
    postings,
    programme,
    rates,
    readers,
    requests,
    seats,
    staying,
    students,
    surveys,
    ways,
)
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from recruit.postings.search.keeping import keep_all_missing as keep_all_missing_positions
from recruit.students.models import Student
from recruit.students.search.keeping import keep_all_missing

PASSWORD = "demo-password"
# Mails younger than this wait for the worker.
NEWS = timedelta(days=7)
STAFF: tuple[tuple[str, str, Role], ...] = (
    ("staff@demo.example", "佐々木 由美", Role.COORDINATOR),
    ("retention@demo.example", "Trần Thu Hà", Role.RETENTION_OFFICER),
    ("editor@demo.example", "中村 健", Role.EDITOR),
    ("admin@demo.example", "岡田 真理", Role.ADMINISTRATOR),
)
# Who codes open answers beside the retention officer.
SECOND_CODER = ("retention2@demo.example", "Siti Rahmawati", Role.RETENTION_OFFICER)


def is_loaded() -> bool:
    """Whether anybody is there: the demonstration is loaded into an empty database only."""
    return bool(session().scalar(select(func.count()).select_from(User)))


def load(scale: int = 1, seed: int = 2026) -> None:
    """Fill an empty database. A second call changes nothing."""
    if is_loaded():
        return
    now = clock.now()
    with writing():
        _load(scale, Random(seed), now)
    staying.release_first(now)


def _load(scale: int, random: Random, now: datetime) -> None:
    shipped.load_all(now)
    rates.make_rates(now)
    password_hash = hash_of(PASSWORD)
    for email, name, role in STAFF:
        _add_staff(email, name, role, password_hash, now)
    companies = organisations.make_organisations(random, scale, now)
    people = students.make_students(random, scale, now)
    positions = postings.make_postings(random, scale, now, companies)
    dates = events.make_events(random, scale, now)
    fairs.make_fairs(random, now, dates, companies, people)
    # With chance of its own, so that what comes after it stays as it is.
    seats.make_seats(Random("seats"), now)
    inviting.make_invitations(now)
    programme.make_programme(Random("programme"), now)
    agreed_times.make_agreed_times(Random("agreed times"), now)
    applications.make_applications(random, scale, now, people, positions)
    hires = placements.make_placements(random, scale, now, companies, people)
    staying.make_large_employer(hires, now)
    past_fairs.make_past_fairs(now, hires)
    surveys.make_responses(random, hires, now)
    pairing.make_company_side(Random("company side"), hires, now)
    _add_staff(*SECOND_CODER, password_hash, now)
    open_answers.make_open_answers(Random("open answers"), now)
    after_events.make_what_is_left(Random("after events"), now)
    cases.make_cases(random, now)
    requests.make_requests(random, now)
    breaches.make_breach(now)
    documents.make_documents(now)
    pictures.make_pictures(now)
    looks.make_looks(now)
    ways.make_ways(now)
    calls.make_calls(now)
    staying.make_graduates(Random("graduates"), hires, now)
    confirmations.make_confirmations(now)
    readers.make_what_readers_say(now)
    session().flush()
    _keep_words(now)
    settle_mails(now)


def _add_staff(email: str, name: str, role: Role, password_hash: str, now: datetime) -> None:
    create_user_for_demo(
        email=email,
        name=name,
        password_hash=password_hash,
        language="vi" if role is Role.RETENTION_OFFICER else "ja",
        zone="Asia/Tokyo",
        country_now="JP",
        roles=(role,),
        now=now,
    )


def settle_mails(now: datetime) -> None:
    """What was told long ago has been sent; what is new is for the worker to send, from now on."""
    queued = update(Mail).where(Mail.state == MailState.QUEUED)
    session().execute(
        queued.where(Mail.due_at < now - NEWS).values(state=MailState.SENT, handed_over_at=Mail.due_at)
    )
    session().execute(queued.where(Mail.due_at < now).values(due_at=now))


def _keep_words(now: datetime) -> None:
    """Rows that came in bulk are found like all others."""
    people = session().execute(select(Person.id, Person.search_key).order_by(Person.id)).all()
    keep_words_of_many("person", [(row.id, row.search_key) for row in people])
    profiles = session().execute(select(Student.person_id, Student.search_key).order_by(Student.id)).all()
    keep_words_of_many("student", [(row.person_id, row.search_key) for row in profiles])
    keep_all_missing()
    keep_all_missing_positions(now)
