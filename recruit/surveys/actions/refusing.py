"""A person who does not want to be asked, or wants to be asked again."""

from datetime import datetime

from sqlalchemy import select, update

from recruit.core import audit
from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.surveys.actions.contacts import replan
from recruit.surveys.models import SurveyOptOut, Wave
from recruit.surveys.queries.answering import Survey
from recruit.surveys.queries.known import hold_rules
from recruit.surveys.rules import OptOutLevel


def refuse(survey: Survey, level: OptOutLevel, *, now: datetime, told: Visitor | None = None) -> None:
    """From now on this wave, or no wave at all, is asked. What was answered stays; a second time changes nothing.
    `told` is who of the staff was told so by the person.
    """
    placement = survey.contact.placement
    # An edit of its day gives a wave another key: it is read with the rules held.
    hold_rules()
    asked_at = select(Wave.key).where(Wave.id == survey.contact.wave_id)
    wave = session().scalars(asked_at).one() if level is OptOutLevel.SURVEY else ""
    placement_id = placement.id if level is OptOutLevel.SURVEY else None
    standing = session().scalar(
        select(SurveyOptOut).where(
            SurveyOptOut.person_id == placement.person_id,
            SurveyOptOut.level == level,
            SurveyOptOut.wave == wave,
            SurveyOptOut.placement_id.is_not_distinct_from(placement_id),
            SurveyOptOut.until.is_(None),
        )
    )
    if standing is not None:
        return
    session().add(
        SurveyOptOut(
            person_id=placement.person_id,
            level=level,
            placement_id=placement_id,
            wave=wave,
            since=now,
        )
    )
    session().flush()
    _note("survey.refused", survey, str(level), now, told)
    replan(placement.person_id, now)


def ask_again(survey: Survey, *, now: datetime) -> None:
    """The person wants to be asked again: every refusal made on these pages ends."""
    person_id = survey.contact.placement.person_id
    session().execute(
        update(SurveyOptOut)
        .where(SurveyOptOut.person_id == person_id, SurveyOptOut.until.is_(None))
        .values(until=now)
        .execution_options(synchronize_session=False)
    )
    _note("survey.asked_again", survey, "", now)
    replan(person_id, now)


def _note(action: str, survey: Survey, change: str, now: datetime, told: Visitor | None = None) -> None:
    person = survey.answerer()
    audit.record(
        action,
        by=told or person,
        now=now,
        subject_kind="person",
        subject_ref=person.person_ref,
        change=change,
    )
