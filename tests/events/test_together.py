"""Several who sign up in one transaction stand where each would stand alone, and it costs no statement more than one."""

from datetime import datetime

from sqlalchemy import func, select

from recruit.accounts.actions import load_consent_texts
from recruit.accounts.models import Consent, User
from recruit.core.db import session, writing
from recruit.core.errors import Busy, Refused
from recruit.core.models import AuditEntry
from recruit.core.visitor import Visitor
from recruit.events import actions, drawing
from recruit.events.actions import Arrival
from recruit.events.eligibility.rules import Audience
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, EventState, RegistrationState, SignUpWay
from recruit.events.views import line, seats
from recruit.fairs.rules import BoothState
from recruit.messages.models import Mail
from recruit.students.models import Disclosure
from tests import people
from tests.factories.events import make_event, make_profile, make_registration
from tests.factories.fairs import make_booth, make_company_with, make_fair

CANCELLED, REFUSED = RegistrationState.CANCELLED, RegistrationState.REFUSED
SIGNED_UP = RegistrationState.SIGNED_UP


class House:
    """Who comes to both events, in this order, and what they were there before."""

    def __init__(self) -> None:
        self.company, _acting = make_company_with(people.make_user("owner@demo.example"))
        self.visitors: list[Visitor] = []
        self.users: list[User] = []
        for number in range(7):
            user = people.make_user(f"p{number}@demo.example", language="vi")
            # One has no profile.
            if number != 1:
                make_profile(user)
            self.visitors.append(people.visitor_of(user))
            self.users.append(user)

    def event(self, kind: EventKind, values: dict[str, object]) -> Event:
        event = make_event(kind=kind, seats=3)
        if kind is EventKind.FAIR:
            make_booth(make_fair(event), self.company, state=BoothState.CONFIRMED)
        for user, state in zip(self.users[-3:], (SIGNED_UP, REFUSED, CANCELLED), strict=True):
            make_registration(event, user, state=state)
        with writing() as rows:
            fresh = rows.get_one(Event, event.id)
            for name, value in values.items():
                setattr(fresh, name, value)
        return event


def _alone(event: Event, by: Visitor, now: datetime) -> str:
    try:
        with writing() as rows:
            found = rows.get_one(Event, event.id, populate_existing=True)
            return str(actions.sign_up(found, by=by, now=now, language="vi").state)
    except Refused as refusal:
        return str(refusal.reason)


def _left_behind(event: Event) -> dict[str, object]:
    """Everything that a sign-up leaves in the tables, without what differs between two events."""
    rows = session().scalars(select(Registration).where(Registration.event_id == event.id)).all()
    by_ref = {one.public_id: one.person_id for one in rows}
    fresh = session().get_one(Event, event.id, populate_existing=True)
    return {
        "rows": sorted((one.person_id, one.state, one.place_in_line, one.language, one.reminded) for one in rows),
        "counts": (fresh.signed_up_count, fresh.last_place_in_line),
        "trail": sorted(
            (by_ref[one.subject_ref], one.action, one.change, one.by_ref)
            for one in session().scalars(select(AuditEntry).where(AuditEntry.subject_ref.in_(by_ref)))
        ),
        "agreed": sorted(
            session().execute(
                select(Consent.person_id, Consent.purpose, Consent.way, Consent.consent_text_id, Consent.words_hash)
                .where(Consent.recipient_ref == event.public_id)
            ).all()
        ),
        "told_of_agreement": session().scalar(
            select(func.count()).where(AuditEntry.change.endswith(event.public_id))
        ),
        "mails": sorted(
            (by_ref[one.subject_ref], one.kind, one.to_address, one.language, one.params["place"], one.state)
            for one in session().scalars(select(Mail).where(Mail.subject_ref.in_(by_ref)))
        ),
        "seen": sorted(
            session().scalars(select(Disclosure.student_id).where(Disclosure.reason_ref == event.slug)).all()
        ),
    }  # fmt: skip


EVENTS: tuple[tuple[EventKind, dict[str, object]], ...] = (
    (EventKind.FAIR, {}),
    (EventKind.FAIR, {"way": SignUpWay.LOTTERY, "seed": drawing.new_seed()}),
    (EventKind.SEMINAR, {"way": SignUpWay.APPROVAL}),
    (EventKind.SEMINAR, {"audience": Audience.COMPANIES, "moves": 2}),
    (EventKind.SEMINAR, {"state": EventState.CLOSED}),
    (EventKind.SEMINAR, {"most_companions": 1}),
    (EventKind.SEMINAR, {"by_invitation": True}),
)


def test_each_stands_where_they_would_stand_alone(app, db, now):
    house = House()
    arrivals = [Arrival(visitor, "vi") for visitor in house.visitors]
    for kind, values in EVENTS:
        one_by_one, at_once = house.event(kind, values), house.event(kind, values)
        alone = [_alone(one_by_one, visitor, now) for visitor in house.visitors]
        with writing():
            where = "fairs" if kind is EventKind.FAIR else "events"
            # One of them presses twice.
            found = actions.sign_up_together(where, at_once.slug, [*arrivals, arrivals[0]], now=now)
        assert found[-1] == found[0]
        together = [
            str(outcome) if outcome is not None else _alone(at_once, visitor, now)
            for outcome, visitor in zip(found, house.visitors, strict=False)
        ]
        assert together == alone, values
        db.expire_all()
        assert _left_behind(at_once) == _left_behind(one_by_one), values


def test_many_cost_no_statement_more_than_one(app, db, now, count_queries):
    visitors = []
    for number in range(7):
        user = people.make_user(f"p{number}@demo.example")
        make_profile(user)
        visitors.append(people.visitor_of(user))
    event = make_event(seats=None)
    with writing():
        load_consent_texts()
    for some in (visitors[:1], visitors[1:]):
        with count_queries(15 if db.get_bind().dialect.name == "sqlite" else 16), writing():
            actions.sign_up_together("fairs", event.slug, [Arrival(one, "vi") for one in some], now=now)


def test_who_does_not_come_to_write_keeps_the_form(client, db, monkeypatch):
    make_event(slug="hanoi", kind=EventKind.SEMINAR)
    people.sign_in(client, people.make_user("p@demo.example", language="vi"))
    with monkeypatch.context() as patch:
        patch.setattr(line._LINE, "do", _is_busy)
        answer = client.post("/vi/events/hanoi/sign-up")
        # The longer way.
        patch.setattr(seats, "writing", _is_busy)
        kept = client.post("/vi/events/hanoi/sign-up", data={"answer_1": "Cơm", "answer_2": ["a", "b"]})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert kept.status_code == 503 and db.scalars(select(Registration)).all() == []
    page = kept.get_data(as_text=True)
    for name, value in (("answer_1", "Cơm"), ("answer_2", "a"), ("answer_2", "b")):
        assert f'name="{name}" value="{value}"' in page
    client.post("/vi/events/hanoi/sign-up")
    assert db.scalars(select(Registration)).one().state is SIGNED_UP


def _is_busy(*_asked: object) -> None:
    raise Busy
