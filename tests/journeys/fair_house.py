"""A fair's house: people, companies and students that are ready, a server, a mail server, and a worker that works when it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from icalendar import Calendar
from playwright.sync_api import Browser
import time_machine

from recruit import worker
from recruit.accounts import cookie
from recruit.accounts.models import User
from recruit.app import create_app
from recruit.core import clock
from recruit.core.db import Database, writing
from recruit.organisations.models import OrganisationText
from tests import people
from tests.browser import DESK, PHONE, served
from tests.conftest import make_settings
from tests.databases import SqlitePlace
from tests.factories.organisations import join, make_company
from tests.factories.postings import make_published
from tests.factories.students import make_student
from tests.journeys.program import text_of
from tests.journeys.reader import Reader
from tests.mail import MailServer

# A Wednesday, half past nine in Makassar, where the fair will be, half past eight in Hanoi and Jakarta.
BEGINNING = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


@dataclass
class Member:
    """Somebody at the fair: how they sign in, and what others know them or their company by."""

    user: User
    address: str
    language: str
    ref: str = ""
    called: str = ""
    reader: Reader = field(init=False)


@dataclass
class FairHouse:
    app: Flask
    base: str
    mail_server: MailServer
    clock: time_machine.Traveller
    staff: Member
    ozora: Member
    kitanari: Member
    an: Member
    budi: Member
    maria: Member

    @property
    def everybody(self) -> tuple[Member, ...]:
        return (self.staff, self.ozora, self.kitanari, self.an, self.budi, self.maria)

    def work(self) -> None:
        """All that the worker does, by its own function, until nothing is left to do."""
        done = worker.run_once(self.app, clock.now())
        assert [one.job for one in done if one.failed] == []

    def let_time_pass_to(self, instant: datetime) -> None:
        """Days later everybody signs in again."""
        self.clock.move_to(instant)
        for one in self.everybody:
            self._sign_in(one)

    def open_browsers(self, browser: Browser) -> None:
        at_home = {
            "staff": ("ja-JP", "Asia/Tokyo"), "ozora": ("ja-JP", "Asia/Tokyo"), "kitanari": ("ja-JP", "Asia/Tokyo"),
            "an": ("vi-VN", "Asia/Ho_Chi_Minh"), "budi": ("id-ID", "Asia/Jakarta"), "maria": ("en-GB", "Asia/Tokyo"),
        }  # fmt: skip
        for name, (locale, zone) in at_home.items():
            width = PHONE if name in ("an", "budi") else DESK
            one: Member = getattr(self, name)
            one.reader = Reader(browser, self.base, locale=locale, zone=zone, width=width)
            self._sign_in(one)

    def _sign_in(self, one: Member) -> None:
        """As if this person had gone through the page, which other tests walk through."""
        client = people.sign_in(self.app.test_client(), one.user)
        made = client.get_cookie(cookie.name_of(uses_https=False))
        assert made is not None
        one.reader.context.add_cookies([{"name": made.key, "value": made.value, "url": self.base}])

    def mails_to(self, one: Member) -> list[EmailMessage]:
        return [mail for mail in self.mail_server.messages if one.address in str(mail["To"])]

    def mail_to(self, one: Member, part: str) -> EmailMessage:
        """The newest mail to somebody whose text holds `part`."""
        found = [mail for mail in self.mails_to(one) if part in text_of(mail)]
        assert found, [text_of(mail) for mail in self.mails_to(one)]
        return found[-1]


def entries_of(mail: EmailMessage) -> list[dict[str, str]]:
    """What a calendar takes from the file that hangs on a mail."""
    [file] = [one for one in mail.iter_attachments() if one.get_content_type() == "text/calendar"]
    content = file.get_content()
    return [
        {
            "begins": entry.decoded("dtstart").astimezone(UTC).isoformat(timespec="minutes"),
            "what": str(entry["summary"]),
            "status": str(entry.get("status", "")),
            "uid": str(entry["uid"]),
        }
        for entry in Calendar.from_ical(content).walk("VEVENT")
    ]


@contextmanager
def fair_house(folder: Path, instance_folder: Path, browser: Browser) -> Iterator[FairHouse]:
    """Staff, two companies that lack nothing for a booth, and three students; everybody has a browser that stands open."""
    database = Database(SqlitePlace(folder).fresh())
    with time_machine.travel(BEGINNING, tick=True) as traveller, MailServer() as mail_server:
        settings = make_settings(
            database.url.render_as_string(hide_password=False), instance_folder,
            OPERATOR_STATUS="licensed", OPERATOR_NUMBER="13-ユ-000000", SMTP_URL=mail_server.url,
        )  # fmt: skip
        app = create_app(settings, database=database)
        with served(app) as base:
            object.__setattr__(settings, "base_url", base)
            with app.app_context(), database.scope():
                house = FairHouse(app, base, mail_server, traveller, **_cast())
            house.open_browsers(browser)
            try:
                yield house
                for one in house.everybody:
                    assert one.reader.watch.take() == []
            finally:
                for one in house.everybody:
                    one.reader.context.close()
    database.dispose()


def _cast() -> dict[str, Member]:
    staff = people.coordinator()
    return {
        "staff": Member(staff, staff.email, "ja"),
        "ozora": _company("saito@ozora.example", "斎藤 健", "大空建設", "Ozora Kensetsu"),
        "kitanari": _company("mori@kitanari.example", "森 由紀", "北成橋梁", "Kitanari Bridges"),
        "an": _student(
            "an@students.example", "vi", "Asia/Ho_Chi_Minh", "グエン・ティ・アン",
            name_passport="NGUYEN THI AN", name_local="Nguyễn Thị An", call_name="An", nationality="VN",
        ),
        "budi": _student(
            "budi@students.example", "id", "Asia/Jakarta", "ブディ・サントソ",
            name_passport="BUDI SANTOSO", name_local="Budi Santoso", call_name="Budi", nationality="ID",
        ),
        "maria": _student(
            "maria@students.example", "en", "Asia/Tokyo", "マリア・クルス",
            name_passport="MARIA CRUZ", name_local="Maria Cruz", call_name="Maria", nationality="PH",
        ),
    }  # fmt: skip


def _company(address: str, name: str, company_name: str, english: str) -> Member:
    company = make_company(
        company_name, english=english, about={"ja": "橋を架ける会社です。", "en": "We build bridges."}, trades=["civil_general"],
        capital_yen=40_000_000, telephone="052-000-0000", permit_number="愛知県知事許可（般-5）第12345号",
        permit_until=date(2028, 7, 1),
    )  # fmt: skip
    with writing():
        company.texts.append(OrganisationText(language="id", name=english, about="Kami membangun jembatan."))
    make_published(company, texts={"id": {"title": "Pengawas lapangan", "duties": "Mengatur jadwal"}})
    user = people.make_user(address, name=name, language="ja", came_as="company", zone="Asia/Tokyo")
    join(user, company)
    return Member(user, user.email, "ja", company.public_id, english)


def _student(address: str, language: str, zone: str, katakana: str, **names: str) -> Member:
    user = people.make_user(
        address, name=names["name_local"], language=language, came_as="student", zone=zone
    )
    student = make_student(user, katakana=katakana, **names)
    return Member(user, user.email, language, student.public_id, katakana)
