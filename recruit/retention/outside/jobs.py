"""What the clock releases to everybody once a quarter, to companies and universities twice a year: when enough have changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from recruit.core.db import writing
from recruit.core.disclosure.limits import Audience
from recruit.core.disclosure.tables import Table
from recruit.organisations.rules import Support
from recruit.retention import figures
from recruit.retention.disclosure import actions
from recruit.retention.disclosure.queries import EVERYBODY, shown_before, viewer_of
from recruit.retention.figures import Closed
from recruit.retention.outside import queries
from recruit.retention.outside.queries import Reader
from recruit.retention.outside.releasing import new_releases
from recruit.retention.outside.rules import (
    MONTHS,
    MONTHS_OF_GRADUATES,
    MOST_SUPPORTS,
    NEW_FOR_ORGANISATIONS,
    YEAR,
    Stay,
    graduates_name,
    others_name,
    others_table,
    stay_table,
    support_name,
    support_table,
    values_of,
)

# The programs take a second or more for each reader; the worker has other things to do.
MOST_READERS = 5


def release_outside(now: datetime, *, only: Collection[int] | None = None) -> int:
    """Keep what each reader is shown from now on; gives how many tables are new. Any number of workers may run it.

    Of organisations `only` these where they are named; what everybody reads always.
    """
    found = figures.closed(now)
    stays = queries.stays_of(found.figures.hires)
    # What everybody reads comes first: the others are held against it.
    made = readers = 0
    for tables, viewer, audience in _wanted(found, stays, only):
        released = _release(tables, viewer, audience, found, now)
        made, readers = made + released, readers + bool(released)
        if readers == MOST_READERS:
            break
    return made


def _wanted(
    found: Closed, stays: Mapping[str, Stay], only: Collection[int] | None
) -> Iterator[tuple[Iterable[Table], str, Audience]]:
    """Every reader with the tables to be shown."""
    companies, agreed = queries.companies(), queries.agreed()
    for company in companies:
        if company.id in agreed:
            name = queries.name_for_everybody(company.public_id)
            own = [stay for stay in stays.values() if stay.employer == company.id]
            yield [stay_table(name, own, YEAR, found.as_of)], EVERYBODY, Audience.PUBLIC
    if found.as_of.month not in NEW_FOR_ORGANISATIONS:
        return
    employers = {stay.employer for stay in stays.values()}
    sizes = {hire.public_id: hire.size for hire in found.figures.hires}
    for company in companies:
        if company.id in employers and company.size is not None and (only is None or company.id in only):
            others = [
                stay
                for key, stay in stays.items()
                if stay.employer != company.id and sizes[key] is company.size
            ]
            tables = _for_company(company, others, companies, found.as_of)
            yield tables, viewer_of(company.public_id), Audience.ORGANISATION
    persons = {hire.public_id: hire.person_id for hire in found.figures.hires}
    for university in queries.universities():
        if only is not None and university.id not in only:
            continue
        graduates = queries.unnamed_graduates(university.id)
        own = [stay for key, stay in stays.items() if persons[key] in graduates]
        tables = [
            stay_table(graduates_name(months), own, months, found.as_of)
            for months in _the_year_first(MONTHS_OF_GRADUATES)
        ]
        yield tables, viewer_of(university.public_id), Audience.ORGANISATION


def _the_year_first(months: Iterable[int]) -> list[int]:
    """Whoever may read one figure only reads of the first year."""
    return sorted(months, key=lambda one: one != YEAR)


def _for_company(
    company: Reader, others: Sequence[Stay], companies: Sequence[Reader], as_of: date
) -> list[Table]:
    """What a company could be shown of others of its size, most wanted first: what comes later is held against it.

    Of what these offer it reads first what it does not offer itself.
    """
    assert company.size is not None
    wanted = [others_table(others_name(company.size, months), others, months, as_of) for months in MONTHS]
    # Of employers outside the platform it is not known what they offer.
    ours = {one.id for one in companies}
    known = [stay for stay in others if stay.employer in ours]
    supports = [
        support_table(
            support_name(company.size, support), known, queries.offering(companies, str(support)), as_of
        )
        for support in sorted(Support, key=lambda one: str(one) in company.supports)
    ]
    told = [table for table in supports if table is not None]
    return [*(table for table in wanted if table is not None), *told[:MOST_SUPPORTS]]


def _release(tables: Iterable[Table], viewer: str, audience: Audience, found: Closed, now: datetime) -> int:
    """The programs run before the transaction; whoever finds that another worker was there first leaves it at that."""
    own = shown_before(viewer)
    # An organisation reads what everybody reads too; of what it is shown itself its own limits hold.
    public = (
        [] if viewer == EVERYBODY else [replace(one, audience=audience) for one in shown_before(EVERYBODY)]
    )
    before = [*public, *own]
    fresh = new_releases(tables, audience, before, found.as_of)
    if not fresh:
        return 0
    with writing():
        if len(shown_before(viewer)) != len(own):
            return 0
        for made in fresh:
            actions.keep(made, viewer=viewer, known_at=found.known_by, shown=values_of(made), now=now)
    return len(fresh)
