"""Events for tests."""

from datetime import UTC, datetime, timedelta
from itertools import count

from recruit.accounts.models import User
from recruit.core import clock
from recruit.core.db import writing
from recruit.events.models import Event, EventSession, EventText, Registration
from recruit.events.rules import EventKind, EventState, RegistrationState, SessionPart
from recruit.students.models import Student

_number = count(1)
FAIR_DAY = datetime(2027, 1, 16, 1, 30, tzinfo=UTC)


def make_event(
    *,
    slug: str = "",
    kind: EventKind = EventKind.FAIR,
    state: EventState = EventState.OPEN,
    seats: int | None = 5,
    starts_at: datetime = FAIR_DAY,
    title_ja: str = "ハノイ合同説明会",
    **texts: str,
) -> Event:
    """A fair in Hanoi in January 2027, with words in Japanese and in the languages of `texts`."""
    event = Event(
        slug=slug or f"event-{next(_number)}",
        kind=kind,
        state=state,
        zone="Asia/Ho_Chi_Minh",
        country="VN",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=8),
        sign_up_until=starts_at - timedelta(days=8),
        seats=seats,
        saved_at=clock.now(),
        saves=1,
        texts=[EventText(language="ja", title=title_ja, place="ハノイ建設大学")]
        + [EventText(language=code, title=title) for code, title in texts.items()],
        sessions=[
            EventSession(
                what=SessionPart.DOORS, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30)
            ),
            EventSession(
                what=SessionPart.LUNCH,
                starts_at=starts_at + timedelta(hours=3),
                ends_at=starts_at + timedelta(hours=4),
                room="204",
            ),
        ],
    )
    with writing() as rows:
        rows.add(event)
    return event


def make_profile(user: User, **values: object) -> Student:
    """A student profile of this user; the one that is there where the account has opened one."""
    student = Student(person_id=user.person_id, saved_at=clock.now(), **values)
    with writing() as rows:
        rows.add(student)
    return student


def make_registration(
    event: Event,
    user: User,
    *,
    state: RegistrationState = RegistrationState.SIGNED_UP,
) -> Registration:
    """A sign-up that was there before the test begins; no news of it goes out."""
    with writing() as rows:
        fresh = rows.get_one(Event, event.id)
        fresh.last_place_in_line += 1
        if state is RegistrationState.SIGNED_UP:
            fresh.signed_up_count += 1
        made = Registration(
            event_id=event.id,
            person_id=user.person_id,
            state=state,
            place_in_line=fresh.last_place_in_line,
            ticket_code=f"TICKET{event.id}X{fresh.last_place_in_line}"[:12],
            language=user.person.language,
            signed_up_at=clock.now(),
        )
        rows.add(made)
    return made
