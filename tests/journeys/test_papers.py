"""On a phone, from an empty profile to all four papers."""

from collections.abc import Iterator
import json
from pathlib import Path
import subprocess

from playwright.sync_api import Browser
import pytest

from recruit.app import create_app
from recruit.core.db import Database
from tests import people
from tests.browser import PHONE, served
from tests.conftest import make_settings
from tests.databases import SqlitePlace
from tests.journeys.reader import Reader, in_words_of

pytestmark = pytest.mark.browser

NAME = "Nguyễn Thị Uyển"


@pytest.fixture
def student(browser: Browser, tmp_path: Path, instance_folder: Path) -> Iterator[Reader]:
    """Somebody who has just registered, at a phone."""
    url = SqlitePlace(tmp_path).fresh()
    database = Database(url)
    app = create_app(make_settings(url, instance_folder), database=database)
    with app.app_context(), database.scope():
        address = people.student().email
    with (
        served(app) as base,
        Reader(browser, base, locale="vi-VN", zone="Asia/Ho_Chi_Minh", width=PHONE) as reader,
    ):
        reader.sign_in(address, people.PASSWORD)
        yield reader
    database.dispose()


def fetched(student: Reader, ending: str, folder: Path) -> Path:
    """The file behind the link of the page that ends so."""
    with student.page.expect_download() as waiting:
        student.page.locator(f'main a[href$="{ending}"]').last.click()
    file = folder / ending.replace("/", "-")
    waiting.value.save_as(file)
    return file


def text_of(file: Path) -> str:
    return " ".join(
        subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode().split()
    )


def test_from_an_empty_profile_to_four_papers_on_a_phone(student: Reader, tmp_path: Path) -> None:
    student.go("me/papers")
    student.sees(in_words_of("vi", "There is no profile yet"))
    student.follow("me/profile")
    student.go("me/profile/names")
    student.fill(name_passport="NGUYEN THI UYEN", name_local=NAME, call_name="Uyển", nationality="VN")
    student.send("profile-form")
    # The papers say what is still blank, and lead there.
    student.go("me/papers")
    student.sees(in_words_of("vi", "Still blank:"))
    student.follow("me/profile/names#katakana")
    assert student.field("katakana").input_value()
    student.page.locator("#katakana_confirmed").check()
    student.fill(born_on="2003-05-14")
    student.send("profile-form")
    student.go("me/profile/studies")
    student.fill(
        university_name="Trường Đại học Cầu", degree="engineer", major="transport", graduates_on="2027-06"
    )
    student.send("profile-form")
    student.go("me/profile/languages")
    student.fill(jlpt_level="N3", jlpt_score="110", japanese_own_view="A2")
    student.send("profile-form")
    student.go("me/profile/skills")
    student.tick("autocad", "revit")
    student.send("profile-form")
    student.go("me/profile/wishes")
    student.tick("civil_site_management")
    student.fill(about="Em muốn học quản lý thi công.", may_start_on="2027-10")
    student.send("profile-form")

    student.go("me/papers")
    student.sees_not(in_words_of("vi", "Still blank:"))
    for ending, words in {
        "rirekisho.pdf": (
            "履歴書",
            "NGUYEN THI UYEN",
            NAME,
            "2003年5月14日生",
            "卒業見込み",
            "（ベトナム語）",
        ),
        "cv.pdf": ("Please call me Uyển", "Transportation Infrastructure Engineering", "（Vietnamese）"),
        "interview-sheet.pdf": ("面接シート", "通訳が必要", "土木施工管理"),
    }.items():
        text = text_of(fetched(student, ending, tmp_path))
        assert all(one in text for one in words), text
    resume = json.loads(fetched(student, "resume.json", tmp_path).read_text())
    assert resume["basics"]["name"] == NAME and len(resume["skills"]) == 2
    # The file that was just taken home says nothing new.
    student.go("me/papers/take-in")
    student.fill(file=tmp_path / "resume.json")
    student.send("take-in-form")
    student.sees(in_words_of("vi", "Nothing new"))
