"""The list of forms, and a form as a file."""

import io
import re

import html5lib
from openpyxl import load_workbook
import pytest

from recruit.core import facts
from recruit.core.db import writing
from recruit.handbook import actions
from recruit.handbook.paper_forms import FORMS


@pytest.fixture
def books(db, now):
    with writing():
        facts.load_shipped()
        actions.load_editions(now)


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_list_leads_to_every_file(books, client, count_queries, language):
    with count_queries(3):
        page = client.get(f"/{language}/handbook/forms").text
    html5lib.HTMLParser(strict=True).parse(page)
    for form in FORMS.values():
        assert f'<li id="{form.key}">' in page
        assert form.purposes[language] in page
    files = re.findall(r'href="(/\w+/handbook/forms/[\w.-]+\?language=\w+)"', page)
    assert len(files) == sum(len(form.languages) for form in FORMS.values())
    assert f"/{language}/handbook/company-handbook/hiring-plan" in page


def test_list_stands_without_books(db, client):
    assert FORMS["exit-form"].titles["en"] in client.get("/en/handbook/forms").text


def test_file_is_handed_out_with_its_name(books, client):
    answer = client.get("/vi/handbook/forms/cost-sheet.xlsx?language=en")
    assert answer.status_code == 200
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert 'filename="cost-sheet-en.xlsx"' in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert load_workbook(io.BytesIO(answer.data)).sheetnames == ["Example (two hires)", "Your sheet"]
    notice = client.get("/vi/handbook/forms/working-conditions-notice.docx")
    assert "working-conditions-notice-vi.docx" in notice.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "name", ["no-such.docx", "cost-sheet.docx", "cost-sheet.xlsx?language=vi", "exit-form.docx?language=xx"]
)
def test_what_is_not_made_is_missing(db, client, name):
    assert client.get(f"/en/handbook/forms/{name}").status_code == 404
