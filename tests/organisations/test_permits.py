"""Construction permits: what their numbers say, and when somebody is asked."""

from datetime import date, timedelta

import pytest

from recruit.core.db import writing
from recruit.organisations import jobs, permits
from recruit.organisations.permits import PermitKind, PermitStanding
from recruit.organisations.rules import OrganisationState, Prefecture
from tests import people
from tests.factories.organisations import join, make_company

MINISTER = "国土交通大臣許可（特-5）第123号"
AICHI = "愛知県知事許可（般-5）第12345号"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("国土交通大臣許可（特-5）第00123号", MINISTER),
        ("大臣 特-5 123", MINISTER),
        ("国土交通大臣 許可（特－５）第１２３号", MINISTER),
        ("愛知県知事(般‐5)第012345号", AICHI),
        ("愛知知事の許可 [般ー５] 第12345", AICHI),
        ("東京都知事許可（般・特-元）第1号", "東京都知事許可（般・特-1）第1号"),
        ("北海道知事許可（般-6）石第7号", "北海道知事許可（般-6）石第7号"),
        ("愛知県知事許可（般-6）石第7号", None),
        ("知事許可（般-5）第12345号", None),
        ("見本県知事許可（般-5）第12345号", None),
        ("愛知県知事許可（般-5）第0号", None),
        ("愛知県知事許可（般-0）第5号", None),
        ("愛知県知事許可第12345号", None),
        ("12345", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, written):
    permit = permits.permit_in(typed)
    assert (permit.written() if permit else None) == written


def test_every_governor_and_both_eras_are_known():
    assert set(permits.GOVERNORS) == set(Prefecture)
    assert permits.permit_in("愛知県知事許可（般-30）第5号").year == 2018
    assert permits.permit_in("愛知県知事許可（般・特-7）第5号") == permits.Permit(
        Prefecture.AICHI, (PermitKind.GENERAL, PermitKind.SPECIAL), 2025, 5
    )


def test_the_year_in_the_number_bounds_the_end():
    permit = permits.permit_in(AICHI)
    end = permits.end_of_permit(permit, None)
    assert (end.earliest, end.latest, end.is_exact) == (date(2028, 3, 31), date(2029, 3, 31), False)
    assert permits.end_of_permit(permit, date(2028, 7, 1)).is_exact
    assert permits.end_of_permit(None, None) is None
    fits = [date(2027, 12, 30), date(2028, 7, 1), date(2029, 3, 31), date(2029, 4, 1)]
    assert [permits.agrees(permit, day) for day in fits] == [False, True, True, False]


@pytest.mark.parametrize(
    ("today", "until", "standing"),
    [
        (date(2028, 1, 1), date(2028, 7, 1), PermitStanding.HOLDS),
        (date(2028, 4, 2), date(2028, 7, 1), PermitStanding.ENDS_SOON),
        (date(2028, 7, 1), date(2028, 7, 1), PermitStanding.ENDS_SOON),
        (date(2028, 7, 2), date(2028, 7, 1), PermitStanding.ENDED),
        (date(2027, 12, 30), None, PermitStanding.HOLDS),
        (date(2028, 1, 2), None, PermitStanding.ENDS_SOON),
        (date(2028, 4, 1), None, PermitStanding.MAY_HAVE_ENDED),
        (date(2029, 4, 1), None, PermitStanding.ENDED),
    ],
)
def test_a_permit_stands_by_what_is_known_of_its_end(today, until, standing):
    end = permits.end_of_permit(permits.permit_in(AICHI), until)
    assert permits.standing(end, today) is standing


def test_owners_are_asked_before_the_end_once_and_again_when_it_has_come(app, clock, now, outbox):
    soon = now.date() + timedelta(days=80)
    number = f"愛知県知事許可（般-{soon.year - 5 - 2018}）第5号"
    owner = people.company_member()
    asked = make_company(permit_number=number, permit_until=soon)
    waits = make_company(permit_number=AICHI, permit_until=date(2028, 7, 1))
    hidden = make_company(permit_number=number, permit_until=soon, state=OrganisationState.SUSPENDED)
    for company in (asked, waits, hidden):
        join(owner, company)
    assert jobs.ask_about_permits(now) == 1
    assert jobs.ask_about_permits(now) == 0
    assert [mail.subject_ref for mail in outbox.of_kind("permit_ends")] == [asked.public_id]
    (message,) = outbox.hand_over()
    assert number in message.get_body(("plain",)).get_content()
    clock.shift(timedelta(days=81))
    later = now + timedelta(days=81)
    assert jobs.ask_about_permits(later) == 1
    assert jobs.ask_about_permits(later) == 0
    # Renewed in the meantime: what was queued is no longer wanted.
    with writing() as rows:
        rows.get_one(type(asked.company), asked.id).permit_until = soon.replace(year=soon.year + 5)
    assert outbox.hand_over() == []
