"""The setting that names providers of OpenID Connect."""

import json

import pytest

from recruit.core.providers import providers_from
from recruit.core.settings import SettingsInvalid
from tests.conftest import make_settings

CAMPUS = {
    "key": "campus",
    "label": "Campus",
    "issuer": "https://id.campus.example",
    "client_id": "recruit",
    "client_secret": "very-secret",
}


def test_none_are_set():
    problems = []
    assert providers_from("", problems, production=True) == ()
    assert problems == []


def test_a_whole_one_is_read_and_its_secret_is_shown_nowhere(tmp_path):
    text = json.dumps([{**CAMPUS, "domains": ["Campus.example"]}])
    settings = make_settings("sqlite:///x", tmp_path, OIDC_PROVIDERS=text)
    (provider,) = settings.oidc_providers
    assert provider.domains == ("campus.example",)
    assert provider.client_secret == "very-secret"
    shown = settings.masked()["oidc_providers"]
    assert shown == "campus (https://id.campus.example, client recruit, secret ***, only campus.example)"
    assert "very-secret" not in repr(provider)


@pytest.mark.parametrize(
    "wrong",
    [
        "not json",
        "{}",
        "[1]",
        json.dumps([{**CAMPUS, "key": "No Good"}]),
        json.dumps([{**CAMPUS, "label": ""}]),
        json.dumps([{**CAMPUS, "label": "x" * 61}]),
        json.dumps([{**CAMPUS, "client_secret": None}]),
        json.dumps([{**CAMPUS, "secret": "typo"}]),
        json.dumps([{**CAMPUS, "issuer": "http://id.campus.example"}]),
        json.dumps([{**CAMPUS, "issuer": "https://id.campus.example/?x=1"}]),
        json.dumps([{**CAMPUS, "issuer": "https://[broken"}]),
        json.dumps([{**CAMPUS, "domains": "campus.example"}]),
        json.dumps([{**CAMPUS, "domains": ["@campus"]}]),
        json.dumps([CAMPUS, {**CAMPUS, "key": "other"}]),
        json.dumps([CAMPUS, {**CAMPUS, "issuer": "https://other.example"}]),
    ],
)
def test_what_is_wrong_stops_the_start_and_repeats_no_secret(tmp_path, wrong):
    with pytest.raises(SettingsInvalid, match="RECRUIT_OIDC_PROVIDERS") as found:
        make_settings("sqlite:///x", tmp_path, OIDC_PROVIDERS=wrong)
    assert "very-secret" not in str(found.value)


def test_a_provider_without_https_is_for_trying_out():
    own = json.dumps([{**CAMPUS, "issuer": "http://localhost:9000"}])
    assert len(providers_from(own, [], production=False)) == 1
    problems = []
    providers_from(own, problems, production=True)
    assert len(problems) == 1
