"""Many sign in at once: hashing takes no more threads than are set aside for it."""

from contextlib import ExitStack

import pytest

from recruit.accounts import passwords
from recruit.core.errors import Busy
from tests import people
from tests.accounts.steps import type_in


def test_who_comes_when_too_many_wait_is_told_to_come_back(db, client):
    person = people.student()
    passwords.matches("made once", None)
    with ExitStack() as taken:
        for _place in range(passwords.PLACES):
            assert passwords._places.acquire(blocking=False)
            taken.callback(passwords._places.release)
        with pytest.raises(Busy):
            passwords.hash_of("a-password-of-somebody")
        answer = client.post("/vi/account/sign-in", data={"email": person.email, "password": people.PASSWORD})
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert 'lang="vi"' in answer.get_data(as_text=True)
        # Pages do not wait for those who sign in.
        assert client.get("/vi/companies").status_code == 200
    assert type_in(client, person).status_code == 303
