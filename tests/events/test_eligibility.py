"""Who may come, where the venue is, and how many come along: rules without a database."""

import pytest

from recruit.events import drawing, rules
from recruit.events.eligibility.rules import (
    Audience,
    Conditions,
    Meets,
    Reader,
    asked_conditions,
    meets,
    why_not_come,
    why_not_conditions,
)
from recruit.events.places import map_link, venue_at
from recruit.events.rules import EventRefusal, RegistrationState, SignUpWay
from recruit.postings.rules.codes import JapaneseLevel
from recruit.students.rules import Major

STUDENT = Reader(
    is_student=True,
    countries=frozenset({"VN"}),
    graduation_years=frozenset({2027}),
    japanese=JapaneseLevel.N3,
    fields=frozenset({Major.CIVIL}),
)
EMPTY = Reader(is_student=True)
COMPANY = Reader(is_company=True)
NOBODY_KNOWN = Reader()
NOT_FOR_YOU, TOO_LITTLE = EventRefusal.NOT_FOR_YOU, EventRefusal.PROFILE_SAYS_TOO_LITTLE


@pytest.mark.parametrize(
    ("conditions", "student", "empty", "company"),
    [
        (Conditions(), None, None, None),
        (Conditions(audience=Audience.STUDENTS), None, None, NOT_FOR_YOU),
        (Conditions(audience=Audience.COMPANIES), NOT_FOR_YOU, NOT_FOR_YOU, None),
        (Conditions(countries=("VN", "ID")), None, TOO_LITTLE, None),
        (Conditions(countries=("ID",)), NOT_FOR_YOU, TOO_LITTLE, None),
        (Conditions(graduation_from=2027), None, TOO_LITTLE, None),
        (Conditions(graduation_from=2028), NOT_FOR_YOU, TOO_LITTLE, None),
        (Conditions(graduation_to=2027), None, TOO_LITTLE, None),
        (Conditions(graduation_from=2025, graduation_to=2026), NOT_FOR_YOU, TOO_LITTLE, None),
        (Conditions(japanese=JapaneseLevel.N4), None, TOO_LITTLE, None),
        (Conditions(japanese=JapaneseLevel.N3), None, TOO_LITTLE, None),
        (Conditions(japanese=JapaneseLevel.N2), NOT_FOR_YOU, TOO_LITTLE, None),
        (Conditions(fields=(Major.BRIDGE_ROAD, Major.CIVIL)), None, TOO_LITTLE, None),
        (Conditions(fields=(Major.ARCHITECTURE,)), NOT_FOR_YOU, TOO_LITTLE, None),
        # What is not met stands before what is not known.
        (Conditions(audience=Audience.COMPANIES, fields=(Major.CIVIL,)), NOT_FOR_YOU, NOT_FOR_YOU, None),
        (
            Conditions(Audience.STUDENTS, ("VN",), 2026, 2028, JapaneseLevel.N5, (Major.CIVIL,)),
            None,
            TOO_LITTLE,
            NOT_FOR_YOU,
        ),
    ],
)
def test_who_may_come(conditions, student, empty, company):
    assert [why_not_come(conditions, one) for one in (STUDENT, EMPTY, COMPANY)] == [student, empty, company]


def test_a_university_outside_our_list_keeps_nobody_out():
    elsewhere = Reader(is_student=True, has_other_university=True)
    conditions = Conditions(countries=("VN",))
    assert [meets(one, conditions, elsewhere) for one in asked_conditions(conditions)] == [Meets.UNCHECKED]
    assert why_not_come(conditions, elsewhere) is None


def test_no_condition_looks_at_who_somebody_is():
    """No sex, religion, age or nationality: neither in what is asked nor in what is read of a person."""
    fields = {*Conditions.__dataclass_fields__, *Reader.__dataclass_fields__}
    assert fields == {
        "audience", "countries", "graduation_from", "graduation_to", "japanese", "fields",
        "is_student", "is_company", "has_other_university", "graduation_years",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("conditions", "refusal"),
    [
        (Conditions(graduation_from=2027, graduation_to=2027), None),
        (Conditions(graduation_from=2028, graduation_to=2027), EventRefusal.YEARS_CROSSED),
        (Conditions(audience=Audience.COMPANIES), None),
        (
            Conditions(audience=Audience.COMPANIES, japanese=JapaneseLevel.N5),
            EventRefusal.COMPANIES_DO_NOT_STUDY,
        ),
    ],
)
def test_what_staff_may_ask(conditions, refusal):
    assert why_not_conditions(conditions) is refusal


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("21.0036, 105.8430", (21.0036, 105.843)),
        (" -6.3606  106.8272 ", (-6.3606, 106.8272)),
        ("35;139", (35.0, 139.0)),
        ("91, 10", None),
        ("10, 181", None),
        ("21,0036", None),
        ("Hà Nội", None),
        ("", None),
    ],
)
def test_where_a_venue_is(typed, found):
    assert venue_at(typed) == found


def test_the_link_to_a_map_holds_the_place():
    link = map_link(21.0036, 105.843)
    assert link.startswith("https://www.openstreetmap.org/?mlat=21.00360&mlon=105.84300")


def test_lots_pass_over_who_brings_too_many():
    people = {"a": 3, "b": 1, "c": 2, "d": 1}
    assert drawing.seated(list("abcd"), people, 4) == {"a", "b"}
    assert drawing.seated(list("bacd"), people, 3) == {"b", "c"}
    assert drawing.seated(list("abcd"), people, None) == set("abcd")


@pytest.mark.parametrize(
    ("before", "after", "state", "way", "refusal"),
    [
        (0, 2, RegistrationState.SIGNED_UP, SignUpWay.FIRST_COME, None),
        (0, 3, RegistrationState.SIGNED_UP, SignUpWay.FIRST_COME, EventRefusal.TOO_MANY_COMPANIONS),
        (2, 1, RegistrationState.WAITING, SignUpWay.LOTTERY, None),
        (0, 1, RegistrationState.SIGNED_UP, SignUpWay.APPROVAL, EventRefusal.MORE_THAN_APPROVED),
        (0, 1, RegistrationState.ASKED, SignUpWay.APPROVAL, None),
        (1, -1, RegistrationState.SIGNED_UP, SignUpWay.FIRST_COME, EventRefusal.MOVE_NOT_POSSIBLE),
        (1, 0, RegistrationState.CANCELLED, SignUpWay.FIRST_COME, EventRefusal.NOT_SIGNED_UP),
    ],
)
def test_bringing_more_or_fewer(before, after, state, way, refusal):
    found = rules.why_not_change_companions(
        before,
        after,
        most=2,
        registration_state=state,
        way=way,
        why_not_sign_up=None,
        has_begun=False,
    )
    assert found is refusal


def test_after_the_deadline_only_fewer_and_after_the_beginning_nothing():
    late = {"most": 2, "registration_state": RegistrationState.SIGNED_UP, "way": SignUpWay.FIRST_COME}
    closed = {"why_not_sign_up": EventRefusal.TOO_LATE}
    change = rules.why_not_change_companions
    assert change(0, 1, **late, **closed, has_begun=False) is EventRefusal.TOO_LATE
    assert change(1, 0, **late, **closed, has_begun=False) is None
    assert change(1, 0, **late, **closed, has_begun=True) is EventRefusal.MOVE_NOT_POSSIBLE
