"""Who looks at somebody leaves a sighting: every page on which another person's name stands says so, or is an overview."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
import re

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from recruit.accounts.models import Person, User
from recruit.core.db import Database, writing
from recruit.core.models import Sighting
from recruit.fairs.booths.models import BoothPerson
from recruit.organisations.models import Membership
from recruit.placements.models import Placement
from recruit.students.models import Student
from tests.house.rights import OF_MANY
from tests.house.walking import ACCOUNTS, NOBODY, House

# Pages that show names of many people and no more of each than is needed to find the one that is looked for, and pages
# that are no look at a person. Everything that opens one person, or takes people out as a file, stands in no such list.
OVERVIEWS: dict[str, str] = {
    "applications.board": "who applied, by state; each opens its own page",
    "cases.of_staff": "the open cases, to take one; each opens its own page",
    "dashboards.audit": "who did what, for the administrator",
    "dashboards.people": "what a search found; each opens its own page",
    "dashboards.twice": "who may be there twice; each opens its own page",
    "dashboards.steps": "which steps of whom wait for staff",
    "events.door": "who was let in last, and who is found by a name, to let them in",
    "events.add_sign_up": "who is found by a name, to be signed up; each opens its own page",
    "events.invitations": "who was invited, and what became of it",
    "events.invite": "the first of those who would be invited",
    "events.sign_ups": "who signed up, in line; the file of them is recorded",
    "fairs.agreed_times": "who meets whom, as both sides agreed",
    "fairs.company_times": "with whom the company has agreed on a time; each opens its own page",
    "fairs.company_fair": "who will be at the fair, to choose whom to meet; each opens its own page",
    "fairs.company_day": "who comes to the table now and next, and who did not come; each opens its own page",
    "fairs.day": "who is at the fair, who is due, and who is missing",
    "fairs.interpreters": "for whom somebody interprets, as one is called",
    "fairs.fix_meeting": "when two of the timetable meet, and who is there at other times",
    "fairs.mend": "who meets somebody at the fair, to say who does not come",
    "fairs.ways_to_mend": "whose meeting each way would change",
    "fairs.timetable": "who meets whom at which table",
    "staying.of_company": "how long the company's own people stay; each opens on its own page",
    "placements.of_company": "the company's own hires; each opens its own page",
    "placements.of_staff": "all hires; each opens its own page",
    "messages.mail_kind": "how a mail looks, made of the first thing there is",
    "requests.of_staff": "who has asked about their data; each request opens on its own page",
    "students.for_company": "whose profile the company may open",
    "students.for_staff": "all students; each opens its own page",
    "dashboards.university": "who agreed that the university sees how they are doing; each opens its own page",
    "roster.one_list": "who of the university's own list is here, to confirm it; each opens its own page",
    "students.for_university": "who says that they study there, to confirm it",
    "surveys.calls": "whom to call, and where; each opens the page of the call",
    "surveys.company_forms": "which forms about whom wait for the company; each opens its own page",
    "surveys.followups": "what needs somebody about whom; each plan opens on its own page",
    "surveys.should_and_is": "of whose mail nobody knows whether it arrived; each plan opens on its own page",
    "surveys.wave_rules": "whom other rules of a point touch; each plan opens on its own page",
    "surveys.new_point": "whom a new point would ask; each plan opens on its own page",
    "surveys.point_to_end": "whom a point that ends would ask no more; each plan opens on its own page",
    "surveys.follow_up_list": "which follow-ups of whom are due; the file of them is recorded",
    "retention.behind_figures": "who is counted in a figure; each hire opens on its own page",
    "surveys.where_people_stand": "where each hire's points stand; each plan opens on its own page",
}
# What must not stand empty, or the test would ask nothing.
RECORDED = {
    "company": {
        "students.one_for_company",
        "applications.of_company",
        "fairs.meeting",
        "placements.at_company",
    },
    "staff": {
        "students.one_for_staff",
        "dashboards.person",
        "placements.for_staff",
        "events.sign_ups_file",
    },
    "retention": {"surveys.response", "cases.case", "placements.for_staff"},
}
# The accounts that look at others; each is asked about everybody but itself.
LOOKERS = tuple(account for account in ACCOUNTS if account not in (NOBODY, "student", "hire"))


def _names(rows: Session, looker: str) -> dict[str, set[str]]:
    """The names of students and hires, by the reference of the person. Names of one word could be any word."""
    found: dict[str, set[str]] = {}
    # Invented names are few: staff, whoever looks, and who comes for a company are called like a student now and then.
    staff = select(Person.display_name).join(User).where((User.email == looker) | User.roles.any())
    others = set(rows.scalars(staff)) | set(rows.scalars(select(BoothPerson.name)))
    persons = rows.execute(
        select(
            Person.public_id, Person.display_name, Student.name_passport, Student.name_local, Student.katakana
        )
        .outerjoin(Student, Student.person_id == Person.id)
        .where(
            (Student.id.is_not(None)) | Person.id.in_(select(Placement.person_id)),
            Person.id.not_in(select(Membership.person_id)),
        )
    )
    for reference, *names in persons:
        found[reference] = {
            name for name in names if name and len(name) > 8 and " " in name and name not in others
        }
    return found


def _seen(house: House) -> dict[str, str]:
    return {
        endpoint: what
        for room in house.app.blueprints.values()
        for endpoint, what in getattr(room, "seen", {}).items()
    }


def _shown(answer: str, names: dict[str, set[str]]) -> set[str]:
    plain = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer)))
    return {reference for reference, own in names.items() if any(name in plain for name in own)}


@contextmanager
def _rows(house: House) -> Iterator[Session]:
    database: Database = house.app.extensions["recruit.database"]
    with house.app.app_context(), database.scope() as rows:
        yield rows


def _sighted(house: House) -> set[str]:
    """Takes the sightings so far out of the table; gives whom they name."""
    with _rows(house), writing() as rows:
        return set(rows.scalars(delete(Sighting).returning(Sighting.person_ref)))


@pytest.mark.parametrize("account", LOOKERS)
def test_whoever_sees_a_name_leaves_a_sighting(house: House, account: str) -> None:
    with _rows(house) as rows:
        names = _names(rows, f"{account}@demo.example")
    assert len(names) > 50
    found, recorded = set(), set()
    # Where one page stands for many, two of its kind are enough.
    pages = {page.address: page.endpoint for page in house.reached(account) if page.status == 200}
    for endpoint, addresses in house.samples.items():
        if house.locks[endpoint].needs_sign_in and house.look(account, addresses[0]).status == 200:
            pages.update(dict.fromkeys(addresses[:1], endpoint))
    for address, endpoint in sorted(pages.items()):
        # Pages about oneself show invented names as examples.
        if endpoint in OVERVIEWS or address.startswith("/en/me/"):
            continue
        known = house.pages.get((account, address))
        if known is not None and known.is_html and not _shown(known.text, names):
            # The walk has read it, and nobody is named there.
            continue
        _sighted(house)
        answer = house.clients[account].get(address)
        shown = _shown(answer.get_data().decode("utf-8", "replace"), names)
        answer.close()
        if shown and not (looked_at := _sighted(house)) & shown:
            found.add(f"{endpoint}: {address} shows {len(shown)} people and records none")
        elif shown:
            recorded.add(endpoint)
            assert endpoint in _seen(house)
            assert len(looked_at) == 1 or endpoint in OF_MANY
    assert not found, "\n".join(sorted(found))
    assert recorded >= RECORDED.get(account, set())
