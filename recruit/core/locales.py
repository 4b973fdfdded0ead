"""The languages of the service, as data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """`code` stands in addresses and rows; `name` is the language in itself; `zone` is a guess for newcomers."""

    code: str
    name: str
    html_lang: str
    zone: str
    country: str


LANGUAGES: tuple[Language, ...] = (
    Language("ja", "日本語", "ja", "Asia/Tokyo", "JP"),
    Language("en", "English", "en", "Asia/Tokyo", "JP"),
    Language("id", "Bahasa Indonesia", "id", "Asia/Jakarta", "ID"),
    Language("vi", "Tiếng Việt", "vi", "Asia/Ho_Chi_Minh", "VN"),
)
CODES: tuple[str, ...] = tuple(language.code for language in LANGUAGES)
BY_CODE: dict[str, Language] = {language.code: language for language in LANGUAGES}
# Esperanto is never offered to readers: it is the pseudo-language of the tests.
PSEUDO = "eo"

ZONES: tuple[str, ...] = (
    "Asia/Tokyo",
    "Asia/Ho_Chi_Minh",
    "Asia/Jakarta",
    "Asia/Makassar",
    "Asia/Jayapura",
    "Asia/Manila",
    "Asia/Yangon",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Kolkata",
    "Asia/Colombo",
    "Asia/Bangkok",
    "Asia/Singapore",
    "UTC",
)


def negotiate(accept_language: str, default: str) -> str:
    """The best of our languages for an Accept-Language header; `default` where none fits.

    >>> negotiate("vi-VN,vi;q=0.9,en;q=0.5", "ja")
    'vi'
    """
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept_language.split(",")):
        tag, _, quality_text = part.strip().partition(";")
        try:
            quality = float(quality_text.strip().removeprefix("q=")) if quality_text else 1.0
        except ValueError:
            continue
        # "in" is the old code of Indonesian, still sent by some Android browsers; Malay readers read Indonesian.
        primary = {"in": "id", "ms": "id"}.get(tag.split("-")[0].lower(), tag.split("-")[0].lower())
        if primary in CODES and quality > 0:
            wishes.append((-quality, place, primary))
    return min(wishes)[2] if wishes else default
