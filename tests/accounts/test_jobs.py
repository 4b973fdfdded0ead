from datetime import timedelta

from sqlalchemy import select

from recruit.accounts import jobs
from recruit.accounts.models import SignIn
from recruit.core.db import writing
from tests import people


def test_sign_ins_that_ended_long_ago_are_forgotten(db, app, now):
    user = people.make_user("duc@example.com")
    with writing() as rows:
        rows.add(
            SignIn(
                user_id=user.id,
                token_hash="x" * 64,
                begun_at=now - timedelta(days=400),
                ends_at=now - timedelta(days=370),
                ended_at=now - timedelta(days=370),
            )
        )
    assert jobs.forget_old(now) >= 1
    assert db.scalar(select(SignIn)) is None
