"""Two rows of one person become one, and byte for byte two again. Across all rooms."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
import re
import threading
from typing import Any

from flask import Flask
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.accounts import personal_data, privacy as account_privacy, queries as accounts
from recruit.accounts.actions import give_consent, ways
from recruit.accounts.merging import actions, queries
from recruit.accounts.merging.columns import REFERENCES, person_columns
from recruit.accounts.merging.jobs import settle
from recruit.accounts.merging.models import PersonMerge
from recruit.accounts.merging.rules import UNDONE_WITHIN, MergeRefusal
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.rights.rules import ErasedBecause
from recruit.accounts.rules import ContactKind, Purpose, RecipientKind
from recruit.core.db import Base, Database, session, writing
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor
from recruit.dashboards.queries.people import people_page, person_for
from recruit.events.models import Registration
from recruit.events.rules import RegistrationState
from recruit.messages.actions import set_wish
from recruit.messages.models import MailPreference
from recruit.messages.queries import wish_for
from recruit.messages.rules import Wish
from recruit.organisations.models import Membership
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from recruit.students.models import Student
from recruit.surveys import jobs
from recruit.surveys.actions.contacts import replan
from recruit.surveys.models import Contact
from tests import people
from tests.factories import dashboards as make, surveys
from tests.mail import Outbox

# References that stay as they were written, and why.
STAY = {
    ("erasure", "person_ref"): "the certificate of what was erased",
}


@pytest.fixture
def staff(app: Flask, db: Session) -> Visitor:
    return people.visitor_of(people.coordinator())


def merge(kept: Person, merged: Person, by: Visitor, now: datetime) -> PersonMerge:
    with writing():
        return actions.merge_people(kept, merged, by=by, now=now)


def everything(
    *, but: tuple[str, ...] = ("audit_entry", "person_merge", "content_stamp")
) -> dict[str, list[Any]]:
    """Every row of every table, as it is, but for the mail that tells of it."""
    return {
        table.name: sorted(
            row
            for row in map(repr, session().execute(select(table)).all())
            if table.name != "mail" or "'sign_in_merged'" not in row
        )
        for table in Base.metadata.sorted_tables
        if table.name not in but
    }


def test_every_column_that_names_a_person_follows_or_says_why_not() -> None:
    found = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if re.search(r"(^|_)(person|to)_ref$", column.name)
    }
    assert found == REFERENCES | set(STAY)
    assert all("id" in column.table.c for column in person_columns())


def _a_life(now: datetime, number: int, staff: Visitor) -> tuple[User, Placement]:
    """Somebody who came by the list of hires, and by an account: something in every room."""
    user = people.make_user(f"duc{number}@demo.example", name=f"Trần Minh Đức {number}", came_as="student")
    asks = people.visitor_of(user)
    student = make.make_student(user, now)
    company = make.make_organisation(f"works-{number}", now)
    fair = make.make_fair(f"fair-{number}", now)
    make.sign_up(user, fair, now)
    make.make_meeting(fair, student, company, now)
    make.make_offer(make.apply(student, make.make_position(company, f"p-{number}", now), now), now)
    make.join(user, company, now)
    placement = surveys.make_hire(starts_on=date(2026, 11, 1), user=user, employer=company, agrees=False)
    with writing():
        ways.add_way(ContactKind.PHONE, f"090-1234-567{number}", by=asks, now=now)
        set_wish("surveys", Wish.OFF, now=now, person_ref=user.person.public_id)
        give_consent(
            user.person, Purpose.SERVICE, RecipientKind.OPERATOR, language="vi", way="page", by=asks, now=now
        )
    return user, placement


def test_everything_follows_and_comes_back_byte_for_byte(
    staff: Visitor, db: Session, now: datetime, outbox: Outbox
) -> None:
    merged, placement = _a_life(now, 1, staff)
    kept = people.make_user("duc@demo.example", name="Duc Tran")
    other, _place = _a_life(now, 2, staff)
    with writing():
        give_consent(
            kept.person,
            Purpose.SERVICE,
            RecipientKind.OPERATOR,
            language="vi",
            way="page",
            by=people.visitor_of(kept),
            now=now,
        )
    with writing():
        for user in (merged, other):
            # The wish that was set behind the back of the surveys.
            replan(user.person_id, now)
    before = everything()
    done = merge(kept.person, merged.person, staff, now)
    for kind in (Student, Placement, Registration, Membership):
        rows = db.scalars(select(kind).where(kind.person_id == merged.person_id)).all()
        assert rows == [], kind
        assert db.scalar(select(func.count()).select_from(kind).where(kind.person_id == kept.person_id)) == 1
    assert {
        point.value
        for point in db.scalars(select(ContactPoint).where(ContactPoint.person_id == kept.person_id))
    } == {
        "duc@demo.example",
        "duc1@demo.example",
        "+819012345671",
    }
    # Both agreed to the service; the second agreement stays where it was given, as proof.
    assert everything()["consent"] == before["consent"]
    assert not merged.active
    assert kept.active
    assert accounts.user_by_ref(kept.person.public_id) is kept
    assert wish_for("survey_invitation", "surveys", person_ref=kept.person.public_id, address="") is Wish.OFF
    # Found by both names, and by the number of either.
    for words in (
        "tran minh",
        "duc tran",
        merged.person.public_id,
        kept.person.public_id,
        placement.public_id,
    ):
        rows = people_page(staff, words, after=None).rows
        assert kept.person in rows, words
        assert merged.person not in rows, words
    assert person_for(staff, merged.person.public_id).person is kept.person
    with writing():
        actions.part_people(done, by=staff, now=now)
    after = everything()
    assert {name for name in before if before[name] != after[name]} == set()
    assert done.moves == []
    assert other.person.merged_into_id is None
    assert person_for(staff, merged.person.public_id).person is merged.person


def test_what_changed_since_is_left_as_it_is(staff: Visitor, db: Session, now: datetime) -> None:
    kept, merged = people.student(), people.other_student()
    with writing():
        phone = ways.add_way(ContactKind.PHONE, "090-1234-5678", by=people.visitor_of(merged), now=now)
    done = merge(kept.person, merged.person, staff, now)
    with writing():
        new = ways.add_way(ContactKind.PHONE, "090-1234-5679", by=people.visitor_of(kept), now=now)
        db.refresh(phone)
        ways.put_way_first(ways.ways.mark_of_way(phone), by=people.visitor_of(kept), now=now)
    with writing():
        actions.part_people(done, by=staff, now=now)
    assert (phone.person_id, phone.priority) == (merged.person_id, 1)
    assert new.person_id == kept.person_id


def test_the_same_way_is_kept_once(staff: Visitor, db: Session, now: datetime) -> None:
    kept, merged = people.student(), people.other_student()
    with writing():
        for user, written in ((kept, "090-1234-5678"), (merged, "+81 90 1234 5678")):
            ways.add_way(ContactKind.PHONE, written, by=people.visitor_of(user), now=now)
    merge(kept.person, merged.person, staff, now)
    live = [point.value for point in ways.ways.own_ways(people.visitor_of(kept))]
    assert live == [kept.email, "+819012345678", merged.email]


def _two_profiles(one: User, other: User, now: datetime) -> None:
    make.make_student(one, now)
    make.make_student(other, now)


def _two_hires(one: User, other: User, now: datetime) -> None:
    company = make.make_organisation("works", now)
    make.make_placement(one.person, company, "1", state=PlacementState.WORKING)
    make.make_placement(other.person, company, "2", state=PlacementState.EXPECTED)


def _two_seats(one: User, other: User, now: datetime) -> None:
    fair = make.make_fair("hanoi", now)
    make.sign_up(one, fair, now)
    make.sign_up(other, fair, now)


def _unconfirmed(_one: User, other: User, _now: datetime) -> None:
    with writing():
        other.confirmed_at = None


@pytest.mark.parametrize(
    ("make_them", "reason"),
    [
        (_two_profiles, MergeRefusal.TWO_PROFILES),
        (_two_hires, MergeRefusal.TWO_LIVE_HIRES),
        (_two_seats, MergeRefusal.SAME_EVENT_TWICE),
        (_unconfirmed, MergeRefusal.NOT_CONFIRMED),
    ],
)
def test_what_may_exist_once_is_refused_and_nothing_changes(
    staff: Visitor, db: Session, now: datetime, make_them: Any, reason: MergeRefusal
) -> None:
    kept, merged = people.student(), people.other_student()
    make_them(kept, merged, now)
    before = everything(but=())
    assert [one.reason for one in queries.preview(staff, kept.person, merged.person).objections] == [reason]
    with pytest.raises(Refused) as refused:
        merge(kept.person, merged.person, staff, now)
    assert refused.value.reason is reason
    assert everything(but=()) == before


def test_who_is_never_put_together(staff: Visitor, db: Session, now: datetime) -> None:
    kept, colleague, me = people.student(), people.editor(), session().get_one(Person, staff.person_id)
    for one, other, reason in (
        (kept.person, kept.person, MergeRefusal.SAME_ROW),
        (kept.person, colleague.person, MergeRefusal.STAFF),
        (kept.person, me, MergeRefusal.YOURSELF),
    ):
        with pytest.raises(Refused) as refused:
            merge(one, other, staff, now)
        assert refused.value.reason is reason
    for nobody in (people.retention_officer(), people.company_member(), kept):
        with pytest.raises(Missing):
            merge(kept.person, colleague.person, people.visitor_of(nobody), now)
    assert people.visitor_of(people.administrator()).is_coordinator


def test_a_cancelled_second_sign_up_is_in_nobodys_way(staff: Visitor, db: Session, now: datetime) -> None:
    kept, merged = people.student(), people.other_student()
    fair = make.make_fair("hanoi", now)
    make.sign_up(kept, fair, now)
    make.sign_up(merged, fair, now, state=RegistrationState.CANCELLED)
    merge(kept.person, merged.person, staff, now)
    held = db.scalars(select(Registration).where(Registration.person_id == kept.person_id)).all()
    assert [one.state for one in held] == [RegistrationState.SIGNED_UP]


def test_nobody_acts_twice_for_one_organisation(staff: Visitor, db: Session, now: datetime) -> None:
    kept, merged = people.student(), people.other_student()
    company = make.make_organisation("works", now)
    make.join(kept, company, now)
    make.join(merged, company, now)
    done = merge(kept.person, merged.person, staff, now)
    held = db.scalars(select(Membership).order_by(Membership.id)).all()
    assert [(one.person_id, one.ended_at) for one in held] == [(kept.person_id, None), (kept.person_id, now)]
    with writing():
        actions.part_people(done, by=staff, now=now)
    assert [(one.person_id, one.ended_at) for one in held] == [
        (kept.person_id, None),
        (merged.person_id, None),
    ]


def test_the_stricter_wish_counts(staff: Visitor, db: Session, now: datetime) -> None:
    kept, merged = people.student(), people.other_student()
    with writing():
        set_wish("surveys", Wish.ON, now=now, person_ref=kept.person.public_id)
        set_wish("surveys", Wish.OFF, now=now, person_ref=merged.person.public_id)
    done = merge(kept.person, merged.person, staff, now)
    assert wish_for("survey_invitation", "surveys", person_ref=kept.person.public_id, address="") is Wish.OFF
    with writing():
        actions.part_people(done, by=staff, now=now)
    wishes = db.scalars(select(MailPreference.wish).order_by(MailPreference.id)).all()
    assert wishes == ["on", "off"]


@pytest.mark.parametrize(
    ("said_by_kept", "said_by_merged"),
    [
        ({"offer_made": Wish.ON}, {"applications": Wish.OFF}),
        ({"applications": Wish.OFF}, {"offer_made": Wish.ON}),
        ({"applications": Wish.ON}, {"offer_made": Wish.OFF}),
        (
            {"applications": Wish.OFF, "offer_made": Wish.ON},
            {"applications": Wish.ON, "offer_made": Wish.OFF},
        ),
    ],
)
def test_no_to_a_group_and_no_to_a_kind_both_count(
    staff: Visitor, db: Session, now: datetime, said_by_kept: dict[str, Wish], said_by_merged: dict[str, Wish]
) -> None:
    kept, merged = people.student(), people.other_student()
    with writing():
        for user, said in ((kept, said_by_kept), (merged, said_by_merged)):
            for what, wish in said.items():
                set_wish(what, wish, now=now, person_ref=user.person.public_id)
    before = db.execute(select(MailPreference.kind, MailPreference.wish).order_by(MailPreference.id)).all()
    done = merge(kept.person, merged.person, staff, now)
    assert wish_for("offer_made", "applications", person_ref=kept.person.public_id, address="") is Wish.OFF
    with writing():
        actions.part_people(done, by=staff, now=now)
    after = db.execute(select(MailPreference.kind, MailPreference.wish).order_by(MailPreference.id)).all()
    assert after == before


def test_surveys_are_sent_once_and_to_the_kept_person(
    staff: Visitor, db: Session, now: datetime, outbox: Outbox
) -> None:
    """Invited before, put together, apart, together: nobody is asked a second time; what comes later goes to the kept one."""
    hire = surveys.make_hire(starts_on=date(2026, 8, 25), address="duc@list.example")
    kept = people.make_user("duc@demo.example", name="Duc Tran")
    jobs.tick(now)
    assert [mail["To"] for mail in outbox.hand_over()] == ["duc@list.example"]
    jobs.tick(now)
    keys = db.scalars(select(Contact.id).order_by(Contact.id)).all()
    done = merge(kept.person, hire.person, staff, now)
    jobs.tick(now)
    with writing():
        actions.part_people(done, by=staff, now=now)
    jobs.tick(now)
    merge(kept.person, session().get_one(Person, done.merged_id), staff, now)
    jobs.tick(now)
    assert outbox.hand_over() == []
    assert outbox.kinds == ["survey_invitation"]
    assert db.scalars(select(Contact.id).order_by(Contact.id)).all() == keys
    assert hire.person_id == kept.person_id
    jobs.tick(now + timedelta(days=100))
    later = outbox.of_kind("survey_invitation")[1:]
    assert {mail.to_ref for mail in later} == {kept.person.public_id}


def test_it_is_undone_once_and_in_time_and_the_later_one_first(
    staff: Visitor, db: Session, now: datetime
) -> None:
    one, two, three = people.student(), people.other_student(), people.make_user("third@demo.example")
    first = merge(one.person, two.person, staff, now)
    second = merge(three.person, one.person, staff, now)

    def refusal(done: PersonMerge, at: datetime) -> MergeRefusal:
        with pytest.raises(Refused) as refused, writing():
            actions.part_people(done, by=staff, now=at)
        return refused.value.reason  # type: ignore[return-value]

    assert refusal(first, now) is MergeRefusal.LATER_ONE_FIRST
    assert refusal(second, now + UNDONE_WITHIN + timedelta(seconds=1)) is MergeRefusal.TOO_LATE
    with writing():
        actions.part_people(second, by=staff, now=now + UNDONE_WITHIN)
    assert refusal(second, now) is MergeRefusal.UNDONE_ALREADY
    with writing():
        actions.part_people(first, by=staff, now=now)
    assert two.active
    assert two.person.merged_into_id is None


def test_what_cannot_be_settled_keeps_back_nothing_behind_it(
    staff: Visitor, db: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    persons = [people.make_user(f"{name}@demo.example", name=name).person for name in ("a", "b", "c", "d")]
    stuck, other = merge(*persons[:2], staff, now), merge(*persons[2:], staff, now)
    monkeypatch.setattr(queries, "_SETTLED_AT_ONCE", 1)
    erase_row, held = account_privacy.erase_row, [stuck.merged_id]

    def break_for_one(person_id: int, at: datetime) -> None:
        erase_row(person_id, at)
        if person_id in held:
            raise RuntimeError("cannot let go")

    monkeypatch.setattr(account_privacy, "erase_row", break_for_one)
    later = now + UNDONE_WITHIN + timedelta(hours=1)
    assert settle(later) == 1
    db.expire_all()
    assert (stuck.settled_at, stuck.merged.display_name, other.settled_at) == (None, "b", later)
    held.clear()
    assert settle(later) == 1


def test_after_thirty_days_it_stands_and_the_sign_keeps_no_name(
    staff: Visitor, db: Session, now: datetime
) -> None:
    kept, merged = people.student(), people.other_student()
    address = merged.email
    done = merge(kept.person, merged.person, staff, now)
    assert settle(now + UNDONE_WITHIN) == 0
    assert settle(now + UNDONE_WITHIN + timedelta(hours=1)) == 1
    assert settle(now + UNDONE_WITHIN + timedelta(hours=1)) == 0
    db.expire_all()
    assert (done.moves, done.merged.display_name) == ([], "")
    assert accounts.user_by_address(address) is None
    assert kept.person.display_name == "Nguyễn Thị An"
    assert person_for(staff, done.merged.public_id).person is kept.person


def test_erasing_the_person_erases_what_led_there(staff: Visitor, db: Session, now: datetime) -> None:
    kept, merged = people.student(), people.other_student()
    sign, ids = merged.person, [kept.person_id, merged.person_id]
    ref = kept.person.public_id
    merge(kept.person, sign, staff, now)
    with writing():
        personal_data.erase(ref, because=ErasedBecause.ASKED, by=staff, now=now)
    assert (sign.display_name, sign.search_key) == ("", "")
    assert db.scalars(select(PersonMerge)).all() == []
    assert db.scalars(select(User.email).where(User.person_id.in_(ids))).all() == []
    with pytest.raises(Missing):
        person_for(staff, sign.public_id)


def test_two_at_once_put_a_pair_together_once(own_database: Database, own_app: Flask, now: datetime) -> None:
    with own_database.scope():
        staff = people.visitor_of(people.coordinator())
        refs = people.student().person.public_id, people.other_student().person.public_id
    barrier = threading.Barrier(2, timeout=60)

    def press(turned: bool) -> str:
        with own_database.scope():
            pair = queries.pair_for(staff, *(reversed(refs) if turned else refs))
            barrier.wait()
            try:
                merge(*pair, staff, now)
            except Refused as refused:
                return str(refused.reason)
            return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(one.result() for one in [pool.submit(press, turned) for turned in (False, True)])
    assert said == ["done", str(MergeRefusal.NOT_THERE)]


def test_the_reader_of_the_address_that_ended_hears_of_it(
    app: Flask, db: Session, staff: Visitor, now: datetime, outbox: Outbox
) -> None:
    """Where both had a sign-in; not where it is taken apart before the mail goes, and without a word about the kept row."""
    kept, merged = people.student(), people.other_student()
    merge(kept.person, merged.person, staff, now)
    assert outbox.kinds == ["sign_in_merged"]
    [mail] = outbox.hand_over()
    assert mail["To"] == "other.student@demo.example"
    text = mail.get_body(("plain",)).get_content()
    assert "Budi Santoso" in text
    assert "Nguyễn" not in text
    assert "student@demo.example" not in text.replace("other.student@demo.example", "")

    hire = surveys.make_hire(address="binh@list.example")
    merge(kept.person, hire.person, staff, now)
    assert outbox.kinds == ["sign_in_merged"]

    third = people.make_user("third@demo.example")
    mistake = merge(kept.person, third.person, staff, now)
    with writing():
        actions.part_people(mistake, by=staff, now=now)
    assert outbox.hand_over() == []
