"""What stands at the foot of every page: what the operator has declared, with its number."""

from dataclasses import replace

import pytest

from recruit.core.settings import OperatorStatus
from recruit.web.jinja import _operator_line


@pytest.mark.parametrize("status", OperatorStatus)
def test_every_status_is_said_with_its_number(app, settings, status):
    told = replace(
        settings, operator_status=status, operator_number="13-ム-123456", operator_name="Kakehashi"
    )
    with app.test_request_context("/en/"):
        line = _operator_line(told)
    assert line.startswith("Kakehashi: ")
    assert ("13-ム-123456" in line) is (status is not OperatorStatus.NONE)
    arranging = {"none": False, "notified": False, "free_placement": True, "licensed": True}
    assert status.may_arrange_interviews is arranging[status]
