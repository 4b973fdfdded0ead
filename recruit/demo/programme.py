"""Demonstration evenings: a series with talks to choose from, speakers, companions, and what is asked of who comes."""

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from recruit.accounts.models import User
from recruit.core.db import new_public_id, session
from recruit.demo.events import simple_event
from recruit.demo.seats import some_people
from recruit.events.eligibility.rules import Audience
from recruit.events.models import Event, Registration
from recruit.events.programme.models import (
    EventSpeaker,
    EventSpeakerText,
    ProgrammeSession,
    ProgrammeSessionText,
    SessionSeat,
)
from recruit.events.programme.rules import SessionSeatState
from recruit.events.rules import TICKET_LENGTH, TICKET_LETTERS, EventKind, RegistrationState

EVENING = {
    "ja": ("夕べの講座「日本の現場で働く」", "東京・文京区 区民センター3階",
           "日本で働く技術者が、現場の一日、安全、資格について話します。聞きたい話を選んでお申し込みください。"),
    "en": ("Evening talks: working on a site in Japan", "Bunkyo, Tokyo, civic centre, 3rd floor",
           "Engineers who work in Japan talk about a day on site, safety and licences. Choose the talks you want to hear."),
    "id": ("Obrolan malam: bekerja di proyek di Jepang", "Bunkyo, Tokyo, balai warga lantai 3",
           "Para insinyur yang bekerja di Jepang bercerita tentang hari kerja, keselamatan, dan lisensi. Pilih sesi yang Anda minati."),
    "vi": ("Buổi tối chuyên đề: làm việc tại công trường Nhật Bản", "Bunkyo, Tokyo, nhà văn hóa quận, tầng 3",
           "Các kỹ sư đang làm việc tại Nhật kể về một ngày ở công trường, an toàn và chứng chỉ. Bạn chọn phần muốn nghe."),
}  # fmt: skip
WAY_THERE = {
    "ja": "地下鉄・後楽園駅の5番出口から徒歩3分。正面入口を入り、エレベーターで3階へ。",
    "en": "Three minutes on foot from exit 5 of Korakuen station. Enter at the front and take the lift to the 3rd floor.",
    "id": "Tiga menit berjalan kaki dari pintu keluar 5 Stasiun Korakuen. Masuk dari pintu depan, naik lift ke lantai 3.",
    "vi": "Đi bộ 3 phút từ cửa ra số 5 của ga Korakuen. Vào cửa chính rồi đi thang máy lên tầng 3.",
}
# begins, minutes, room, seats, speaker, words per language
TALKS = (
    (0, 45, "A", 2, 0, {
        "ja": ("橋の現場の一日", "朝礼から日報まで。"),
        "en": ("A day on a bridge site", "From the morning assembly to the daily report."),
        "id": ("Sehari di proyek jembatan", "Dari apel pagi sampai laporan harian."),
        "vi": ("Một ngày ở công trường cầu", "Từ buổi họp sáng đến nhật ký công trường."),
    }),
    (0, 45, "B", 20, 1, {
        "ja": ("安全標識の読み方", "現場でよく見る二十の標識。"),
        "en": ("Reading safety signs", "Twenty signs that you meet on every site."),
        "id": ("Membaca rambu keselamatan", "Dua puluh rambu yang ada di setiap proyek."),
        "vi": ("Đọc biển báo an toàn", "Hai mươi biển báo ở mọi công trường."),
    }),
    (60, 45, "A", None, 1, {
        "ja": ("施工管理の資格", "受験までの道のり。"),
        "en": ("Licences for site managers", "The way to the examination."),
        "id": ("Lisensi pengelola konstruksi", "Jalan menuju ujian."),
        "vi": ("Chứng chỉ quản lý thi công", "Con đường đến kỳ thi."),
    }),
)  # fmt: skip
SPEAKERS = (
    ("Nguyễn Văn Hải", "グエン・ヴァン・ハイ", {
        "ja": "現場監督、橋梁工事", "en": "Site supervisor, bridges", "id": "Pengawas proyek jembatan", "vi": "Giám sát công trường cầu",
    }),
    ("中村 恵", "Nakamura Megumi", {
        "ja": "安全管理者、来日技術者の相談役", "en": "Safety manager and mentor of engineers from abroad",
        "id": "Manajer keselamatan, pembimbing insinyur asing", "vi": "Quản lý an toàn, người hướng dẫn kỹ sư nước ngoài",
    }),
)  # fmt: skip
# Which talks a guest chose, and with how many companions.
CHOSEN = (((0, 2), 1), ((0,), 0), ((1, 2), 0))


def make_programme(random: Random, now: datetime) -> None:
    """Three evenings, a week between them; to the first some people have signed up, one of them waits for a talk."""
    ref = new_public_id()
    evenings = [_evening(number, ref, now) for number in range(3)]
    session().add_all(evenings)
    session().flush()
    talks = _talks(evenings[0], now)
    own = session().scalar(select(User.person_id).where(User.email == "student@demo.example"))
    guests = [(own, "vi")] if own else []
    for place, ((person_id, language), (chosen, companions)) in enumerate(
        zip([*some_people(2), *guests], CHOSEN, strict=False), start=1
    ):
        registration = Registration(
            event_id=evenings[0].id,
            person_id=person_id,
            state=RegistrationState.SIGNED_UP,
            place_in_line=place,
            companions=companions,
            ticket_code="".join(random.choices(TICKET_LETTERS, k=TICKET_LENGTH)),
            language=language,
            signed_up_at=now - timedelta(days=3, hours=-place),
        )
        session().add(registration)
        session().flush()
        evenings[0].signed_up_count += 1 + companions
        evenings[0].last_place_in_line = place
        for number in chosen:
            _choose(registration, talks[number])
    session().flush()


def _evening(number: int, ref: str, now: datetime) -> Event:
    event = simple_event(
        f"evening-{number + 1}", EventKind.SEMINAR, EVENING, now + timedelta(weeks=5 + number), now, seats=40
    )
    later = timedelta(hours=5)
    event.starts_at, event.ends_at = event.starts_at + later, event.ends_at + later
    event.sessions = []
    event.series_ref, event.most_companions = ref, 2
    event.latitude, event.longitude = 35.7081, 139.7519
    event.audience, event.graduation_from = Audience.STUDENTS, now.year - 1
    for text in event.texts:
        text.way_there = WAY_THERE[text.language]
    return event


def _talks(event: Event, now: datetime) -> list[ProgrammeSession]:
    speakers = [
        EventSpeaker(
            event_id=event.id,
            name=name,
            reading=reading,
            agreed_on=date.fromordinal(now.date().toordinal() - 12),
            agreed="メールで承諾",
            texts=[EventSpeakerText(language=code, role=role) for code, role in roles.items()],
        )
        for name, reading, roles in SPEAKERS
    ]
    talks = []
    for begins, minutes, room, seats, who, words in TALKS:
        starts_at = event.starts_at + timedelta(minutes=begins)
        talks.append(
            ProgrammeSession(
                event_id=event.id,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=minutes),
                room=room,
                is_chosen=True,
                seats=seats,
                taken=0,
                last_place=0,
                spoken="vi" if who == 0 else "ja",
                interpreted=["ja"] if who == 0 else ["vi", "id"],
                speakers=[speakers[who]],
                texts=[
                    ProgrammeSessionText(language=code, title=title, about=about)
                    for code, (title, about) in words.items()
                ],
            )
        )
    event.has_programme = event.offers_sessions = True
    session().add_all([*speakers, *talks])
    session().flush()
    return talks


def _choose(registration: Registration, talk: ProgrammeSession) -> None:
    people = 1 + registration.companions
    seat = SessionSeat(
        registration_id=registration.id, session_id=talk.id, state=SessionSeatState.TAKEN, place=0
    )
    if talk.seats is None or talk.taken + people <= talk.seats:
        talk.taken += people
    else:
        talk.last_place += 1
        seat.state, seat.place = SessionSeatState.WAITING, talk.last_place
    session().add(seat)
