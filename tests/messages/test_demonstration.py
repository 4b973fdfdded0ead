"""No mail of the demonstration is late before a worker has had a chance."""

from datetime import timedelta

from recruit.core.db import writing
from recruit.demo.load import NEWS, settle_mails
from recruit.messages.models import Mail
from recruit.messages.rules import MailState


def test_old_mails_of_the_demonstration_are_sent_and_new_ones_are_due_now(db, now):
    ages = {"old": NEWS + timedelta(days=1), "new": timedelta(days=1), "to come": -timedelta(days=1)}
    with writing() as rows:
        for name, age in ages.items():
            rows.add(
                Mail(
                    kind="case_waits",
                    to_address="an@list.example",
                    language="vi",
                    zone="Asia/Tokyo",
                    unique_key=name,
                    queued_at=now - age,
                    due_at=now - age,
                )
            )
    with writing():
        settle_mails(now)
    old, new, to_come = db.query(Mail).order_by(Mail.id).all()
    assert (old.state, old.handed_over_at) == (MailState.SENT, old.due_at)
    assert (new.state, new.due_at) == (MailState.QUEUED, now)
    assert (to_come.state, to_come.due_at) == (MailState.QUEUED, now + timedelta(days=1))
