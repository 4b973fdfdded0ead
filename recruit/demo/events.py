"""Demonstration events: fairs to come and past, a seminar, a general meeting."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from recruit.core.db import session
from recruit.events.models import Event, EventSession, EventText
from recruit.events.rules import EventKind, EventState, SessionPart

FAIR_DAY: tuple[tuple[SessionPart, str, str, str], ...] = (
    (SessionPart.DOORS, "08:30", "09:00", ""),
    (SessionPart.TALKS, "09:00", "11:30", ""),
    (SessionPart.LUNCH, "11:30", "12:30", "204"),
    (SessionPart.BOOTHS, "12:30", "14:00", ""),
    (SessionPart.INTERVIEWS, "14:00", "16:45", ""),
    (SessionPart.CLOSING, "16:45", "17:00", ""),
)
FAIR_ABOUT = {
    "ja": "日本の中小建設会社と、土木・建築を学ぶ学生が会う合同就職説明会です。午前は企業の紹介、午後はブースと、双方が希望した組の面談を行います。",
    "en": "Small and mid-size construction companies from Japan meet students of civil engineering and architecture. "
    "Companies present themselves in the morning; the afternoon is for their tables and for meetings that both sides wished for.",
    "id": "Perusahaan konstruksi kecil dan menengah dari Jepang bertemu mahasiswa teknik sipil dan arsitektur. "
    "Pagi hari perusahaan memperkenalkan diri; siang hari ada stan dan pertemuan yang diinginkan kedua pihak.",
    "vi": "Các công ty xây dựng vừa và nhỏ của Nhật Bản gặp sinh viên ngành xây dựng và kiến trúc. "
    "Buổi sáng công ty giới thiệu, buổi chiều là gian hàng và các buổi gặp theo nguyện vọng của cả hai bên.",
}
FAIR_WHO = {
    "ja": "工学系の最終学年の学生と卒業生。大学は問いません。",
    "en": "Students in their final year and graduates of engineering, of any university",
    "id": "Mahasiswa tingkat akhir dan lulusan teknik, dari universitas mana pun",
    "vi": "Sinh viên năm cuối và người đã tốt nghiệp ngành kỹ thuật, mọi trường",
}
# city code → zone, country, and per language: title, place, address, interpreters
CITIES: dict[str, tuple[str, str, dict[str, tuple[str, str, str, str]]]] = {
    "hanoi": (
        "Asia/Ho_Chi_Minh",
        "VN",
        {
            "ja": ("日本建設業 合同就職説明会 ハノイ", "ハノイ土木大学 H3棟2階", "55 Giải Phóng, Hà Nội", "ベトナム語・日本語 6名"),
            "en": ("Japan Construction Job Fair Hanoi", "Hanoi University of Civil Engineering, building H3, 2nd floor",
                   "55 Giải Phóng, Hà Nội", "Vietnamese – Japanese, 6 people"),
            "id": ("Bursa Kerja Konstruksi Jepang Hanoi", "Hanoi University of Civil Engineering, gedung H3, lantai 2",
                   "55 Giải Phóng, Hà Nội", "Vietnam – Jepang, 6 orang"),
            "vi": ("Ngày hội việc làm ngành xây dựng Nhật Bản tại Hà Nội", "Đại học Xây dựng Hà Nội, nhà H3, tầng 2",
                   "55 Giải Phóng, Hà Nội", "Việt – Nhật, 6 người"),
        },
    ),
    "jakarta": (
        "Asia/Jakarta",
        "ID",
        {
            "ja": ("日本建設業 合同就職説明会 ジャカルタ", "インドネシア大学 工学部ホール", "Depok, Jawa Barat", "インドネシア語・日本語 5名"),
            "en": ("Japan Construction Job Fair Jakarta", "Universitas Indonesia, hall of the Faculty of Engineering",
                   "Depok, West Java", "Indonesian – Japanese, 5 people"),
            "id": ("Bursa Kerja Konstruksi Jepang Jakarta", "Universitas Indonesia, Aula Fakultas Teknik",
                   "Depok, Jawa Barat", "Indonesia – Jepang, 5 orang"),
            "vi": ("Ngày hội việc làm ngành xây dựng Nhật Bản tại Jakarta", "Đại học Indonesia, hội trường Khoa Kỹ thuật",
                   "Depok, Tây Java", "Indonesia – Nhật, 5 người"),
        },
    ),
}  # fmt: skip
SEMINAR = {
    "ja": ("セミナー「在留資格と受入れ準備」", "オンライン", "初めて外国人の技術者を採用する会社のためのセミナーです。手続の順番と、来日前に用意するものを説明します。"),
    "en": ("Seminar: status of residence and getting ready", "Online",
           "For companies that hire an engineer from abroad for the first time: the order of the steps, and what to prepare before arrival."),
    "id": ("Seminar: status izin tinggal dan persiapan", "Daring",
           "Untuk perusahaan yang pertama kali merekrut insinyur dari luar negeri: urutan langkah dan persiapan sebelum kedatangan."),
    "vi": ("Hội thảo: tư cách lưu trú và việc chuẩn bị", "Trực tuyến",
           "Dành cho công ty lần đầu tuyển kỹ sư nước ngoài: thứ tự các bước và những gì cần chuẩn bị trước khi sang Nhật."),
}  # fmt: skip
MEETING = {
    "ja": ("総会", "東京・港区 会議室A", "一年の報告と、来年の説明会の予定をお話しします。"),
    "en": ("General meeting", "Minato, Tokyo, meeting room A", "The report of the year, and the fairs planned for the next one."),
    "id": ("Rapat umum", "Minato, Tokyo, ruang rapat A", "Laporan tahun ini dan rencana bursa kerja tahun depan."),
    "vi": ("Đại hội thường niên", "Minato, Tokyo, phòng họp A", "Báo cáo trong năm và kế hoạch các ngày hội năm sau."),
}  # fmt: skip


def make_events(
    random: Random, scale: int, now: datetime, universities: Sequence[object] = ()
) -> list[Event]:
    """Fairs first: in each pair one to come and one past; then a seminar and a general meeting."""
    events = []
    for pair in range(scale):
        # The first pair is the one the demonstration accounts belong to; more of them lie further away.
        events += [
            fair_in("hanoi", saturday_near(now + timedelta(weeks=7 + pair % 40)), now, pair),
            fair_in("jakarta", saturday_near(now - timedelta(weeks=22 + pair % 120)), now, pair),
        ]
    events += [
        simple_event("seminar", EventKind.SEMINAR, SEMINAR, now + timedelta(weeks=2), now, seats=100),
        simple_event(
            "general-meeting", EventKind.MEETING, MEETING, now + timedelta(weeks=3), now, seats=None
        ),
    ]
    session().add_all(events)
    session().flush()
    return events


def saturday_near(near: datetime) -> datetime:
    return near + timedelta(days=(5 - near.weekday()) % 7)


def _at(day: datetime, clock: str, zone: str) -> datetime:
    moment = time.fromisoformat(clock)
    return datetime.combine(day.date(), moment, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def fair_in(city: str, day: datetime, now: datetime, pair: int) -> Event:
    zone, country, words = CITIES[city]
    starts, ends = _at(day, "08:30", zone), _at(day, "17:00", zone)
    slug = f"{city}-{day.year}" if pair == 0 else f"{city}-{day:%Y-%m-%d}-{pair}"
    return Event(
        slug=slug,
        kind=EventKind.FAIR,
        state=EventState.OPEN if starts > now else EventState.FINISHED,
        zone=zone,
        country=country,
        starts_at=starts,
        ends_at=ends,
        sign_up_until=_at(day - timedelta(days=8), "23:59", zone),
        seats=320,
        saved_at=min(now, starts) - timedelta(days=5),
        saves=1,
        texts=[
            EventText(
                language=code,
                title=title,
                place=place,
                address=address,
                interpreters=interpreters,
                about=FAIR_ABOUT[code],
                eligibility=FAIR_WHO[code],
                source_language=None if code == "ja" else "ja",
                source_version=None if code == "ja" else 1,
            )
            for code, (title, place, address, interpreters) in words.items()
        ],
        sessions=[
            EventSession(what=what, starts_at=_at(day, begins, zone), ends_at=_at(day, over, zone), room=room)
            for what, begins, over, room in FAIR_DAY
        ],
    )


def simple_event(
    slug: str,
    kind: EventKind,
    words: dict[str, tuple[str, str, str]],
    day: datetime,
    now: datetime,
    *,
    seats: int | None,
) -> Event:
    """An afternoon on the Wednesday from `day` on."""
    zone = "Asia/Tokyo"
    day += timedelta(days=(2 - day.weekday()) % 7)
    report = kind is EventKind.MEETING
    return Event(
        slug=f"{slug}-{day.year}",
        kind=kind,
        state=EventState.OPEN,
        zone=zone,
        country="JP",
        starts_at=_at(day, "14:00", zone),
        ends_at=_at(day, "16:00", zone),
        sign_up_until=_at(day - timedelta(days=1), "17:00", zone),
        seats=seats,
        saved_at=now - timedelta(days=9),
        saves=1,
        texts=[
            EventText(
                language=code,
                title=title,
                place=place,
                about=about,
                source_language=None if code == "ja" else "ja",
                source_version=None if code == "ja" else 1,
            )
            for code, (title, place, about) in words.items()
        ],
        sessions=[
            EventSession(
                what=SessionPart.REPORT if report else SessionPart.LECTURE,
                starts_at=_at(day, "14:00", zone),
                ends_at=_at(day, "15:15", zone),
            ),
            EventSession(
                what=SessionPart.QUESTIONS,
                starts_at=_at(day, "15:15", zone),
                ends_at=_at(day, "16:00", zone),
            ),
        ],
    )
