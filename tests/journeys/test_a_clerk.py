"""A clerk on a telephone, with keys alone: from registering the company to the position that everybody reads."""

from playwright.sync_api import Browser, expect
import pytest
from sqlalchemy import select

from recruit.app import create_app
from recruit.core.db import Database, writing
from recruit.core.settings import from_environment
from recruit.organisations.actions import approve
from recruit.organisations.models import Organisation
from recruit.postings.actions import publish_posting
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from tests.factories.postings import STAFF
from tests.journeys.keyboard import Keyboard
from tests.journeys.program import PASSWORD, Program
from tests.journeys.reader import Reader

pytestmark = pytest.mark.browser

CLERK = "saito@company.example"
# What is asked of a company, wherever its registration asks it.
COMPANY = {
    "name_ja": "大空建設", "name_kana": "オオゾラケンセツ", "corporate_number": "7000012050002", "prefecture": "ishikawa",
    "telephone": "076-000-0000", "capital_yen": "50000000", "staff_count": "48",
}  # fmt: skip
NEXT = 'main button[name="act"][value="next"]'
STEPS: tuple[dict[str, object], ...] = (
    {
        "employer_type": "direct", "duties_ja": "写真・出来形・工程表の管理、測量補助",
        "duties_change_range_ja": "会社の定める技術業務", "site_labour_declared": "yes", "interpreting_main": "no",
    },
    {
        "place_ja": "金沢市内の現場", "place_change_range_ja": "石川県内の現場", "contract_term": "regular",
        "probation_months": "3",
    },
    {
        "starts": "08:00", "ends": "17:00", "break_minutes": "90", "overtime_hours": "20", "overtime_cap_month": "45",
        "overtime_cap_year": "360", "days_off": "118", "rest_pattern": "company_calendar",
    },
    {"base_pay_yen": "２３５，０００円", "no_allowances": True, "fixed_overtime": "none"},
    {
        "insurance": ["health", "pension", "accident", "employment"], "smoking": "no_smoking",
        "housing": "company_flat", "surroundings": ["heavy_snow"], "faith": ["prayer_time"],
    },
    {"mentor": "yes", "mentor_languages": ["vi"]},
    {"openings": "2", "selection": ["papers", "interview_online"]},
)  # fmt: skip


def test_a_clerk_publishes_with_keys_alone(program: Program, browser: Browser) -> None:
    with Reader(browser, program.base, locale="ja-JP", zone="Asia/Tokyo", width=360) as clerk:
        keys = Keyboard(clerk.page)
        registers(program, clerk, keys)
        applies(clerk, keys)
        staff_do(program, "approve")
        begins_a_position(clerk, keys)
        goes_through_the_steps(clerk, keys)
        signs_in_anew_and_finds_what_was_typed(clerk, keys)
        clerk.go(clerk.page.url.partition("/steps/")[0])
        keys.press("#send-form button")
        staff_do(program, "publish")
        clerk.go("positions")
        clerk.sees("橋梁の施工管理")


def registers(program: Program, clerk: Reader, keys: Keyboard) -> None:
    clerk.go("account/register?kind=company")
    keys.fill(name="斎藤 健", email=CLERK, password=PASSWORD, agrees=True)
    keys.press("#register button[type=submit]:not([name])")
    clerk.go(program.link_to(CLERK, "/account/confirm/"))
    keys.press("main form button")
    signs_in(clerk, keys)


def signs_in(clerk: Reader, keys: Keyboard) -> None:
    if "/account/sign-in" not in clerk.page.url:
        clerk.go("account/sign-in")
    keys.fill(email=CLERK, password=PASSWORD)
    with clerk.page.expect_navigation():
        clerk.page.keyboard.press("Enter")
    assert "/account/sign-in" not in clerk.page.url, clerk.text()


def applies(clerk: Reader, keys: Keyboard) -> None:
    clerk.go("company/apply")
    for _page in range(9):
        if "/company/apply" not in clerk.page.url:
            return
        asked = {name: value for name, value in COMPANY.items() if clerk.field(name).count()}
        keys.fill(**asked)
        keys.press("main .actions .button")
    raise AssertionError(f"the registration does not end: {clerk.page.url}: {clerk.text()}")


def begins_a_position(clerk: Reader, keys: Keyboard) -> None:
    clerk.go("company/positions")
    keys.press('main a[href$="/company/positions/new"]')
    keys.fill(
        title_ja="橋梁の施工管理",
        work_kind="civil_site_management",
        prefecture="ishikawa",
        japanese_level="N3",
    )
    keys.press("#begin-form button[type=submit]")


def goes_through_the_steps(clerk: Reader, keys: Keyboard) -> None:
    for step in STEPS[:3]:
        keys.fill(**step)
        keys.press(NEXT)
    # Whoever only waits has saved too, and what is wrong is kept with its reason.
    keys.fill(base_pay_yen="about 235000")
    expect(clerk.page.locator("[data-saved]")).not_to_be_empty()
    clerk.page.reload()
    assert clerk.field("base_pay_yen").input_value() == "about 235000"
    assert clerk.page.locator("#base_pay_yen-error").count() == 1
    for step in STEPS[3:6]:
        keys.fill(**step)
        keys.press(NEXT)
    assert "/steps/applying" in clerk.page.url, clerk.text()


def signs_in_anew_and_finds_what_was_typed(clerk: Reader, keys: Keyboard) -> None:
    """The session is over while the last step is filled in: the way leads back to it, and nothing typed is lost."""
    keys.fill(**STEPS[6])
    clerk.context.clear_cookies(name="sign-in")
    keys.press(NEXT)
    assert "/account/sign-in" in clerk.page.url
    signs_in(clerk, keys)
    assert "/steps/applying" in clerk.page.url, clerk.page.url
    assert clerk.field("openings").input_value() == "2"
    assert clerk.page.locator('[name="selection"][value="interview_online"]').is_checked()
    keys.press(NEXT)
    assert "/steps/" not in clerk.page.url, clerk.text()


def staff_do(program: Program, what: str) -> None:
    """Staff look at it elsewhere; only what comes of it matters here."""
    database = Database(program.environ["RECRUIT_DATABASE_URL"])
    app = create_app(from_environment(program.environ), database=database)
    with app.app_context(), database.scope() as rows, writing():
        if what == "approve":
            company = rows.scalars(select(Organisation).where(Organisation.kind == "company")).one()
            approve(company, by=STAFF, now=program.now, despite_open_checks=True)
        else:
            posting = rows.scalars(select(Posting).where(Posting.state == PostingState.IN_REVIEW)).one()
            publish_posting(posting, by=STAFF, now=program.now)
    database.dispose()
