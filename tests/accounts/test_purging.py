"""What has been kept long enough goes, once a day, and leaves a report."""

from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.accounts import actions, jobs, personal_data, privacy as account_privacy
from recruit.accounts.actions.sign_ins import add_sign_in
from recruit.accounts.breaches.models import Breach, BreachLetter, BreachPerson
from recruit.accounts.breaches.rules import BreachState
from recruit.accounts.models import Consent, ConsentText, Person, SignIn, User
from recruit.accounts.rules import ComesAs
from recruit.core import clock as core_clock, vault
from recruit.core.db import writing
from recruit.core.models import PurgeRun, Sighting
from recruit.core.periods import Kept
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from recruit.web.logs import JsonLines
from tests import people
from tests.factories import applications as make
from tests.mail import Outbox

ADDRESS = "duc@example.com"


def register(now: datetime) -> None:
    with writing():
        actions.register_person(
            name="Đức",
            email=ADDRESS,
            password_hash=people.password_hash(),
            comes_as=ComesAs.STUDENT,
            language="vi",
            now=now,
        )


def names(db: Session) -> list[str]:
    db.expire_all()
    return sorted(db.scalars(select(Person.display_name)))


def test_each_thing_goes_when_its_time_is_over_and_not_before(app: Flask, db: Session, now: datetime) -> None:
    user = people.make_user("an@example.com", name="An")
    register(now - timedelta(days=8))
    with writing() as rows:
        text = ConsentText(purpose="service", version=99, language="vi", body="…")
        rows.add(text)
        rows.flush()
        for years in (4, 6):
            ended = now - timedelta(days=years * 366)
            rows.add(
                Consent(
                    person_id=user.person_id,
                    purpose="service",
                    recipient_kind="operator",
                    consent_text_id=text.id,
                    given_at=ended,
                    way="web",
                    withdrawn_at=ended,
                )
            )
        for days in (0, 80, 100):
            at = now - timedelta(days=days)
            rows.add(SignIn(user_id=user.id, token_hash=f"{days}" * 20, begun_at=at, ends_at=at, ended_at=at))
            rows.add(
                Sighting(at=now - timedelta(days=days * 11), by_ref="by", person_ref="whom", what="profile")
            )
            rows.add(
                Mail(
                    kind="sign_in_link",
                    to_address="x@example.com",
                    language="vi",
                    zone="UTC",
                    unique_key=f"x:{days}",
                    queued_at=at,
                    due_at=at,
                    state=MailState.SENT,
                    body="words",
                )
            )
    gone = {what: count for what, count in jobs.purge(now).items() if count}
    assert gone == {
        Kept.UNCONFIRMED: 1,
        Kept.CONSENTS: 1,
        Kept.SIGN_INS: 1,
        Kept.LOOKS: 1,
        Kept.MAIL_TEXTS: 1,
    }
    assert names(db) == ["", "An"]
    assert db.scalar(select(func.count()).where(Mail.body != "")) == 2
    # Nobody we know is at that address, so it goes with the text.
    assert db.scalar(select(func.count()).where(Mail.to_address == "x@example.com")) == 2
    run = db.scalars(select(PurgeRun)).one()
    assert (run.counts["looks"], run.counts["case_words"], run.done_at) == (1, 0, now)


def test_the_first_to_come_on_a_day_purges(app: Flask, db: Session, now: datetime) -> None:
    register(now - timedelta(days=8))
    # Files that other tests left lying in the shared folder may go as well.
    assert jobs.purge_daily(now) >= 1
    register(now - timedelta(days=8))
    assert jobs.purge_daily(now + timedelta(hours=2)) == 0
    assert jobs.purge_daily(now + timedelta(days=1)) >= 1
    runs = db.scalars(select(PurgeRun).order_by(PurgeRun.id)).all()
    assert [run.counts["unconfirmed"] for run in runs] == [1, 1]


def test_what_breaks_stops_nothing_else_and_is_taken_up_again(
    app: Flask, db: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_now: datetime) -> int:
        raise RuntimeError("no disk")

    register(now - timedelta(days=8))
    broken = {Kept.TRIES: breaks, Kept.UNCONFIRMED: personal_data.PURGES[Kept.UNCONFIRMED]}
    monkeypatch.setattr(personal_data, "purges", lambda: broken)
    with pytest.raises(RuntimeError, match="no disk"):
        jobs.purge_daily(now)
    run = db.scalars(select(PurgeRun)).one()
    assert (run.done_at, run.counts) == (None, {"tries": 0, "unconfirmed": 1})
    monkeypatch.undo()
    assert jobs.purge_daily(now + timedelta(minutes=30)) == 0
    db.refresh(run)
    assert run.done_at is None
    jobs.purge_daily(now + timedelta(minutes=61))
    db.refresh(run)
    assert run.done_at is not None
    assert run.counts["unconfirmed"] == 1


def test_a_confirmation_sent_again_begins_the_days_anew(
    app: Flask, db: Session, now: datetime, outbox: Outbox
) -> None:
    register(now - timedelta(days=6))
    with writing():
        actions.request_sign_in_link(ADDRESS, now=now)
    assert [mail.kind for mail in outbox.mails][-1] == "confirm_address"
    assert jobs.purge(now + timedelta(days=6))[Kept.UNCONFIRMED] == 0
    assert jobs.purge(now + timedelta(days=8))[Kept.UNCONFIRMED] == 1


def sign_in(user: User, at: datetime) -> None:
    with writing():
        add_sign_in(user, now=at)


@pytest.fixture
def idle(app: Flask, db: Session, now: datetime) -> User:
    user = people.make_user("an@example.com", name="An", came_as="student", language="vi")
    sign_in(user, now - timedelta(days=370))
    return user


def test_who_stays_away_is_asked_twice_and_then_erased(
    idle: User, db: Session, now: datetime, clock, outbox: Outbox
) -> None:
    jobs.purge(now)
    jobs.purge(now)
    assert outbox.kinds == ["asked_to_stay", "asked_to_stay"]
    [first] = outbox.hand_over()
    assert "20/5/2027" in first.get_body(("plain",)).get_content()
    clock.shift(timedelta(days=150))
    [last] = outbox.hand_over()
    assert last["To"] == "an@example.com"
    jobs.purge(core_clock.now())
    assert names(db) == ["An"]
    clock.shift(timedelta(days=30))
    jobs.purge(core_clock.now())
    assert names(db) == [""]
    assert db.scalar(select(func.count()).select_from(User)) == 0


def test_who_comes_back_stays_and_gets_no_second_mail(
    idle: User, db: Session, now: datetime, clock, outbox: Outbox
) -> None:
    jobs.purge(now)
    assert len(outbox.hand_over()) == 1
    clock.shift(timedelta(days=100))
    sign_in(idle, core_clock.now())
    clock.shift(timedelta(days=90))
    assert outbox.hand_over() == []
    jobs.purge(core_clock.now())
    assert names(db) == ["An"]
    clock.shift(timedelta(days=300))
    jobs.purge(core_clock.now())
    assert len([kind for kind in outbox.kinds if kind == "asked_to_stay"]) == 4


def test_who_was_never_asked_in_time_is_asked_before_being_erased(
    app: Flask, db: Session, now: datetime
) -> None:
    user = people.make_user("an@example.com", name="An")
    sign_in(user, now - timedelta(days=3000))
    jobs.purge(now)
    jobs.purge(now + timedelta(days=59))
    assert "An" in names(db)
    jobs.purge(now + timedelta(days=61))
    assert "An" not in names(db)


def test_who_confirmed_and_never_signed_in_is_asked_too(
    app: Flask, db: Session, now: datetime, outbox: Outbox
) -> None:
    people.make_user("an@example.com", name="An", now=now - timedelta(days=370))
    people.make_user("binh@example.com", name="Bình", now=now - timedelta(days=300))
    jobs.purge(now)
    assert {mail.to_address for mail in outbox.mails} == {"an@example.com"}
    jobs.purge(now + timedelta(days=200))
    assert names(db) == ["", "Bình"]


def test_who_is_needed_hides_nobody_behind_them(
    app: Flask, db: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal_data, "_PAGE", 2)
    officers = [people.retention_officer(), people.coordinator(), people.administrator()]
    for user in (*officers, people.make_user("an@example.com", name="An")):
        sign_in(user, now - timedelta(days=3000))
    assert jobs.purge(now)[Kept.IDLE_ASKED] == 1


def test_who_is_still_needed_stays(app: Flask, db: Session, now: datetime, outbox: Outbox) -> None:
    member, applicant, officer = people.company_member(), people.student(), people.retention_officer()
    company, _by = make.make_company_with(member)
    make.make_student(applicant)
    make.make_application(applicant, make.make_published(company))
    for user in (member, applicant, officer, people.make_user("an@example.com", name="An")):
        sign_in(user, now - timedelta(days=3000))
    jobs.purge(now)
    asked = [mail.to_address for mail in outbox.mails if mail.kind == "asked_to_stay"]
    assert set(asked) == {"an@example.com"}
    jobs.purge(now + timedelta(days=100))
    assert names(db).count("") == 1


@pytest.mark.parametrize("what", [Kept.UNCONFIRMED, Kept.IDLE_ASKED, Kept.IDLE])
def test_whom_a_room_cannot_let_go_keeps_nobody_back_and_is_tried_again(
    app: Flask,
    client: FlaskClient,
    db: Session,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    what: Kept,
    caplog,
) -> None:
    users = [people.make_user(f"{name}@example.com", name=name) for name in ("Anh", "Bình", "Chi")]
    with writing():
        for user in users:
            user.create_datetime = now - timedelta(days=3000)
            if what is Kept.UNCONFIRMED:
                user.confirmed_at = None
            if what is Kept.IDLE:
                user.asked_to_stay_at = now - timedelta(days=100)
    # One at a time is looked up, so that who stays would be found for ever.
    monkeypatch.setattr(personal_data, "AT_ONCE", 1)
    held = [users[0].person_id]
    erase, queue_question = account_privacy.erase, personal_data._queue_question

    def fail_for(person_id: int) -> None:
        if person_id in held:
            raise RuntimeError("cannot let go")

    monkeypatch.setattr(
        account_privacy, "erase", lambda person_id, at: (erase(person_id, at), fail_for(person_id))
    )
    monkeypatch.setattr(
        personal_data,
        "_queue_question",
        lambda user, *rest, **more: (queue_question(user, *rest, **more), fail_for(user.person_id)),
    )
    with pytest.raises(RuntimeError, match="cannot let go"):
        jobs.purge_daily(now)
    run = db.scalars(select(PurgeRun)).one()
    assert (run.counts[what], run.counts[f"{what}.kept_back"], run.done_at) == (2, 1, None)
    assert [
        (line.user_id, "Anh" in JsonLines().format(line))
        for line in caplog.records
        if hasattr(line, "user_id")
    ] == [(users[0].id, False)]
    db.expire_all()
    left = db.get_one(Person, held[0])
    assert (left.display_name, left.anonymised_at) == ("Anh", None)
    if what is Kept.IDLE_ASKED:
        assert db.scalars(select(Mail.id).where(Mail.to_ref == left.public_id)).all() == []
    people.sign_in(client, people.administrator())
    assert "1 account could not be erased or asked" in client.get("/en/staff/purges").text
    held.clear()
    jobs.purge_daily(now + timedelta(minutes=61))
    db.refresh(run)
    assert (run.counts[what], f"{what}.kept_back" in run.counts) == (3, False)
    assert run.done_at is not None


def test_who_comes_while_the_job_has_its_list_stays(app: Flask, db: Session, now: datetime) -> None:
    long_ago = now - timedelta(days=3000)
    users = [people.make_user(f"{name}@example.com", name=name) for name in ("Anh", "Bình", "Chi")]
    idle, asked, unconfirmed = users
    with writing():
        for user in users:
            user.create_datetime = long_ago
        idle.asked_to_stay_at, unconfirmed.confirmed_at = now - timedelta(days=100), None
    jobs_and_users = [(Kept.IDLE, idle), (Kept.IDLE_ASKED, asked), (Kept.UNCONFIRMED, unconfirmed)]
    found = [personal_data.PURGES[what].find(now, 0) for what, _user in jobs_and_users]
    assert [list(ids) for ids in found] == [[user.id] for _what, user in jobs_and_users]
    sign_in(idle, now)
    sign_in(asked, now)
    with writing():
        unconfirmed.confirmed_at = now
    for what, user in jobs_and_users:
        with writing():
            assert not personal_data.PURGES[what].act(user.id, now)
    assert {"Anh", "Bình", "Chi"} <= set(names(db))


def test_a_failure_that_was_closed_goes_after_five_years_and_an_open_one_stays(
    app: Flask, db: Session, now: datetime
) -> None:
    user = people.student()
    with writing() as rows:
        for number, closed in enumerate((now - timedelta(days=4 * 366), now - timedelta(days=6 * 366), None)):
            breach = Breach(
                number=f"F-{number}",
                state=BreachState.CLOSED if closed else BreachState.CONFIRMED,
                known_at=now - timedelta(days=7 * 366),
                recorded_at=now - timedelta(days=7 * 366),
                triggers=[],
                countries=[],
                closed_at=closed,
                items=vault.seal("{}"),
            )
            rows.add(breach)
            rows.flush()
            rows.add(BreachPerson(breach_id=breach.id, person_id=user.person_id, added_at=now))
            rows.add(BreachLetter(breach_id=breach.id, language="vi", words=vault.seal("…")))
    assert jobs.purge(now)[Kept.BREACHES] == 1
    assert sorted(db.scalars(select(Breach.number))) == ["F-0", "F-2"]
    assert db.scalar(select(func.count()).select_from(BreachPerson)) == 2
