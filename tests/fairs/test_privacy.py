"""What fairs and events hold about a person comes out and goes away; what a fair showed ends by itself."""

from datetime import timedelta

from sqlalchemy import func, select

from recruit.core.db import writing
from recruit.core.periods import BOOTH_PEOPLE
from recruit.events import actions as event_actions, privacy as event_privacy
from recruit.events.models import Registration
from recruit.events.rules import RegistrationState
from recruit.fairs import jobs, privacy, rules
from recruit.fairs.booths.models import BoothPerson
from recruit.fairs.models import Wish
from recruit.fairs.rules import Side
from recruit.students.models import Disclosure
from tests import people
from tests.factories.events import make_profile
from tests.factories.fairs import make_booth, make_company_with, make_fair, make_wish


def test_export_erase_and_the_end_of_what_was_shown(app, db, now):
    fair = make_fair()
    company, _acting = make_company_with(people.company_member(), name="旭川北成建設")
    make_booth(fair, company)
    user = people.student()
    student = make_profile(user)
    with writing():
        event_actions.sign_up(fair.event, by=people.visitor_of(user), now=now)
    make_wish(fair, Side.STUDENT, student, company, rank=1)
    make_wish(fair, Side.COMPANY, student, company)
    (sign_up,) = event_privacy.export(user.person_id)["sign_ups"]
    assert (sign_up["event"], sign_up["state"]) == (fair.event.slug, "signed_up")
    wishes = privacy.export(user.person_id)["wishes"]
    assert [(wish["from"], wish["company"], wish["rank"]) for wish in wishes] == [
        ("student", "旭川北成建設", 1),
        ("company", "旭川北成建設", None),
    ]

    def live() -> int:
        return db.scalar(select(func.count()).select_from(Disclosure).where(Disclosure.until_at.is_(None)))

    ends = fair.event.ends_at + rules.ANSWER_WITHIN
    assert (jobs.end_what_fairs_showed(ends - timedelta(seconds=1)), live()) == (0, 1)
    assert (jobs.end_what_fairs_showed(ends), live()) == (1, 0)
    with writing():
        privacy.erase(user.person_id, now)
        event_privacy.erase(user.person_id, now)
    assert db.scalar(select(func.count()).select_from(Wish)) == 0
    registration = db.scalars(select(Registration)).one()
    db.refresh(fair.event)
    assert (registration.state, fair.event.signed_up_count) == (RegistrationState.CANCELLED, 0)


def test_names_at_booths_go_some_time_after_the_fair(db, now):
    fair = make_fair()
    company, _acting = make_company_with(people.company_member())
    booth = make_booth(fair, company)
    with writing() as rows:
        booth.people_who_come = "人事担当 佐藤"
        rows.add(BoothPerson(booth_id=booth.id, place=1, name="佐藤 由美"))
    over = BOOTH_PEOPLE.after(fair.event.ends_at)
    with writing():
        assert privacy.forget_who_came(over) == 0
        assert privacy.forget_who_came(over + timedelta(seconds=1)) == 2
    assert db.scalar(select(func.count()).select_from(BoothPerson)) == 0
    assert booth.people_who_come == ""
