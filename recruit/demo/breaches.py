"""One failure of protection of the demonstration, long closed: a list of seats that went to the wrong company."""

from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.accounts.breaches import actions, queries
from recruit.accounts.breaches.rules import BreachState, Country, Item
from recruit.accounts.models import Person, User, UserRole
from recruit.core.db import session
from recruit.core.visitor import Role, Via, Visitor

ITEMS = {
    Item.OVERVIEW: "説明会の座席表(3名分の氏名)を、別の参加企業に誤ってメールで送った。",
    Item.WHICH_DATA: "氏名のみ。",
    Item.CAUSE: "宛先の選び間違い。",
    Item.HARM: "確認されていない。受け取った企業は削除した。",
    Item.PERSONS_TOLD: "3名に個別に説明した。",
    Item.PUBLISHED: "公表していない。",
    Item.PREVENTION: "座席表はメールで送らず、各社のページでのみ見せることにした。",
}


def make_breach(now: datetime) -> None:
    """Entered, confirmed, told and closed within a week; inside `writing()`."""
    begun = now - timedelta(days=210)
    by = _administrator()
    people = session().scalars(
        select(Person.id)
        .join(User, User.person_id == Person.id)
        .where(User.came_as == "student", Person.language == "id")
        .order_by(Person.id)
        .limit(3)
    )
    breach = actions.log_breach(
        known_at=begun,
        items=ITEMS,
        triggers=(),
        countries=(Country.INDONESIA,),
        persons=3,
        encrypted=False,
        by=by,
        now=begun + timedelta(hours=2),
    )
    actions.add_people(breach, people.all(), by=by, now=begun + timedelta(hours=3))
    later = begun + timedelta(days=1)
    actions.move_breach(breach, BreachState.CONFIRMED, "送信先の企業に確認した。", by=by, now=later)
    for notice in queries.notices_of(breach):
        actions.note_notice(breach, notice.kind, "", given_at=later, by=by, now=later)
    actions.move_breach(
        breach, BreachState.CLOSED, "全員に説明し、当局にも連絡した。", by=by, now=begun + timedelta(days=6)
    )


def _administrator() -> Visitor:
    user = (
        session()
        .scalars(
            select(User)
            .join(UserRole, UserRole.user_id == User.id)
            .where(UserRole.role == Role.ADMINISTRATOR)
            .order_by(User.id)
        )
        .first()
    )
    if user is None:
        raise LookupError("the demonstration has no administrator")
    return Visitor(
        via=Via.SIGN_IN,
        person_id=user.person_id,
        person_ref=user.person.public_id,
        user_id=user.id,
        roles=frozenset({Role.ADMINISTRATOR}),
    )
