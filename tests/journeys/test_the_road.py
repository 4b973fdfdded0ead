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
        staff_open_a_fair(program, staff)
        student_fills_in_the_profile(student)
        student_takes_a_seat(program, student)
        company_takes_a_booth(program, company, staff)
        both_say_whom_they_want_to_meet(student, company)
        staff_publish_the_timetable(program, staff)
        both_see_the_meeting_in_two_clocks(program, student, company)
        company_writes_a_position_and_staff_publish_it(program, company, staff)


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


def staff_open_a_fair(program: Program, staff: Reader) -> None:
    day = program.now.astimezone(HANOI).date() + timedelta(days=20)
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


def student_fills_in_the_profile(student: Reader) -> None:
    student.go("me/profile")
    student.fill(
        name_passport="NGUYEN THI AN", name_local=NAME, call_name="An", katakana="グエン・ティ・アン", nationality="VN",
        university="huce", degree="bachelor", major="bridge_road", grade="3.4", grade_scale="4", graduates_on="2026-06",
        jlpt_level="N3", jlpt_score="110",
    )  # fmt: skip
    student.tick("autocad", "revit")
    student.send("profile-form")
    student.is_at("me/profile")
    assert student.page.locator(".error-summary").count() == 0, student.text()
    assert student.field("major").input_value() == "bridge_road"
    assert student.field("katakana").input_value() == "グエン・ティ・アン"


def student_takes_a_seat(program: Program, student: Reader) -> None:
    student.go("fairs")
    student.follow(f"/fairs/{FAIR}")
    student.sees("Hội chợ việc làm Hà Nội")
    student.send_to("/sign-up")
    student.sees(in_words_of("vi", "Your ticket"))
    ticket = program.mail_to(STUDENT, FAIR)
    assert "Hội chợ việc làm Hà Nội" in text_of(ticket) + str(ticket["Subject"])


def company_takes_a_booth(program: Program, company: Reader, staff: Reader) -> None:
    company.go("company/fairs")
    company.follow(f"/company/fairs/{FAIR}")
    company.fill(tables=1, people_who_come="人事 斎藤、現場代理人 木村")
    company.send("booth")
    staff.go(f"staff/fairs/{FAIR}")
    staff.sees(COMPANY_NAME, "現場代理人 木村")
    staff.page.locator('main form[action$="/confirm"] [name$="number"]').fill("A-1")
    staff.send_to("/confirm")
    assert "ハノイ" in text_of(program.mail_to(COMPANY, "A-1"))


def both_say_whom_they_want_to_meet(student: Reader, company: Reader) -> None:
    company.go(f"company/fairs/{FAIR}")
    company.sees("グエン・ティ・アン")
    company.follow("/company/students/")
    # What the student filled in in Vietnamese is read in Japanese: coded values, and the name in katakana first.
    assert company.heading() == "グエン・ティ・アン"
    company.sees("NGUYEN THI AN", in_words_of("ja", "Bridge and Road Engineering"), "AutoCAD", "N3")
    company.sees_not(STUDENT)
    company.go(f"company/fairs/{FAIR}")
    wish_for_the_first_row(company, mark="must", rank=1)
    student.go(f"me/fairs/{FAIR}")
    student.sees("Ozora Kensetsu", in_words_of("vi", "Asks to meet you"))
    wish_for_the_first_row(student, mark="yes", rank=1)


def wish_for_the_first_row(reader: Reader, *, mark: str, rank: int) -> None:
    reader.page.locator('main select[name^="mark-"]').first.select_option(mark)
    reader.page.locator('main input[name^="rank-"]').first.fill(str(rank))
    reader.send("wishes")
    assert reader.page.locator(".error-summary").count() == 0, reader.text()


def staff_publish_the_timetable(program: Program, staff: Reader) -> None:
    staff.go(f"staff/fairs/{FAIR}")
    staff.send_to("/timetable")
    publish = staff.page.locator('main form[action$="/publish"] button')
    program.wait_for(
        lambda: bool(staff.page.reload()) and publish.count() > 0, "the timetable is not computed"
    )
    staff.press(publish)


def both_see_the_meeting_in_two_clocks(program: Program, student: Reader, company: Reader) -> None:
    student.go(f"me/fairs/{FAIR}")
    student.sees("Ozora Kensetsu")
    in_hanoi = student.page.locator("main table.ruler th[scope=row]").first.inner_text().strip()
    assert "10:00" <= in_hanoi < "12:00"
    in_tokyo = f"{int(in_hanoi[:2]) + 2}{in_hanoi[2:]}"
    company.go(f"company/fairs/{FAIR}")
    company.sees("グエン・ティ・アン", in_hanoi, in_tokyo)
    assert in_hanoi in text_of(program.mail_to(STUDENT, "Ozora Kensetsu"))
    to_company = text_of(program.mail_to(COMPANY, "グエン・ティ・アン"))
    assert in_hanoi in to_company
    assert in_tokyo in to_company


def company_writes_a_position_and_staff_publish_it(program: Program, company: Reader, staff: Reader) -> None:
    company.go("company/positions")
    company.follow("/company/positions/new")
    company.fill(
        title_ja="橋梁の施工管理",
        work_kind="civil_site_management",
        prefecture="ishikawa",
        japanese_level="N3",
    )
    company.send("posting-form", name="act", value="submit")
    # The four answers of a draft do not make a position: what the law asks for is named, and nothing is lost.
    assert company.page.locator(".error-summary li").count() > 5
    company.fill(
        employer_type="direct", duties_ja="写真・出来形・工程表の管理、測量補助", duties_change_range_ja="会社の定める技術業務",
        site_labour_declared="yes", interpreting_main="no", place_ja="金沢市内の現場", place_change_range_ja="石川県内の現場",
        contract_term="regular", probation_months=3, starts="08:00", ends="17:00", break_minutes=90, overtime_hours=20,
        overtime_cap_month=45, overtime_cap_year=360, days_off=118, rest_pattern="company_calendar", base_pay_yen=235000,
        no_allowances=True, fixed_overtime="none", smoking="no_smoking", housing="company_flat", housing_yen=15000, openings=1,
        closes_on=(program.now.astimezone(TOKYO).date() + timedelta(days=60)).isoformat(), answer_days=10,
    )  # fmt: skip
    company.tick("health", "pension", "accident", "employment", "coe", "flight")
    company.send("posting-form", name="act", value="submit")
    assert company.page.locator(".error-summary").count() == 0, company.text()
    staff.go("staff/positions?state=in_review")
    staff.follow("/staff/positions/")
    staff.sees("橋梁の施工管理")
    staff.send_to("/publish")
    assert "橋梁の施工管理" in text_of(program.mail_to(COMPANY, "/positions/"))
