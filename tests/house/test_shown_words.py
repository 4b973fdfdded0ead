"""Nobody agrees to words that came between reading and pressing: a newer version goes live while the page is open."""

from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts.models import Consent, ConsentText, User
from recruit.accounts.rules import Purpose
from tests import people
from tests.accounts.changed_words import change_words
from tests.accounts.steps import REGISTRATION
from tests.factories import applications, surveys
from tests.factories.fairs import make_fair
from tests.factories.organisations import make_company
from tests.shown_words import FIELD, shown_on

# (address of the page, address of the form, what is sent besides)
Asked = tuple[str, str, dict[str, str]]
AGREES = {"agrees": "y"}


def _registration(_student: User) -> Asked:
    page = "/vi/account/register?kind=student"
    return page, page, REGISTRATION


def _seat_at_a_fair(_student: User) -> Asked:
    page = f"/vi/fairs/{make_fair().event.slug}"
    return page, f"{page}/sign-up", {}


def _card_for_all(_student: User) -> Asked:
    page = "/vi/me/profile/visibility"
    return page, page, {**AGREES, "visibility": "all_approved_companies"}


def _profile_for_one(_student: User) -> Asked:
    page = f"/vi/me/privacy/companies/{make_company().slug}"
    return page, page, AGREES


def _application(_student: User) -> Asked:
    company, _by = applications.make_company_with(people.company_member())
    page = f"/vi/positions/{applications.make_published(company).slug}/apply"
    return page, page, AGREES


def _surveys(student: User) -> Asked:
    surveys.make_hire(starts_on=date(2026, 10, 1), user=student, agrees=False)
    page = "/vi/me/surveys/agreement"
    return page, page, {"act": "yes"}


@pytest.mark.parametrize(
    ("place", "purpose"),
    [
        (_registration, Purpose.SERVICE),
        (_seat_at_a_fair, Purpose.FAIR_COMPANIES),
        (_card_for_all, Purpose.PROFILE_TO_COMPANY),
        (_profile_for_one, Purpose.PROFILE_TO_COMPANY),
        (_application, Purpose.PROFILE_TO_COMPANY),
        (_surveys, Purpose.FOLLOW_UP),
    ],
)
def test_words_that_came_in_between_are_shown_before_they_are_agreed_to(
    client: FlaskClient,
    db: Session,
    monkeypatch: pytest.MonkeyPatch,
    place: Callable[[User], Asked],
    purpose: Purpose,
) -> None:
    student = people.student()
    if place is not _surveys:
        applications.make_student(student)
    page, form, sent = place(student)
    if place is not _registration:
        people.sign_in(client, student)
    before = shown_on(client.get(page).text)
    change_words(monkeypatch, purpose)
    agreed = select(ConsentText).join(Consent).where(Consent.purpose == purpose)
    for shown in (before, {FIELD: ""}, shown_on(client.get(page.replace("/vi/", "/ja/")).text)):
        refused = client.post(form, data={**sent, **shown}, follow_redirects=True)
        assert "Nội dung bạn đồng ý đã thay đổi" in refused.text
        assert "New." in refused.text
        assert db.scalars(agreed).all() == []
    assert client.post(form, data={**sent, **shown_on(refused.text)}).status_code == 303
    words = db.scalars(agreed).one()
    assert (words.language, words.body.endswith("New.")) == ("vi", True)
