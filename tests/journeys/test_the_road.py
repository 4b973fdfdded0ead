"""One road, in the real program: from the start page to the follow-up of the first week and what comes of it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser
import pytest

from tests.journeys.program import PASSWORD, Program, text_of
from tests.journeys.reader import Reader, in_words_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("road")]

STUDENT, COMPANY, STAFF = "an@student.example", "saito@company.example", "naoko@staff.example"
NAME, COMPANY_NAME = "Nguyễn Thị An", "大空建設"
HANOI, TOKYO = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Asia/Tokyo")
FAIR = "hanoi-road"


def test_the_road(program: Program, browser: Browser) -> None:
    greets_in_the_language_of_the_browser(program, browser)
    switching_the_language_keeps_what_was_typed(program, browser)
    program.command(
        "user", "create", STAFF, "--role", "coordinator", "--name", "渡辺 直子", "--language", "ja"
    )
    with (
        Reader(browser, program.base, locale="vi-VN", zone="Asia/Ho_Chi_Minh", width=360) as student,
        Reader(browser, program.base, locale="ja-JP", zone="Asia/Tokyo") as company,
        Reader(browser, program.base, locale="ja-JP", zone="Asia/Tokyo") as staff,
    ):
        staff.sign_in(STAFF, PASSWORD)
        registers(program, student, kind="student", name=NAME, address=STUDENT)
        registers(program, company, kind="company", name="斎藤 健", address=COMPANY)
        company_applies_and_is_approved(program, company, staff)
        staff_open_a_fair(staff)


def greets_in_the_language_of_the_browser(program: Program, browser: Browser) -> None:
    for locale, language in (
        ("vi-VN", "vi"),
        ("id-ID", "id"),
        ("ja-JP", "ja"),
        ("en-GB", "en"),
        ("fr-FR", "ja"),
    ):
        with Reader(browser, program.base, locale=locale, zone="Asia/Tokyo") as reader:
            reader.go("/")
            assert reader.page.url == f"{program.base}/{language}/"
            assert reader.page.locator("html").get_attribute("lang") == language
            assert reader.heading() == in_words_of(language, "From the lecture hall to year three in Japan.")


def switching_the_language_keeps_what_was_typed(program: Program, browser: Browser) -> None:
    with Reader(browser, program.base, locale="vi-VN", zone="Asia/Ho_Chi_Minh", scripts=False) as reader:
        reader.go("account/register?kind=student")
        reader.page.locator("main [name=name]").fill(NAME)
        reader.page.locator("main [name=email]").fill(STUDENT)
        reader.page.locator("main [name=agrees]").check()
        reader.page.locator(".language-menu summary").click()
        reader.page.locator(".language-menu button[value=id]").click()
        assert reader.page.url.startswith(f"{program.base}/id/account/register")
        assert reader.page.locator("html").get_attribute("lang") == "id"
        assert reader.page.locator("main [name=name]").input_value() == NAME
        assert reader.page.locator("main [name=email]").input_value() == STUDENT
        assert reader.page.locator("main [name=agrees]").is_checked()
        assert reader.page.locator(".error-summary").count() == 0
    assert program.mails_to(STUDENT) == []


def registers(program: Program, reader: Reader, *, kind: str, name: str, address: str) -> None:
    reader.go("account/register")
    reader.follow(f"kind={kind}")
    reader.fill(name=name, email=address, password=PASSWORD, agrees=True)
    reader.send("register")
    reader.is_at("account/sent")
    link = program.link_to(address, "/account/confirm/")
    assert link.startswith(f"{program.base}/{reader.language}/"), "the mail is in the language of the reader"
    reader.go(link)
    reader.send()
    reader.sign_in(address, PASSWORD)


def company_applies_and_is_approved(program: Program, company: Reader, staff: Reader) -> None:
    company.go("company/apply")
    company.fill(
        name_ja=COMPANY_NAME,
        name_kana="オオゾラケンセツ",
        name_en="Ozora Kensetsu",
        corporate_number="7000012050002",
        prefecture="ishikawa",
        telephone="076-000-0000",
        capital_yen="50000000",
        staff_count="48",
    )
    company.send("company-form")
    assert "company/apply" not in company.page.url, company.text()
    staff.go("staff/organisations?state=applied")
    staff.follow("/staff/organisations/")
    staff.sees(COMPANY_NAME, "7000012050002")
    staff.send_to("/approve")
    mail = program.mail_to(COMPANY, "/company/")
    assert COMPANY_NAME in text_of(mail) + str(mail["Subject"])


def of_venue(day: date, hour: int, minute: int = 0) -> str:
    return datetime.combine(day, time(hour, minute)).isoformat(timespec="minutes")


def staff_open_a_fair(staff: Reader) -> None:
    day = datetime.now(HANOI).date() + timedelta(days=20)
    staff.go("staff/events/new")
    staff.fill(
        kind="fair", slug=FAIR, country="VN", zone="Asia/Ho_Chi_Minh", starts_at=of_venue(day, 9), ends_at=of_venue(day, 16),
        sign_up_until=of_venue(day - timedelta(days=2), 23), seats=80,
    )  # fmt: skip
    staff.fill(
        **{
            "texts_vi-title": "Hội chợ việc làm Hà Nội", "texts_vi-place": "Hà Nội", "texts_vi-about": "Gặp gỡ các công ty.",
            "texts_ja-title": "ハノイ合同説明会", "texts_ja-place": "ハノイ",
            "sessions-0-what": "interviews", "sessions-0-begins": "10:00", "sessions-0-ends": "12:00",
        }
    )  # fmt: skip
    staff.send("event")
    staff.go(f"staff/events/{FAIR}")
    staff.send_to("/open")
    staff.go(f"staff/fairs/{FAIR}")
    staff.fill(
        first_at=of_venue(day, 10), number=6, minutes=20, wishes_until=of_venue(day - timedelta(days=1), 18), meetings_per_student=4,
    )  # fmt: skip
    staff.send("slots")
    staff.go(f"staff/fairs/{FAIR}")
