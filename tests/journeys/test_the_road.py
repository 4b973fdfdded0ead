"""One road, in the real program: from the start page to the follow-up of the first week and what comes of it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser
import pytest

from tests.journeys.program import PASSWORD, Program, text_of
from tests.journeys.reader import Reader, in_words_of

pytestmark = pytest.mark.browser

STUDENT, COMPANY, STAFF = "an@student.example", "saito@company.example", "naoko@staff.example"
NAME, COMPANY_NAME = "Nguyễn Thị An", "大空建設"
HANOI, TOKYO = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Asia/Tokyo")
RETENTION = "retention@staff.example"
FAIR = "hanoi-road"
# The first working day: a Monday.
START = date(2027, 4, 5)


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
        student_applies_and_accepts_the_offer(program, student, company)
        the_procedure_begins(student, company, staff)
        hire_agrees_to_be_asked(program, browser)
        every_mail_is_in_the_language_of_its_reader(program)

        program.move_clock_to(at_noon_in_hanoi(START))
        company.sign_in(COMPANY, PASSWORD)
        company_confirms_the_first_working_day(company)
        program.move_clock_to(at_noon_in_hanoi(START + timedelta(days=7)))
        hire_answers_on_the_phone(program, browser)
        company.sign_in(COMPANY, PASSWORD)
        employer_sees_nothing_of_it(company)
        retention_officer_sees_case_board_and_curve(program, browser)
        handbook_and_help_lines_are_open_to_all(program, browser)


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
    company.follow("/company/apply/")
    steps: list[dict[str, object]] = [
        {
            "name_ja": COMPANY_NAME,
            "name_kana": "オオゾラケンセツ",
            "name_en": "Ozora Kensetsu",
            "corporate_number": "７０００－０１２０－５０００２",
        },
        {"prefecture": "ishikawa", "telephone": "076-000-0000"},
        {"capital_yen": "50000000", "staff_count": "48"},
        {"permit_number": "石川県知事許可（般-8）第12345号"},
        {},
    ]
    for typed in steps:
        company.fill(**typed)
        company.send("company-form", name="go_on")
    company.is_at("company/apply/send")
    company.sees(COMPANY_NAME)
    company.send()
    company.is_at("company/ready")
    staff.go("staff/organisations?state=applied")
    staff.follow("/staff/organisations/")
    staff.sees(COMPANY_NAME, "7000012050002")
    # Nobody has made the checks: whoever approves says that they know.
    staff.tick("y")
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
    student.go("me/profile/names")
    student.fill(name_passport="NGUYEN THI AN", name_local=NAME, call_name="An", nationality="VN")
    student.send("profile-form")
    student.is_at("me/profile")
    student.go("me/profile/names")
    # The reading is proposed, the student only confirms it.
    assert student.field("katakana").input_value() == "グエン・ティ・アン"
    student.page.locator("#katakana_confirmed").check()
    student.send("profile-form")
    student.go("me/profile/studies")
    student.fill(
        university_name="huce", degree="bachelor", major="bridge_road", grade="3.4", grade_scale="4",
        graduates_on="2026-06",
    )  # fmt: skip
    student.send("profile-form")
    student.go("me/profile/languages")
    student.fill(jlpt_level="N3", jlpt_score="110")
    student.send("profile-form")
    student.go("me/profile/skills")
    student.tick("autocad", "revit")
    student.send("profile-form")
    student.is_at("me/profile/skills")
    assert student.page.locator(".error-summary").count() == 0, student.text()
    student.go("me/profile/studies")
    assert student.field("major").input_value() == "bridge_road"


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
    company.send("begin-form")
    # The four answers of a draft do not make a position: what the law asks for is counted, and nothing is sent.
    company.go(company.page.url.partition("/steps/")[0])
    assert company.page.locator("form#send-form").count() == 0
    company.press(company.page.locator("main .next-act a"))
    company.fill(
        employer_type="direct", duties_ja="写真・出来形・工程表の管理、測量補助", duties_change_range_ja="会社の定める技術業務",
        site_labour_declared="yes", interpreting_main="no",
    )  # fmt: skip
    company.send("posting-form", name="act", value="next")
    company.fill(
        place_ja="金沢市内の現場",
        place_change_range_ja="石川県内の現場",
        contract_term="regular",
        probation_months=3,
    )
    company.send("posting-form", name="act", value="next")
    company.fill(
        starts="08:00", ends="17:00", break_minutes=90, overtime_hours=20, overtime_cap_month=45, overtime_cap_year=360,
        days_off=118, rest_pattern="company_calendar",
    )  # fmt: skip
    company.send("posting-form", name="act", value="next")
    company.fill(base_pay_yen=235000, no_allowances=True, fixed_overtime="none")
    company.send("posting-form", name="act", value="next")
    company.fill(smoking="no_smoking", housing="company_flat", housing_yen=15000)
    company.tick("health", "pension", "accident", "employment", "coe", "flight")
    company.send("posting-form", name="act", value="next")
    company.send("posting-form", name="act", value="next")
    last_day = program.now.astimezone(TOKYO).date() + timedelta(days=60)
    company.fill(openings=1, closes_on=last_day.isoformat(), answer_days=10)
    company.send("posting-form", name="act", value="next")
    company.send("send-form")
    assert company.page.locator(".error-summary").count() == 0, company.text()
    staff.go("staff/positions?state=in_review")
    staff.follow("/staff/positions/")
    staff.sees("橋梁の施工管理")
    staff.send_to("/publish")
    assert "橋梁の施工管理" in text_of(program.mail_to(COMPANY, "/positions/"))


def student_applies_and_accepts_the_offer(program: Program, student: Reader, company: Reader) -> None:
    student.go("positions")
    student.follow("/vi/positions/")
    student.follow("/apply")
    student.fill(letter="Tôi muốn học xây dựng cầu ở Nhật.", agrees=True)
    student.send("apply-form")
    student.is_at("me/applications/")
    assert "橋梁の施工管理" in text_of(program.mail_to(COMPANY, "/company/applications/"))
    company.go("company/applications")
    company.follow("/company/applications/")
    company.sees("Tôi muốn học xây dựng cầu ở Nhật.")
    for _stage in range(3):
        if company.page.locator('main a[href$="/offer"]').count():
            break
        company.page.locator(
            'main form#move-form input[name="to"][value="interview"], main form#move-form input[name="to"]'
        ).first.check()
        company.send("move-form")
    company.follow("/offer")
    company.fill(
        planned_start_on=START.isoformat(),
        answer_by_on=(program.now.date() + timedelta(days=20)).isoformat(),
    )
    company.send("offer-form")
    assert company.page.locator(".error-summary").count() == 0, company.text()
    link = program.link_to(STUDENT, "/me/offers/")
    student.go(link)
    student.sees("Ozora Kensetsu", "235.000")
    student.fill(agrees=True)
    student.send("accept-form")
    student.sees(in_words_of("vi", "See what comes next"))
    program.mail_to(COMPANY, "/company/placements")


def the_procedure_begins(student: Reader, company: Reader, staff: Reader) -> None:
    student.go("me/arrival")
    assert student.page.locator("main li").count() > 5
    company.go("company/placements")
    company.sees("NGUYEN THI AN")
    company.follow("/company/placements/")
    company.sees(in_words_of("ja", "Planned first working day"))
    staff.go("staff/placements")
    staff.sees("An")


def hire_agrees_to_be_asked(program: Program, browser: Browser) -> None:
    link = program.link_to(STUDENT, "/surveys/agreement/")
    with Reader(browser, program.base, locale="vi-VN", zone="Asia/Ho_Chi_Minh", width=360) as hire:
        hire.go(link)
        hire.sees(in_words_of("vi", "You decide. Until you have said yes, we send you no survey."))
        hire.page.get_by_role("button", name=in_words_of("vi", "Yes, you may ask me")).click()
        hire.sees(in_words_of("vi", "You have said yes. You can stop at any time."))


def every_mail_is_in_the_language_of_its_reader(program: Program) -> None:
    for address, language, others in (
        (STUDENT, "vi", ("ja", "id", "en")),
        (COMPANY, "ja", ("vi", "id", "en")),
    ):
        mails = program.mails_to(address)
        assert len(mails) >= 4
        for mail in mails:
            text = text_of(mail)
            assert f"{program.base}/{language}/" in text, text
            assert not [other for other in others if f"{program.base}/{other}/" in text], text


def at_noon_in_hanoi(day: date) -> datetime:
    return datetime.combine(day, time(12), HANOI)


def company_confirms_the_first_working_day(company: Reader) -> None:
    company.go("company/placements")
    company.follow("/company/placements/")
    company.fill(started_on=START.isoformat())
    company.send_to("/start")
    company.is_at("company/placements/")


def hire_answers_on_the_phone(program: Program, browser: Browser) -> None:
    link = program.link_to(STUDENT, "/vi/s/")
    with Reader(browser, program.base, locale="vi-VN", zone="Asia/Tokyo", width=360) as hire:
        hire.go(link)
        assert hire.page.locator(".header-account").count() == 0, "nobody is asked to sign in"
        hire.send()
        for _question in range(2):
            hire.answer_and(hire.first_answers(), act="next")
        stopped_at = hire.heading()
        hire.answer_and(hire.first_answers(), act="stop")
        hire.sees(in_words_of("vi", "Your answers are kept"))
    with Reader(browser, program.base, locale="vi-VN", zone="Asia/Tokyo", width=360) as hire:
        hire.go(link)
        hire.send()
        assert hire.heading() != stopped_at, "the survey goes on after the last answer"
        seen = set()
        while "/question/" in hire.page.url:
            item = hire.page.url.rpartition("/")[2]
            assert item not in seen
            seen.add(item)
            hire.answer_and(
                {"a_trouble": ["a_unpaid"], "say_more": ["Tôi chưa nhận được lương."]}.get(item)
                or hire.first_answers()
            )
            if item == "a_trouble":
                hire.sees(in_words_of("vi", "You can get help now"))
        assert {"a_trouble", "a_share", "say_more"} <= seen
        hire.sees("Tôi chưa nhận được lương.")
        hire.send()
        hire.sees(
            in_words_of("vi", "Thank you. Your answers have arrived."),
            in_words_of("vi", "You can get help now"),
        )
        hire.go(link)
        assert "/question/" not in hire.page.url
        assert hire.page.locator('main form[action$="/begin"]').count() == 0, "answers are handed in once"
        hire.go("s/a-key-that-nobody-has", status=404)


def employer_sees_nothing_of_it(company: Reader) -> None:
    company.go("company/placements")
    company.follow("/company/placements/")
    company.sees_not("Tôi chưa nhận được lương.")
    assert company.page.locator('a[href*="/cases"]').count() == 0
    for address in ("staff/cases", "staff/followups", "staff/retention", "staff/people"):
        company.go(address, status=403)
    company.go("me/surveys")
    company.sees_not("Tôi chưa nhận được lương.")


def retention_officer_sees_case_board_and_curve(program: Program, browser: Browser) -> None:
    program.command(
        "user",
        "create",
        RETENTION,
        "--role",
        "retention_officer",
        "--name",
        "中村 さくら",
        "--language",
        "ja",
    )
    with Reader(browser, program.base, locale="ja-JP", zone="Asia/Tokyo") as officer:
        officer.sign_in(RETENTION, PASSWORD)
        officer.go("staff/cases")
        officer.follow("/staff/cases/")
        officer.send_to("/take")
        officer.sees("給料・残業代が払われない")
        officer.go("staff/followups/people")
        officer.sees("An")
        officer.go("staff/retention")
        assert officer.page.locator("main svg").count() > 0


def handbook_and_help_lines_are_open_to_all(program: Program, browser: Browser) -> None:
    for locale in ("ja-JP", "vi-VN", "id-ID", "en-GB"):
        with Reader(browser, program.base, locale=locale, zone="Asia/Tokyo") as reader:
            reader.go("handbook/")
            reader.follow("/handbook/")
            reader.follow("/handbook/")
            reader.go("help")
            assert reader.page.locator('main a[href^="tel:"]').count() > 3
