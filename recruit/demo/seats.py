"""Demonstration sign-ups that need more than a button: a visit whose seats are drawn, a briefing that staff answer, questions."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select, update

from recruit.accounts.models import Person, User
from recruit.core.db import session
from recruit.demo.events import simple_event
from recruit.events.actions import draw
from recruit.events.asking.models import EventQuestion, EventQuestionText, RegistrationAnswer
from recruit.events.asking.rules import AskedOf, QuestionForm
from recruit.events.models import Event, Registration
from recruit.events.rules import (
    TICKET_LENGTH,
    TICKET_LETTERS,
    EventKind,
    EventState,
    RegistrationState,
    SignUpWay,
)
from recruit.students.models import Student

VISIT = {
    "ja": ("現場見学「トンネル工事」", "長野県 松本市", "施工中のトンネルを、技術者の案内で見学します。席は抽選です。"),
    "en": ("Site visit: a tunnel under construction", "Matsumoto, Nagano",
           "Engineers lead you through a tunnel that is being built. Seats are drawn by lot."),
    "id": ("Kunjungan proyek: terowongan yang sedang dibangun", "Matsumoto, Nagano",
           "Para insinyur memandu Anda di terowongan yang sedang dibangun. Kursi diundi."),
    "vi": ("Tham quan công trường: hầm đang thi công", "Matsumoto, Nagano",
           "Kỹ sư hướng dẫn bạn xem đường hầm đang thi công. Chỗ được rút thăm."),
}  # fmt: skip
BRIEFING = {
    "ja": ("説明会「来日前の準備」", "オンライン", "内定した方のための説明会です。スタッフが申し込みを確認してお答えします。"),
    "en": ("Briefing: before you leave for Japan", "Online",
           "For people with an offer. Staff look at each request and answer it."),
    "id": ("Pengarahan: sebelum berangkat ke Jepang", "Daring",
           "Untuk yang sudah menerima tawaran. Staf memeriksa dan menjawab setiap permintaan."),
    "vi": ("Buổi hướng dẫn: trước khi sang Nhật", "Trực tuyến",
           "Dành cho người đã có lời mời làm việc. Nhân viên xem và trả lời từng yêu cầu."),
}  # fmt: skip
# language → question, hint, choices
Asked = dict[str, tuple[str, str, tuple[str, ...]]]
FOOD: Asked = {
    "ja": (
        "昼食はどれにしますか。",
        "食べないものがある方もお選びいただけます。",
        ("通常", "ハラール", "ベジタリアン"),
    ),
    "en": (
        "Which lunch would you like?",
        "There is something for everybody.",
        ("Usual", "Halal", "Vegetarian"),
    ),
    "id": ("Makan siang apa yang Anda pilih?", "Ada pilihan untuk semua.", ("Biasa", "Halal", "Vegetarian")),
    "vi": ("Bạn chọn bữa trưa nào?", "Ai cũng có món phù hợp.", ("Thường", "Halal", "Chay")),
}
STAIRS: Asked = {
    "ja": ("階段を200段上れますか。", "無理な方には別の道をご案内します。", ()),
    "en": ("Can you climb 200 steps?", "If not, we show you another way.", ()),
    "id": ("Apakah Anda bisa menaiki 200 anak tangga?", "Bila tidak, kami tunjukkan jalan lain.", ()),
    "vi": ("Bạn có thể leo 200 bậc thang không?", "Nếu không, chúng tôi chỉ lối đi khác.", ()),
}
ASK: Asked = {
    "ja": ("特に聞きたいことは何ですか。", "", ()),
    "en": ("What would you like to hear about most?", "", ()),
    "id": ("Apa yang paling ingin Anda dengar?", "", ()),
    "vi": ("Bạn muốn nghe nhất về điều gì?", "", ()),
}
ASKED_FOR = ("Nhà ở và tiền đặt cọc", "Cách mở tài khoản ngân hàng", "Biaya hidup di kota kecil", "Bảo hiểm")
TAKE_PART, SEATS = 14, 6


def make_seats(random: Random, now: datetime) -> None:
    """A visit that was drawn yesterday, and a briefing whose requests wait for staff."""
    visit = simple_event("site-visit", EventKind.VISIT, VISIT, now + timedelta(weeks=1), now, seats=SEATS)
    visit.way, visit.seed = SignUpWay.LOTTERY, f"{random.getrandbits(128):032x}"
    visit.sign_up_until, visit.state = now - timedelta(days=1), EventState.CLOSED
    briefing = simple_event("briefing", EventKind.BRIEFING, BRIEFING, now + timedelta(weeks=4), now, seats=20)
    briefing.way, briefing.offer_hours = SignUpWay.APPROVAL, 48
    session().add_all([visit, briefing])
    session().flush()
    food = _question(visit, 1, QuestionForm.CHOICE, FOOD, must=True)
    stairs = _question(visit, 2, QuestionForm.YES_NO, STAIRS, must=True)
    ask = _question(briefing, 1, QuestionForm.TEXT, ASK, must=False)
    people = some_people(TAKE_PART)
    for registration in _asked(random, visit, people, now - timedelta(days=9)):
        _answer(registration, food, choice=random.randrange(3))
        _answer(registration, stairs, choice=random.randrange(2))
    for registration, words in zip(
        _asked(random, briefing, people[:4], now - timedelta(days=2)), ASKED_FOR, strict=True
    ):
        _answer(registration, ask, words=words)
    session().flush()
    draw(visit, now=visit.sign_up_until)
    # The mails about it went out yesterday.
    session().execute(update(Registration).where(Registration.news_due).values(news_due=False))


def some_people(most: int) -> list[tuple[int, str]]:
    """Students of the demonstration data but the one whose account everybody tries."""
    rows = session().execute(
        select(Person.id, Person.language)
        .join(Student, Student.person_id == Person.id)
        .outerjoin(User, User.person_id == Person.id)
        .where(User.id.is_(None) | User.email.not_like("%@demo.example"))
        .order_by(Person.id)
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def _asked(
    random: Random, event: Event, people: list[tuple[int, str]], first_at: datetime
) -> list[Registration]:
    rows = [
        Registration(
            event_id=event.id,
            person_id=person_id,
            state=RegistrationState.ASKED,
            place_in_line=place,
            ticket_code="".join(random.choices(TICKET_LETTERS, k=TICKET_LENGTH)),
            language=language,
            signed_up_at=first_at + timedelta(hours=place),
        )
        for place, (person_id, language) in enumerate(people, start=1)
    ]
    event.last_place_in_line = len(rows)
    session().add_all(rows)
    session().flush()
    return rows


def _question(
    event: Event,
    position: int,
    form: QuestionForm,
    texts: Asked,
    *,
    must: bool,
) -> EventQuestion:
    question = EventQuestion(
        event_id=event.id,
        position=position,
        form=form,
        must=must,
        asked_of=AskedOf.EVERYBODY,
        texts=[
            EventQuestionText(language=code, words=words, hint=hint, choices="\n".join(choices))
            for code, (words, hint, choices) in texts.items()
        ],
    )
    event.asks = True
    session().add(question)
    session().flush()
    return question


def _answer(
    registration: Registration, question: EventQuestion, *, words: str = "", choice: int | None = None
) -> None:
    session().add(
        RegistrationAnswer(
            registration_id=registration.id, question_id=question.id, words=words, choice=choice
        )
    )
