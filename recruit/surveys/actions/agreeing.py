"""A hire says whether we may ask, before the first survey or at any time after it."""

from datetime import datetime

from sqlalchemy import select, update

from recruit.accounts.actions import end_consent, give_consent
from recruit.accounts.consents.queries import holding_consent
from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core import audit
from recruit.core.db import session
from recruit.surveys.actions.contacts import replan
from recruit.surveys.models import SurveyOptOut
from recruit.surveys.queries.agreeing import Hire
from recruit.surveys.rules import OptOutLevel

_WHAT = (Purpose.FOLLOW_UP, RecipientKind.OPERATOR)


def agree(hire: Hire, *, language: str, way: str, now: datetime) -> None:
    """From now on we may ask: the words shown are kept, and what is still open is planned. A second time changes nothing."""
    person, by = hire.person, hire.says()
    session().execute(
        update(SurveyOptOut)
        .where(SurveyOptOut.person_id == person.id, SurveyOptOut.until.is_(None))
        .values(until=now)
        .execution_options(synchronize_session=False)
    )
    if holding_consent(person.id, *_WHAT) is None:
        give_consent(person, *_WHAT, language=language, way=way, by=by, now=now)
    replan(person.id, now)


def decline(hire: Hire, *, now: datetime) -> None:
    """From now on we ask nothing: what is planned ends. A consent is taken back; who gave none has said no."""
    person, by = hire.person, hire.says()
    if live_consent(person.id, *_WHAT) is not None:
        end_consent(person.id, *_WHAT, "", by=by, now=now)
        return
    standing = select(SurveyOptOut.id).where(
        SurveyOptOut.person_id == person.id,
        SurveyOptOut.level == OptOutLevel.SURVEYS,
        SurveyOptOut.until.is_(None),
    )
    if session().scalar(standing.limit(1)) is not None:
        return
    session().add(SurveyOptOut(person_id=person.id, level=OptOutLevel.SURVEYS, wave="", since=now))
    session().flush()
    audit.record(
        "survey.refused",
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
        change=str(OptOutLevel.SURVEYS),
    )
    replan(person.id, now)
