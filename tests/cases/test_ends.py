"""Words in answers go two years after the last survey, words in cases five years after closing; codes stay."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.cases import privacy
from recruit.cases.models import Case, CaseNote
from recruit.cases.rules import CaseState
from recruit.core import vault
from recruit.core.db import writing
from recruit.surveys import privacy as survey_privacy
from recruit.surveys.models import Answer, Contact
from recruit.surveys.rules import ContactState
from tests.factories import cases as make
from tests.factories.placements import add_placement

YEAR = timedelta(days=366)


def purge_words(now: datetime) -> int:
    with writing():
        return survey_privacy.purge(now)


def test_words_of_answers_go_two_years_after_the_last_survey(app: Flask, db: Session, now: datetime) -> None:
    with writing():
        placement = add_placement()
        make.add_response({"a_trouble": ["a_unpaid"], "note": "Họ không trả lương."}, placement=placement)
        make.add_response({"a_trouble": ["a_unpaid"], "note": "Vẫn vậy."}, wave="m3", placement=placement)
    assert purge_words(now + timedelta(days=725)) == 0
    with writing() as rows:
        # A survey that is still to come keeps them; one that was called off does not.
        later = rows.scalars(select(Contact).order_by(Contact.id.desc())).first()
        later.closes_at, later.state = now + 3 * YEAR, ContactState.PLANNED
    assert purge_words(now + 3 * YEAR) == 0
    with writing():
        later.state = ContactState.CANCELLED
    assert purge_words(now + 3 * YEAR) == 2
    left = db.scalars(select(Answer.item).where(Answer.value.is_not(None))).all()
    assert left == ["a_trouble", "a_trouble"]
    assert db.scalar(select(func.count()).where(Answer.words.is_not(None))) == 0
    assert purge_words(now + 3 * YEAR) == 0


def test_words_of_cases_go_five_years_after_closing(app: Flask, db: Session, now: datetime) -> None:
    case = make.make_case()
    with writing() as rows:
        case.words, case.next_action = vault.seal("Bị đánh."), "Call the labour office"
        rows.add(CaseNote(case_id=case.id, at=now, by_ref="by", words=vault.seal("Đã gọi.")))
    for closed_at, gone in ((None, 0), (now - 4 * YEAR, 0), (now - 5 * YEAR, 1), (now - 5 * YEAR, 0)):
        with writing():
            case.closed_at = closed_at
            case.state = CaseState.CLOSED if closed_at else CaseState.IN_HAND
        with writing():
            assert privacy.purge(now) == gone
    kept = db.scalars(select(Case)).one()
    db.refresh(kept)
    assert (kept.words, kept.next_action) == (None, "")
    assert kept.level is not None
    assert db.scalar(select(func.count()).select_from(CaseNote)) == 0
