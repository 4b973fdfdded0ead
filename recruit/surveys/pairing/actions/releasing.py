"""What a company is told: worked out on the first of each month, written once, never worked out again."""

from datetime import date, datetime

from sqlalchemy.dialects import postgresql, sqlite

from recruit.core.db import database, session
from recruit.surveys.forms.paired import PAIRED
from recruit.surveys.pairing import both_sides, rules
from recruit.surveys.pairing.models import GapRelease
from recruit.surveys.pairing.queries.gaps import companies_said, hires_said, last_release, pairs_of


def release(organisation_id: int, now: datetime) -> int:
    """Tell a company what can be told by the first of this month, thing by thing; gives for how many things it is new."""
    day = both_sides.release_day(now)
    companies = companies_said(organisation_id=organisation_id)
    pairs = pairs_of(hires_said({place[0] for place in companies}), companies)
    told = 0
    for item in PAIRED:
        last = last_release(organisation_id, item)
        if last is not None and last.released_on >= day:
            continue
        answers = [
            both_sides.CompanyAnswer(
                said.person, said.value, said.at, pairs[place].complete_at if place in pairs else None
            )
            for place, said in companies.items()
            if place[2] == item
        ]
        found = both_sides.next_release(
            [pair for place, pair in pairs.items() if place[2] == item],
            answers,
            since=last.pairs_until if last else None,
            until=rules.begin_of(day),
        )
        if found is not None:
            told += _write(organisation_id, item, day, found)
    return told


def _write(organisation_id: int, item: str, day: date, found: both_sides.Released) -> int:
    """The same day's figure is written once, whoever comes first."""
    insert = (sqlite if database().is_sqlite else postgresql).insert(GapRelease)
    statement = insert.values(
        organisation_id=organisation_id,
        item=item,
        released_on=day,
        pairs_until=found.pairs_until,
        people=found.people,
        hires_share=found.hires.percent,
        hires_bound=both_sides.bound_of(found.hires),
        company_share=found.company.percent,
        company_bound=both_sides.bound_of(found.company),
    ).on_conflict_do_nothing(index_elements=["organisation_id", "item", "released_on"])
    return len(session().scalars(statement.returning(GapRelease.id)).all())
