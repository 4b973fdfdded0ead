"""What a browser does by itself: the form it sends carries the words that its page showed."""

from collections.abc import Mapping
import re
from typing import Any

from recruit.accounts.consents import newest_words
from recruit.accounts.consents.shown import FIELD
from recruit.accounts.rules import Purpose

# A form whose page shows words to agree to, with what they are for and the receiving country.
_FORMS = (
    (r"/account/(register|sign-in/arrived|invitation/.+)", Purpose.SERVICE, "JP"),
    (r"/fairs/[^/]+/sign-up", Purpose.FAIR_COMPANIES, "JP"),
    (r"/positions/[^/]+/apply", Purpose.PROFILE_TO_COMPANY, "JP"),
    (r"/me/profile/visibility", Purpose.PROFILE_TO_COMPANY, "JP"),
    (r"/me/privacy/companies/[^/]+", Purpose.PROFILE_TO_COMPANY, "JP"),
    (r"/me/privacy/university", Purpose.PARTNER_ABROAD, "VN"),
    (r"(/me)?/surveys/agreement(/.+)?", Purpose.FOLLOW_UP, "JP"),
)


def with_shown_words(path: str, sent: Any) -> Any:
    """What a test sends to this address, and with it the words of today in the language of the address, unless the test
    names some.
    """
    place = re.fullmatch(r"/(?P<language>ja|en|id|vi)(?P<rest>/[^?]*)(\?.*)?", path)
    if place is None or not isinstance(sent, Mapping | None) or FIELD in (sent or {}):
        return sent
    for form, purpose, country in _FORMS:
        if re.fullmatch(form, place["rest"]):
            return {**(sent or {}), FIELD: newest_words(purpose, place["language"], country).mark}
    return sent


def shown_on(page: str) -> dict[str, str]:
    """The field that a form of this page sends along."""
    return {FIELD: re.findall(f'name="{FIELD}" value="([^"]+)"', page)[0]}
