"""Moves of organisations."""

from concurrent.futures import ThreadPoolExecutor
import threading

import pytest
from sqlalchemy import func, select

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.errors import Conflict, Missing, Refused
from recruit.core.locales import CODES
from recruit.core.models import AuditEntry
from recruit.organisations import actions, queries, staff_queries, texts
from recruit.organisations.models import Membership, Organisation, OrganisationMove
from recruit.organisations.rules import (
    Check,
    CheckOutcome,
    OrganisationRefusal,
    OrganisationState,
    Rights,
    Trade,
)
from recruit.organisations.texts import TextState
from recruit.organisations.values import CompanyFacts, CompanyWords
from tests import people
from tests.factories.organisations import join, make_company, make_university, new_corporate_number

FACTS = CompanyFacts(
    names={"ja": "株式会社星見丘建設", "en": "Hoshimioka Construction Co., Ltd."},
    name_kana="ホシミオカケンセツ",
    capital_yen=50_000_000,
    staff_count=80,
    telephone="000-000-0000",
    trades=(Trade.CIVIL_GENERAL,),
)


def apply(by, now, facts=FACTS, number=None):
    with writing():
        return actions.apply_as_company(facts, number or new_corporate_number(), by=by, now=now)


def test_a_company_applies_and_its_member_owns_it(app, now, outbox):
    user = people.company_member()
    company = apply(people.visitor_of(user), now, number="５-990001-000102")
    assert company.state is OrganisationState.APPLIED
    assert company.corporate_number == "5990001000102"
    assert company.slug == "hoshimioka-construction-co-ltd"
    assert people.acting(user).acting.rights == Rights.OWNER
    assert outbox.kinds == []


def test_the_same_application_twice_is_one_company(app, now):
    by = people.visitor_of(people.company_member())
    first = apply(by, now, number="5990001000102")
    assert apply(by, now, number="5990001000102") is first
    assert session().scalar(select(func.count()).select_from(Membership)) == 1


@pytest.mark.parametrize(
    ("changes", "number", "reason"),
    [
        ({}, "1234567890123", OrganisationRefusal.NUMBER_NOT_VALID),
        ({"capital_yen": 400_000_000, "staff_count": 2_001}, "", OrganisationRefusal.TOO_LARGE),
        ({"deemed_large": True}, "", OrganisationRefusal.DEEMED_LARGE),
        ({"capital_yen": None, "staff_count": None}, "", OrganisationRefusal.SIZE_UNKNOWN),
    ],
)
def test_what_cannot_take_part_is_refused_and_leaves_nothing(app, now, changes, number, reason):
    by = people.visitor_of(people.company_member())
    with pytest.raises(Refused) as refused:
        apply(by, now, CompanyFacts(**{**FACTS.__dict__, **changes}), number)
    assert refused.value.reason is reason
    assert session().scalar(select(func.count()).select_from(Organisation)) == 0


def test_a_number_belongs_to_one_company(app, now):
    number = make_company().corporate_number
    with pytest.raises(Refused) as refused:
        apply(people.visitor_of(people.other_company_member()), now, number=number)
    assert refused.value.reason is OrganisationRefusal.NUMBER_TAKEN
    assert refused.value.field == "corporate_number"


def test_staff_ask_back_the_company_completes_staff_approve(app, now, outbox):
    user, staff = people.company_member(), people.visitor_of(people.coordinator())
    company = apply(people.visitor_of(user), now)
    with writing():
        actions.ask_back(company, "許可番号をご記入ください。", by=staff, now=now)
    with writing():
        with pytest.raises(Refused) as refused:
            actions.send_application_again(company, by=people.acting(user), now=now, answer=" ")
        assert refused.value.reason is OrganisationRefusal.ANSWER_NEEDED
    with writing():
        actions.send_application_again(company, by=people.acting(user), now=now, answer="記入しました。")
    assert [move.reason for move in queries.moves_of_organisation(company.id)] == [
        "記入しました。",
        "許可番号をご記入ください。",
    ]
    with writing():
        actions.note_check(company, Check.TELEPHONE, CheckOutcome.PASSED, by=staff, now=now)
        actions.approve(company, by=staff, now=now, despite_open_checks=True)
    with writing():
        actions.approve(company, by=staff, now=now, despite_open_checks=True)
    assert company.state is OrganisationState.APPROVED
    assert outbox.kinds == ["desk_waits", "organisation_asked_back", "desk_waits", "organisation_approved"]
    assert staff_queries.newest_checks(staff, company)[Check.TELEPHONE].outcome is CheckOutcome.PASSED
    # The first mail is no longer wanted: the company has been approved meanwhile.
    assert [message["To"] for message in outbox.hand_over()] == [user.email]


def test_suspending_tells_the_owner_why(app, now, outbox):
    user, company = people.company_member(), make_company()
    join(user, company)
    staff = people.visitor_of(people.coordinator())
    with writing():
        actions.suspend(company, "ご連絡が取れません。", by=staff, now=now)
    (message,) = outbox.hand_over()
    assert "ご連絡が取れません。" in message.get_body(("plain",)).get_content()


def test_a_refusal_is_told_and_may_be_answered_by_applying_again(app, now, outbox):
    user, staff = people.company_member(), people.visitor_of(people.coordinator())
    company = apply(people.visitor_of(user), now)
    with writing():
        actions.refuse(company, "建設業の許可が確認できません。", by=staff, now=now)
    assert company.state is OrganisationState.REFUSED
    (message,) = [one for one in outbox.hand_over() if one["To"] == user.email]
    assert "建設業の許可が確認できません。" in message.get_body(("plain",)).get_content()
    with writing():
        actions.change_company(company, FACTS, by=people.acting(user), now=now)
        actions.send_application_again(company, by=people.acting(user), now=now)
    assert company.state is OrganisationState.APPLIED


def test_a_suspension_is_lifted_with_a_reason_and_not_by_approving(app, now, outbox):
    user, company = people.company_member(), make_company(state=OrganisationState.SUSPENDED)
    join(user, company)
    staff = people.visitor_of(people.coordinator())
    for move in (
        lambda: actions.approve(company, by=staff, now=now, despite_open_checks=True),
        lambda: actions.lift_suspension(company, " ", by=staff, now=now),
    ):
        with pytest.raises(Refused), writing():
            move()
    assert company.state is OrganisationState.SUSPENDED
    with pytest.raises(Missing), writing():
        actions.lift_suspension(company, "確認できました。", by=people.acting(user), now=now)
    with writing():
        actions.lift_suspension(company, "確認できました。", by=staff, now=now)
    assert company.state is OrganisationState.APPROVED
    assert outbox.kinds == ["organisation_lifted"]
    (message,) = outbox.hand_over()
    assert "確認できました。" in message.get_body(("plain",)).get_content()
    with pytest.raises(Refused), writing():
        actions.lift_suspension(company, "もう一度", by=staff, now=now)


@pytest.mark.parametrize("move", [actions.ask_back, actions.suspend, actions.refuse])
def test_a_reason_is_needed(app, now, move):
    company, staff = make_company(), people.visitor_of(people.coordinator())
    with pytest.raises(Refused) as refused, writing():
        move(company, "  ", by=staff, now=now)
    assert refused.value.reason is OrganisationRefusal.REASON_NEEDED


def test_moves_that_do_not_exist_are_refused(app, now):
    company, staff = make_company(state=OrganisationState.LEFT), people.visitor_of(people.coordinator())
    with pytest.raises(Refused), writing():
        actions.approve(company, by=staff, now=now, despite_open_checks=True)
    assert session().scalar(select(func.count()).select_from(OrganisationMove)) == 0


def test_only_coordinators_decide_and_only_members_with_rights_change(app, now):
    owner, viewer, company = people.company_member(), people.company_viewer(), make_company()
    join(owner, company)
    join(viewer, company, Rights.VIEWER)
    strangers = [people.visitor_of(people.editor()), people.visitor_of(people.other_company_member())]
    for by in (people.acting(owner), strangers[0]):
        with pytest.raises(Missing), writing():
            actions.approve(company, by=by, now=now, despite_open_checks=True)
    for by in (people.acting(viewer), strangers[1]):
        with pytest.raises(Missing), writing():
            actions.change_company(company, FACTS, by=by, now=now)


def test_a_translation_is_behind_when_only_the_source_was_changed(app, now):
    user, company = people.company_member(), make_company(about={"ja": "道路をつくります。"})
    join(user, company)

    def save(language, about, name=""):
        with writing():
            words = CompanyWords(name=name, about=about)
            actions.change_page(company, language, words, by=people.acting(user), now=now)
        return {language: texts.state_of(company, language) for language in CODES}

    states = save("vi", "Chúng tôi làm đường.")
    assert states == {
        "ja": TextState.CURRENT,
        "en": TextState.MISSING,
        "vi": TextState.CURRENT,
        "id": TextState.MISSING,
    }
    assert queries.name_in(company, "vi") == "Kazahayahara Construction Co., Ltd."
    assert save("ja", "道路と橋をつくります。")["vi"] is TextState.BEHIND
    # Another name changes no text, and a name alone mends none.
    with writing():
        actions.change_company(company, FACTS, by=people.acting(user), now=now)
    assert texts.state_of(company, "vi") is TextState.BEHIND
    shown = texts.part_in(company, "about", "id")
    assert (shown.language, shown.words, shown.behind) == ("ja", "道路と橋をつくります。", False)
    # Saved as it is: somebody has compared.
    assert save("vi", "Chúng tôi làm đường.")["vi"] is TextState.CURRENT


def test_universities_are_loaded_once(app, now):
    with writing():
        first = actions.load_universities(now)
    with writing():
        assert actions.load_universities(now) == first
    assert len(first) == 118
    assert all(queries.name_in(row, language) for row in first for language in CODES)
    assert {row.state for row in first} == {OrganisationState.LISTED}


def test_rights_fit_the_kind(app, now):
    university, person_id = make_university(), people.student().person_id
    with pytest.raises(Refused) as refused, writing():
        actions.add_member(university, person_id, Rights.RECRUITER, by=people.nobody(), now=now)
    assert refused.value.reason is OrganisationRefusal.RIGHTS_NOT_OF_KIND


def test_two_decisions_at_once(own_database, own_app):
    """One is taken; the other comes too late, and says so."""
    with own_database.scope():
        company = make_company(state=OrganisationState.APPLIED)
        staff = people.visitor_of(people.coordinator())
        ref = company.public_id
    barrier = threading.Barrier(2, timeout=60)

    def decide(move):
        with own_database.scope():
            found = staff_queries.organisation_for_staff(staff, ref)
            barrier.wait()
            try:
                with writing():
                    move(found)
            except (Conflict, Refused) as error:
                return type(error)
            return None

    moves = [
        lambda found: actions.approve(found, by=staff, now=clock.now(), despite_open_checks=True),
        lambda found: actions.ask_back(found, "?", by=staff, now=clock.now()),
    ]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(decide, moves))
    assert results.count(None) == 1
    with own_database.scope():
        assert session().scalar(select(func.count()).select_from(OrganisationMove)) == 1


def check(company, by, now, checks, outcome=CheckOutcome.PASSED):
    with writing():
        for one in checks:
            actions.note_check(company, one, outcome, by=by, now=now)


def test_open_checks_are_named_when_a_company_is_approved_all_the_same(app, db, now):
    staff, company = people.visitor_of(people.coordinator()), make_company(state=OrganisationState.APPLIED)
    check(company, staff, now, set(Check) - {Check.SIZE, Check.TELEPHONE})
    check(company, staff, now, [Check.SIZE], CheckOutcome.FAILED)
    with pytest.raises(Refused) as refused, writing():
        actions.approve(company, by=staff, now=now)
    assert refused.value.reason is OrganisationRefusal.CHECKS_OPEN
    db.refresh(company)
    assert company.state is OrganisationState.APPLIED
    with writing():
        actions.approve(company, by=staff, now=now, despite_open_checks=True)
    assert company.state is OrganisationState.APPROVED
    trail = select(AuditEntry.change).where(AuditEntry.action == "organisation_approved_with_open_checks")
    assert set(db.scalars(trail).one().split()) == {Check.SIZE, Check.TELEPHONE}


def test_only_what_was_found_right_last_is_told_to_everybody(app, db, now):
    staff, company = people.visitor_of(people.coordinator()), make_company()
    check(company, staff, now, set(Check) - {Check.SIZE})
    assert queries.passed_checks(company) == (Check.CORPORATE_NUMBER, Check.PERMIT_NUMBER, Check.TELEPHONE)
    check(company, staff, now, [Check.TELEPHONE], CheckOutcome.FAILED)
    check(company, staff, now, [Check.PERMIT_NUMBER], CheckOutcome.OPEN)
    assert queries.passed_checks(company) == (Check.CORPORATE_NUMBER,)


@pytest.mark.parametrize("state", [OrganisationState.APPLIED, OrganisationState.SUSPENDED])
@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"capital_yen": 300_000_001, "staff_count": 2_001}, OrganisationRefusal.TOO_LARGE),
        ({"capital_yen": 300_000_001, "staff_count": None}, OrganisationRefusal.SIZE_UNKNOWN),
        ({"capital_yen": 10_000_000, "deemed_large": True}, OrganisationRefusal.DEEMED_LARGE),
    ],
)
def test_staff_let_in_nobody_whom_the_rule_keeps_out(app, db, now, state, facts, reason):
    staff, company = people.visitor_of(people.coordinator()), make_company(state=state, **facts)
    check(company, staff, now, Check)
    let_in = {
        OrganisationState.APPLIED: lambda: actions.approve(company, by=staff, now=now),
        OrganisationState.SUSPENDED: lambda: actions.lift_suspension(company, "解決済み", by=staff, now=now),
    }[state]
    with pytest.raises(Refused) as refused, writing():
        let_in()
    assert refused.value.reason is reason
    db.refresh(company)
    assert company.state is state


def test_a_company_whose_checks_are_passed_is_approved_without_a_tick(app, db, now):
    staff, company = people.visitor_of(people.coordinator()), make_company(state=OrganisationState.APPLIED)
    check(company, staff, now, Check)
    with writing():
        actions.approve(company, by=staff, now=now)
    assert company.state is OrganisationState.APPROVED
    trail = select(AuditEntry.id).where(AuditEntry.action == "organisation_approved_with_open_checks")
    assert db.scalars(trail).all() == []


def test_a_university_has_no_checks_to_pass(app, now):
    staff, university = (
        people.visitor_of(people.coordinator()),
        make_university(state=OrganisationState.LISTED),
    )
    with writing():
        actions.approve(university, by=staff, now=now)
    assert university.state is OrganisationState.APPROVED
