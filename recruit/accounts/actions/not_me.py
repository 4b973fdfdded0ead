"""The owner says that it was somebody else."""

from datetime import datetime
import secrets

from sqlalchemy import delete, update

from recruit.accounts import not_me
from recruit.accounts.actions.addresses import end_open_change
from recruit.accounts.actions.second_factors import clear_app
from recruit.accounts.actions.sign_ins import end_all_sign_ins
from recruit.accounts.models import Passkey, ProviderIdentity, User
from recruit.accounts.rules import AccountRefusal
from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import NOBODY


def shut_out(token: str, *, now: datetime) -> User:
    """Whoever reads the mail says that it was somebody else: every device is signed out and none is known any more, no
    password counts until a new one is chosen, and ways in that were added since go. So does an app that was set up since,
    but for staff: theirs is taken off by whoever runs the installation.
    """
    found = not_me.meant_by(token, now)
    if found is None:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    user, since = found
    spent = session().execute(
        update(User)
        .where(User.id == user.id, User.devices_stamp == user.devices_stamp)
        .values(devices_stamp=secrets.token_urlsafe(16), link_stamp=secrets.token_urlsafe(16), password=None)
        .returning(User.id)
    )
    if spent.first() is None:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    session().refresh(user, ["devices_stamp", "link_stamp", "password", "tf_begun_at"])
    for way, added_at in ((Passkey, Passkey.added_at), (ProviderIdentity, ProviderIdentity.linked_at)):
        session().execute(delete(way).where(way.user_id == user.id, added_at >= since))
    if not user.roles and user.tf_begun_at is not None and user.tf_begun_at >= since:
        clear_app(user)
    end_open_change(user, now)
    end_all_sign_ins(user.id, now)
    audit.record(
        "sign_in_disowned", by=NOBODY, now=now, subject_kind="person", subject_ref=user.person.public_id
    )
    return user
