"""A state is set by whoever finds it as it was; everybody else is told that somebody was faster."""

import pytest
from sqlalchemy import update

from recruit.core.db import changes_one, set_state, writing
from recruit.core.errors import Conflict
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from tests.factories.organisations import make_company


def test_a_state_is_set_only_from_what_it_was(db):
    organisation = make_company()
    before, after = organisation.state, OrganisationState.SUSPENDED
    with writing():
        set_state(organisation, before, after, city="Bandung")
    assert (organisation.state, organisation.city) == (after, "Bandung")
    with pytest.raises(Conflict, match=f"is no longer {before}"), writing():
        set_state(organisation, before, OrganisationState.LEFT)
    with pytest.raises(Conflict), writing():
        set_state(organisation, after, before, Organisation.city == "Tokyo")
    db.refresh(organisation)
    assert organisation.state is after


def test_what_still_holds_is_changed_once(db):
    organisation = make_company()
    first = update(Organisation).where(
        Organisation.id == organisation.id, Organisation.city == organisation.city
    )
    with writing():
        assert changes_one(first.values(city="Bandung"))
        assert not changes_one(first.values(city="Hanoi"))
    db.refresh(organisation)
    assert organisation.city == "Bandung"
