"""Requests about data and complaints of the demonstration, made through the desk's own moves."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select, update

from recruit.accounts.models import Person, User, UserRole
from recruit.accounts.requests import actions
from recruit.accounts.requests.rules import Law, Outcome, RequestKind, law_of
from recruit.core.db import session
from recruit.core.visitor import Role, Via, Visitor
from recruit.messages.models import Mail
from recruit.messages.rules import MailState

WORDS = {
    ("vi", RequestKind.ACCESS): "Xin gửi cho tôi toàn bộ dữ liệu về tôi.",
    ("vi", RequestKind.CORRECT): "Tên trường của tôi bị viết sai: thiếu chữ “Xây dựng”.",
    ("vi", RequestKind.RESTRICT): "Xin tạm dừng dùng hồ sơ của tôi cho đến khi tôi bảo vệ đồ án xong.",
    ("vi", RequestKind.COMPLAIN): "Tôi đã chờ ba tuần mà công ty không trả lời đơn ứng tuyển.",
    ("id", RequestKind.ACCESS): "Mohon salinan semua data saya.",
    ("id", RequestKind.CORRECT): "Tahun kelulusan saya keliru, seharusnya 2025.",
    ("id", RequestKind.RESTRICT): "Mohon hentikan sementara penggunaan profil saya.",
    ("id", RequestKind.COMPLAIN): "Jadwal wawancara saya diubah tanpa pemberitahuan.",
}
LETTERS = {
    "vi": "Cảm ơn bạn. Chúng tôi làm theo yêu cầu và báo lại khi xong.",
    "id": "Terima kasih. Kami memenuhi permintaan Anda dan memberi kabar setelah selesai.",
}
# (what, days ago, hours until the answer or None, hours from there until it was done or None)
COURSES = (
    (RequestKind.COMPLAIN, 70, 20, 30),
    (RequestKind.ACCESS, 55, 6, 2),
    (RequestKind.COMPLAIN, 41, 71, 48),
    (RequestKind.CORRECT, 20, 3, 1),
    (RequestKind.RESTRICT, 2, 10, None),
    (RequestKind.COMPLAIN, 1, None, None),
    (RequestKind.ACCESS, 0, None, None),
)


def make_requests(random: Random, now: datetime) -> None:
    """Some that are over, one that is being carried out, one that has waited for a day, a new one; inside `writing()`."""
    people = _people(random)
    staff = _coordinator()
    for (kind, days, answered, done), (person, user) in zip(COURSES, people, strict=True):
        language = person.language
        at = now - timedelta(days=days, hours=2)
        by = Visitor(via=Via.SIGN_IN, person_id=person.id, person_ref=person.public_id, user_id=user.id)
        request = actions.make_request(kind, law_of(_country(person)), WORDS[language, kind], by=by, now=at)
        if answered is None:
            continue
        at += timedelta(hours=answered)
        actions.decide_request(
            request, Outcome.GRANTED, LETTERS[language], with_others=False, by=staff, now=at
        )
        if done is not None:
            actions.finish_request(request, "対応済み。", by=staff, now=at + timedelta(hours=done))
    # What was told in the past has long been sent.
    session().execute(
        update(Mail)
        .where(Mail.subject_kind == "data_request", Mail.queued_at < now - timedelta(minutes=1))
        .values(state=MailState.SENT, handed_over_at=Mail.queued_at)
    )


def _country(person: Person) -> str:
    return str({"vi": Law.VIETNAM, "id": Law.INDONESIA}[person.language])


def _people(random: Random) -> Sequence[tuple[Person, User]]:
    """The demonstration's own student for the newest request, others for the rest."""
    rows = [
        (person, user)
        for person, user in session().execute(
            select(Person, User)
            .join(User, User.person_id == Person.id)
            .where(User.came_as == "student", Person.language.in_(("vi", "id")))
            .order_by(Person.id)
        )
    ]
    own = [row for row in rows if row[1].email == "student@demo.example"]
    others = [row for row in rows if row[1].email != "student@demo.example"]
    return [*random.sample(others, len(COURSES) - len(own)), *own]


def _coordinator() -> Visitor:
    user = (
        session()
        .scalars(
            select(User)
            .join(UserRole, UserRole.user_id == User.id)
            .where(UserRole.role == Role.COORDINATOR)
            .order_by(User.id)
        )
        .first()
    )
    if user is None:
        raise LookupError("the demonstration has no coordinator")
    return Visitor(
        via=Via.SIGN_IN,
        person_id=user.person_id,
        person_ref=user.person.public_id,
        user_id=user.id,
        roles=frozenset({Role.COORDINATOR}),
    )
