"""One fair, from its announcement to a student who does not come: staff, two companies and three students, each in their own language."""

from collections.abc import Iterator
from datetime import UTC, datetime
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect
import pytest
import zxingcpp

from tests.journeys.fair_house import FairHouse, Member, entries_of, fair_house
from tests.journeys.program import text_of
from tests.journeys.reader import in_words_of

pytestmark = pytest.mark.browser

FAIR = "makassar"
TITLES = {
    "ja": "マカッサル合同面談会", "en": "Makassar Career Fair", "id": "Bursa Kerja Makassar", "vi": "Hội chợ việc làm Makassar",
}  # fmt: skip
# Half past eight in Makassar, an hour and a half before the first meeting.
MORNING_OF_THE_FAIR = datetime(2026, 12, 5, 0, 30, tzinfo=UTC)
SLOTS = ("10:00", "10:20", "10:40")


@pytest.fixture
def house(browser: Browser, tmp_path: Path, instance_folder: Path) -> Iterator[FairHouse]:
    with fair_house(tmp_path, instance_folder, browser) as opened:
        yield opened


def test_a_fair_from_its_announcement_to_who_does_not_come(house: FairHouse) -> None:
    staff_announce_a_fair(house)
    companies_apply_and_are_let_in(house)
    companies_say_who_comes_and_what_they_show(house)
    students_take_seats_and_wish(house)
    companies_mark_students(house)
    planned = staff_have_a_timetable_computed(house)
    budi_meets_at = staff_fix_a_meeting_at_another_time(house, planned)
    staff_look_at_the_proof_and_publish(house, budi_meets_at)
    students_see_their_day_in_two_clocks(house, budi_meets_at)
    companies_see_their_day(house, budi_meets_at)
    mails_have_brought_calendar_files(house, budi_meets_at)
    number = an_has_a_ticket_that_is_read_back(house)
    house.let_time_pass_to(MORNING_OF_THE_FAIR)
    house.work()
    an_is_let_in(house, number)
    maria_does_not_come_and_only_the_disturbed_are_told(house)
    budi_sees_the_new_meeting(house, budi_meets_at)
    every_mail_is_in_the_language_of_its_reader(house)


def staff_announce_a_fair(house: FairHouse) -> None:
    staff = house.staff.reader
    staff.go("staff/events/new")
    staff.fill(
        kind="fair", slug=FAIR, country="ID", zone="Asia/Makassar", starts_at="2026-12-05T09:00", ends_at="2026-12-05T16:00",
        sign_up_until="2026-12-03T23:00", seats=80,
    )  # fmt: skip
    for language, title in TITLES.items():
        staff.fill(**{f"texts_{language}-title": title, f"texts_{language}-place": "Makassar"})
    staff.fill(**{"sessions-0-what": "interviews", "sessions-0-begins": "10:00", "sessions-0-ends": "12:00"})
    staff.send("event")
    assert staff.page.locator(".error-summary").count() == 0, staff.text()
    staff.go(f"staff/events/{FAIR}")
    staff.send_to("/open")
    staff.go(f"staff/fairs/{FAIR}")
    staff.fill(
        first_at="2026-12-05T10:00",
        number=3,
        minutes=20,
        wishes_until="2026-12-04T18:00",
        meetings_per_student=3,
    )
    staff.send("slots")
    staff.go(f"staff/fairs/{FAIR}/booths")
    # Two booths, one table each, for companies that are ready.
    staff.fill(booths=2, tables_each=1, first="small_companies", demands=True)
    staff.send("booth-rules")
    assert staff.page.locator(".error-summary").count() == 0, staff.text()


def companies_apply_and_are_let_in(house: FairHouse) -> None:
    for one in (house.ozora, house.kitanari):
        company = one.reader
        company.go("company/fairs")
        company.follow(f"/company/fairs/{FAIR}")
        company.sees(TITLES["ja"])
        company.fill(tables=1, people_who_come="人事、現場代理人")
        company.send("booth")
        company.sees(in_words_of("ja", "Your company has everything that is needed for a booth."))
    staff = house.staff.reader
    staff.go(f"staff/fairs/{FAIR}/booths")
    staff.sees("大空建設", "北成橋梁")
    staff.send_to("/give-out")
    staff.sees_not("大空建設")


def companies_say_who_comes_and_what_they_show(house: FairHouse) -> None:
    for one in (house.ozora, house.kitanari):
        company = one.reader
        company.go(f"company/fairs/{FAIR}/booth")
        company.fill(**{"person-1-name": one.user.person.display_name, "person-1-languages": ("vi",)})
        company.tick("y")
        company.send("bring")
        company.is_at(f"company/fairs/{FAIR}")
        company.sees(one.user.person.display_name)
    # In the last slot nobody is at the booth: so it has room for two of the three.
    ozora = house.ozora.reader
    ozora.go(f"company/fairs/{FAIR}/free")
    ozora.fill(busy=("2",))
    ozora.send("free")


def students_take_seats_and_wish(house: FairHouse) -> None:
    wishes = {
        "an": {house.ozora.ref: ("must", 1), house.kitanari.ref: ("yes", 2)},
        "budi": {house.ozora.ref: ("yes", 2), house.kitanari.ref: ("must", 1)},
        "maria": {house.ozora.ref: ("must", 1)},
    }
    for name, wished in wishes.items():
        one: Member = getattr(house, name)
        student = one.reader
        student.go("fairs")
        student.follow(f"/fairs/{FAIR}")
        assert student.heading() == TITLES[one.language]
        student.sees("Ozora Kensetsu", "Kitanari Bridges")
        student.send_to("/sign-up")
        student.sees(in_words_of(one.language, "Your ticket"))
        student.follow(f"/me/fairs/{FAIR}")
        for ref, (mark, rank) in wished.items():
            student.fill(**{f"mark-{ref}": mark, f"rank-{ref}": rank})
        student.send("wishes")
        assert student.page.locator(".error-summary").count() == 0, student.text()
    # In the first slot Maria cannot come.
    maria = house.maria.reader
    maria.follow(f"/me/fairs/{FAIR}/free")
    maria.fill(busy=("0",))
    maria.send("free")


def companies_mark_students(house: FairHouse) -> None:
    for one, students in (
        (house.ozora, (house.an, house.budi, house.maria)),
        (house.kitanari, (house.an, house.budi)),
    ):
        company = one.reader
        company.go(f"company/fairs/{FAIR}")
        company.sees(*(student.called for student in students))
        for student in students:
            company.put(f"mark-{student.ref}", "yes")
        company.send("wishes")
        assert company.page.locator(".error-summary").count() == 0, company.text()


def staff_have_a_timetable_computed(house: FairHouse) -> int:
    """Gives the slot in which Budi meets Kitanari in the first plan."""
    staff = house.staff.reader
    staff.go(f"staff/fairs/{FAIR}")
    staff.send_to("/timetable")
    staff.sees(in_words_of("ja", "The timetable is being computed"))
    house.work()
    staff.go(f"staff/fairs/{FAIR}/timetable")
    staff.sees(in_words_of("ja", "Proven: no timetable is better"))
    staff.follow(f"/fixed/{house.budi.ref}/{house.kitanari.ref}")
    return int(staff.page.locator('main [name="slot"]:checked').input_value())


def staff_fix_a_meeting_at_another_time(house: FairHouse, planned: int) -> str:
    """An is at Kitanari between the two of the plan, so Budi has the first or the last of its slots: he is given the other one."""
    staff = house.staff.reader
    wanted = {0: 2, 2: 0}[planned]
    staff.fill(slot=(str(wanted),))
    staff.send("fix")
    staff.is_at(f"staff/fairs/{FAIR}/timetable")
    # The plan that stands does not keep what was just fixed, so it is not the one to publish.
    assert staff.page.locator('main form[action$="/publish"]').count() == 0
    staff.send_to("/timetable")
    house.work()
    staff.page.reload()
    return SLOTS[wanted]


def staff_look_at_the_proof_and_publish(house: FairHouse, budi_meets_at: str) -> None:
    staff = house.staff.reader
    # On the clock of the venue, and on that of whoever looks.
    grid = staff.page.locator("main table.timetable, main .desk-only table").first
    expect(grid).to_contain_text("10:00")
    expect(grid).to_contain_text("11:00")
    expect(grid).to_contain_text("ブディ")
    expect(grid.locator("tr", has_text="大空建設").locator("td").last).to_have_text(in_words_of("ja", "away"))
    staff.sees(
        in_words_of("ja", "fixed"),
        in_words_of("ja", "Proven: no timetable is better"),
        in_words_of("ja", "The proof is a list of prices that was added up again without the solver."),
    )
    staff.go(f"staff/fairs/{FAIR}/timetable?view=unmet")
    row = staff.page.locator("main tbody tr").first
    expect(row).to_contain_text("ブディ・サントソ")
    expect(row).to_contain_text("大空建設")
    staff.send_to("/publish")
    staff.sees(in_words_of("ja", "Something is different from the plan"))
    house.work()


def day_of(one: Member) -> list[tuple[str, ...]]:
    """The rows of somebody's own day: the clock of the venue, whom they meet, their own clock."""
    one.reader.go(f"me/fairs/{FAIR}")
    rows = one.reader.page.locator("main table.ruler tbody tr").all()
    return [
        (
            row.locator("th").inner_text().strip(),
            row.locator(".what").inner_text().strip(),
            row.locator("td.far").inner_text().strip(),
        )
        for row in rows
    ]


def in_hours(venue_time: str, hours: int) -> str:
    return f"{int(venue_time[:2]) + hours:02}{venue_time[2:]}"


def students_see_their_day_in_two_clocks(house: FairHouse, budi_meets_at: str) -> None:
    assert day_of(house.an) == [
        ("10:00", "Ozora Kensetsu", "09:00"),
        ("10:20", "Kitanari Bridges", "09:20"),
    ]
    assert day_of(house.budi) == [(budi_meets_at, "Kitanari Bridges", in_hours(budi_meets_at, -1))]
    assert day_of(house.maria) == [("10:20", "Ozora Kensetsu", "11:20")]
    for one in (house.an, house.budi, house.maria):
        assert one.reader.page.title().count(TITLES[one.language]) == 1


def companies_see_their_day(house: FairHouse, budi_meets_at: str) -> None:
    for one, meetings in (
        (house.ozora, {"10:00": house.an, "10:20": house.maria}),
        (house.kitanari, {"10:20": house.an, budi_meets_at: house.budi}),
    ):
        one.reader.go(f"company/fairs/{FAIR}")
        for at, student in meetings.items():
            row = one.reader.page.locator("main table").first.locator("tr", has_text=student.called)
            expect(row).to_contain_text(at)
            expect(row).to_contain_text(in_hours(at, 1))


def mails_have_brought_calendar_files(house: FairHouse, budi_meets_at: str) -> None:
    for one, times in (
        (house.an, ["10:00", "10:20"]),
        (house.budi, [budi_meets_at]),
        (house.maria, ["10:20"]),
    ):
        told = house.mail_to(one, in_words_of(one.language, "Open your timetable"))
        assert TITLES[one.language] in str(told["Subject"])
        assert [entry["begins"][11:16] for entry in entries_of(told)] == [in_hours(at, -8) for at in times]
    for one in (house.ozora, house.kitanari):
        told = house.mail_to(one, "グエン・ティ・アン")
        assert TITLES["ja"] in str(told["Subject"]) and len(entries_of(told)) == 2


def an_has_a_ticket_that_is_read_back(house: FairHouse) -> str:
    an = house.an.reader
    an.go(f"fairs/{FAIR}/ticket")
    with Image.open(io.BytesIO(an.page.locator("main .ticket").screenshot())) as picture:
        [code] = zxingcpp.read_barcodes(picture.convert("L"))
    an.sees(code.text[:4])
    assert code.text in text_of(house.mail_to(house.an, f"/vi/fairs/{FAIR}/ticket"))
    return code.text


def an_is_let_in(house: FairHouse, number: str) -> None:
    staff = house.staff.reader
    staff.go(f"staff/events/{FAIR}/door")
    staff.field("code").fill(number)
    # A scanner types what it reads, and a line's end.
    staff.page.keyboard.press("Enter")
    answer = staff.page.locator("#door-answer")
    expect(answer).to_contain_text(house.an.called)
    expect(answer.locator(".door-answer.is-done")).to_be_visible()


def maria_does_not_come_and_only_the_disturbed_are_told(house: FairHouse) -> None:
    staff = house.staff.reader
    before = len(house.mail_server.messages)
    staff.go(f"staff/fairs/{FAIR}/day")
    missing = staff.page.locator("main #missing")
    expect(missing).to_contain_text(house.maria.called)
    expect(missing).not_to_contain_text(house.an.called)
    staff.follow(f"student-{house.maria.ref}=absent")
    staff.send("mend")
    staff.sees(in_words_of("ja", "Ways are being looked for"))
    house.work()
    assert len(house.mail_server.messages) == before, "nobody is told before one way is taken"
    staff.page.reload()
    staff.send_to("/accept")
    house.work()
    told = {str(mail["To"]) for mail in house.mail_server.messages[before:]}
    disturbed = (house.maria, house.budi, house.ozora)
    assert {one.address for one in house.everybody if any(one.address in each for each in told)} == {
        one.address for one in disturbed
    }
    assert len(house.mail_server.messages) == before + len(disturbed)


def budi_sees_the_new_meeting(house: FairHouse, budi_meets_at: str) -> None:
    day = [(budi_meets_at, "Kitanari Bridges"), ("10:20", "Ozora Kensetsu")]
    assert day_of(house.budi) == [(at, who, in_hours(at, -1)) for at, who in sorted(day)]
    house.budi.reader.sees(in_words_of("id", "changed"))
    told = entries_of(house.mails_to(house.budi)[-1])
    assert sorted(one["begins"][11:16] for one in told) == sorted(in_hours(at, -8) for at, _who in day)
    assert [one["status"] for one in entries_of(house.mails_to(house.maria)[-1])] == ["CANCELLED"]
    assert day_of(house.maria) == []
    house.maria.reader.sees(
        "Your meetings do not take place any more", "The meeting does not take place any more."
    )
    ozora = house.ozora.reader
    ozora.go(f"company/fairs/{FAIR}/day")
    ozora.sees(house.an.called, house.budi.called)
    ozora.sees_not(house.maria.called)


def every_mail_is_in_the_language_of_its_reader(house: FairHouse) -> None:
    for one in (house.ozora, house.kitanari, house.an, house.budi, house.maria):
        mails = house.mails_to(one)
        # The ticket or the booth, and the timetable at least.
        assert len(mails) >= 2, [str(mail["Subject"]) for mail in mails]
        for mail in mails:
            text = text_of(mail)
            found = {code for code in TITLES if f"{house.base}/{code}/" in text}
            assert found == {one.language}, text
            assert not [title for code, title in TITLES.items() if code != one.language and title in text], (
                text
            )
