"""Roads compile what builds their addresses when one is asked for."""

import pytest
from werkzeug.routing import Map, Rule

from recruit.web.roads import LateRule

ROADS = ("/", "/<lang>/fairs/<slug>", "/<lang>/fairs/<int:number>/<path:rest>")
VALUES = {"lang": "ja", "slug": "春 & 秋", "number": 7, "rest": "a/b", "page": "2"}


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("append_unknown", [True, False])
def test_addresses_are_those_of_any_rule_and_nothing_is_compiled_before(road, append_unknown, monkeypatch):
    plain = Rule(road, endpoint="a", defaults={"kind": "all"})
    Map([plain])
    compiled = []
    before = Rule._compile_builder
    monkeypatch.setattr(Rule, "_compile_builder", lambda *given: compiled.append(given) or before(*given))
    late = LateRule(road, endpoint="a", defaults={"kind": "all"})
    Map([late])
    assert not compiled
    for _time in range(2):
        assert late.build(VALUES, append_unknown) == plain.build(VALUES, append_unknown)
    assert len(compiled) == 1
