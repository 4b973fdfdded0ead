"""The mail of a morning: what is new at the desk of translations, once, to those who write it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, update

from recruit.accounts.models import User, UserRole
from recruit.core.db import writing
from recruit.core.visitor import Role
from recruit.handbook.models import Chapter
from recruit.handbook.translating import jobs
from tests import people
from tests.factories.events import make_event
from tests.handbook.test_translating import publish
from tests.handbook.test_writing import BODY, small_book

EDITOR, COORDINATOR = "editor@demo.example", "staff@demo.example"


@pytest.fixture
def chapter(app, db, now) -> Chapter:
    people.editor()
    people.coordinator()
    made = small_book(now)
    publish(made, "ja", 2, BODY + "\n新しい段落です。\n", now)
    return made


def told(outbox, clock, **later: float) -> dict[str, str]:
    """What came to whom in the mail of the desk, after the clock went on and all jobs ran."""
    clock.shift(timedelta(**later))
    found = {}
    for mail in outbox.hand_over():
        words = mail.get_body(("plain",)).get_content()
        if "/staff/translations" in words:
            found[mail["To"]] = words
    return found


def beat(now: datetime) -> int:
    jobs.renew(now)
    return jobs.tell(now)


def test_each_hears_once_of_what_they_write(chapter, outbox, clock, now):
    make_event(title_ja="合同説明会")
    assert beat(now) == 2
    assert beat(now) == 0
    # Nothing comes before the morning.
    assert told(outbox, clock, hours=1) == {}
    mails = told(outbox, clock, days=1)
    assert set(mails) == {EDITOR, COORDINATOR}
    assert "初め" in mails[EDITOR] and "合同説明会" not in mails[EDITOR]
    assert "初め" in mails[COORDINATOR] and "合同説明会" in mails[COORDINATOR]
    assert "/staff/translations" in mails[EDITOR]
    # What stands as it stood is not told again; what fell further behind is.
    later = now + timedelta(days=2)
    assert beat(later) == 0
    publish(chapter, "ja", 3, BODY + "\n二つ目の段落です。\n", later)
    assert beat(later) == 2
    mails = told(outbox, clock, days=2)
    assert "合同説明会" not in mails[COORDINATOR] and "初め" in mails[COORDINATOR]


def test_what_comes_on_the_same_day_joins_the_same_mail(chapter, outbox, clock, now):
    beat(now)
    make_event(title_ja="合同説明会")
    beat(now + timedelta(minutes=10))
    mails = told(outbox, clock, days=1)
    assert outbox.kinds.count("translations_wait") == 2
    assert "初め" in mails[COORDINATOR] and "合同説明会" in mails[COORDINATOR]


def test_who_lost_the_role_meanwhile_gets_none(chapter, outbox, clock, now, db):
    beat(now)
    with writing() as rows:
        rows.execute(delete(UserRole).where(UserRole.role == Role.EDITOR))
    assert EDITOR not in told(outbox, clock, days=1)


def test_whose_account_was_closed_meanwhile_gets_none(chapter, outbox, clock, now):
    beat(now)
    with writing() as rows:
        rows.execute(update(User).where(User.email == EDITOR).values(active=False))
    assert set(told(outbox, clock, days=1)) == {COORDINATOR}
