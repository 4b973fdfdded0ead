"""My privacy: what I agreed to, who may see me, who has looked, and what I may ask for."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, lazy_gettext as _l

from recruit.accounts.words import CONSENT_WAYS
from recruit.core import clock
from recruit.core.clock import day_in
from recruit.core.locales import BY_CODE
from recruit.dashboards.links import address, is_student_or_hire
from recruit.dashboards.queries import privacy as queries
from recruit.dashboards.queries.privacy import Look
from recruit.dashboards.views.pages import room, settings
from recruit.fairs.queries.seen_by import fairs_that_see
from recruit.students.names import country_name
from recruit.students.opening import may_open_profile
from recruit.students.queries import own_student, partner_of, who_sees
from recruit.students.rules import DisclosureReason
from recruit.web.exports import csv_file
from recruit.web.gate import current_language, visitor
from recruit.web.locks import signed_in
from recruit.web.times import format_clock, format_instant, reader_zone
from recruit.web.words import words_for

_PROFILE, _WAYS = "/me/profile", "/account/ways"
# What somebody may do with the own data, in the order in which it is mostly wanted; what is not there is not shown.
_RIGHTS: tuple[tuple[Any, str], ...] = (
    (_l("Take all your data along as a file"), "/me/privacy/export"),
    (_l("Correct your profile"), _PROFILE),
    (_l("Correct your name, language and time zone"), "/account/"),
    (_l("See and change how we reach you"), _WAYS),
    (_l("Choose which mails you receive"), "/account/mail"),
    (_l("Ask us for something, or complain"), "/me/requests"),
    (_l("Close your account"), "/account/close"),
)


@room.get("/me/privacy", lock=signed_in)
def privacy() -> ResponseReturnValue:
    """Everything about who knows what of me."""
    asks, language = visitor(), current_language()
    looks = queries.looks_page(asks, language, after=request.args.get("after"))
    consents = queries.own_consents(asks)
    student, seen_by = own_student(asks), who_sees(asks, live=True)
    partner = partner_of(student) if student else None
    if partner and any(DisclosureReason.PARTNER in seen.reasons for seen in seen_by):
        partner = None
    return render_template(
        "dashboards/privacy.html",
        student=student,
        partner=partner,
        is_student_or_hire=is_student_or_hire(asks),
        live=[one for one in consents if one.consent.withdrawn_at is None],
        ended=[one for one in consents if one.consent.withdrawn_at is not None],
        seen_by=seen_by,
        fairs=fairs_that_see(asks, live=True),
        former_fairs=fairs_that_see(asks, live=False),
        formerly=who_sees(asks, live=False),
        employers=queries.employers_of(asks),
        looks=looks,
        days=by_day(looks.rows),
        office=office_words,
        rights=[
            (label, href)
            for label, path in _RIGHTS
            if (href := address(path))
            and (path != _PROFILE or student or may_open_profile(asks))
            # Colleagues of companies and staff are not looked for where they work.
            and (path != _WAYS or not (asks.is_staff or asks.acting))
        ],
        contact=settings().operator_contact,
    )


@room.get("/me/privacy/who-looked.csv", lock=signed_in)
def looks_file() -> Response:
    """Who has looked at me, as a file."""
    zone = reader_zone()
    head = [_("When (%(zone)s)", zone=zone), _("Who"), _("As what"), _("What was looked at")]
    rows = (
        (format_instant(look.at, zone), who_words(look), office_words(look), str(words_for(look.what)))
        for look in queries.all_looks(visitor(), current_language())
    )
    return csv_file(f"who-looked-{clock.today_in(zone)}", head, rows)


@room.get("/me/privacy/consents/<ref>", lock=signed_in)
def receipt(ref: str) -> ResponseReturnValue:
    """What I agreed to, in the words I was shown: to keep or to print."""
    own = queries.own_consent(visitor(), ref)
    written_in = own.words.language
    return render_template(
        "dashboards/receipt.html",
        own=own,
        country=country_name(own.consent.country),
        way=CONSENT_WAYS.get(own.consent.way, ""),
        language_name=BY_CODE[written_in].name if written_in in BY_CODE else written_in,
    )


def by_day(looks: Iterable[Look]) -> list[tuple[date, list[tuple[Look, list[str]]]]]:
    """Looks, the newest first, under the reader's own days. Who looks at the same thing again at once stands there in one
    line, with each time.
    """
    zone = reader_zone()
    return [
        (day, [_with_times(list(again), zone) for _same, again in groupby(of_day, _reader_and_thing)])
        for day, of_day in groupby(looks, lambda look: day_in(look.at, zone))
    ]


def _reader_and_thing(look: Look) -> tuple[Any, ...]:
    return (look.organisation, look.offices, look.name, look.what)


def _with_times(again: list[Look], zone: str) -> tuple[Look, list[str]]:
    return again[0], list(dict.fromkeys(format_clock(look.at, zone) for look in again))


def who_words(look: Look) -> str:
    """Who looked: the organisation, or the operator's staff."""
    name = look.organisation or _("The operator of this service")
    return _("%(organisation)s (%(name)s)", organisation=name, name=look.name) if look.name else name


def office_words(look: Look) -> str:
    """As what somebody looked; empty for looks from before that was recorded."""
    return _(", ").join(str(words_for(office)) for office in look.offices)
