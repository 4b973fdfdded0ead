"""Addresses that no page links to, because they stand in mails or are for machines: what their variable parts are here.

A page that needs more than a word that nobody knows gets a function, told the session of the demonstration data.
"""

from collections.abc import Mapping

# endpoint → the variable parts of its address. An unknown token leads to the page that says so.
SAMPLES: Mapping[str, Mapping[str, str]] = {
    "accounts.confirm": {"token": "a-token-nobody-has"},
    "accounts.reset": {"token": "a-token-nobody-has"},
    "accounts.sign_in_by_link": {"token": "a-token-nobody-has"},
    "mailbox.kept_mail": {"name": "no-such-mail"},
}
# Steps of signing in, shown after a move and never by a link.
AFTER_A_MOVE: frozenset[str] = frozenset(
    {
        "accounts.enrol_at_sign_in",
        "accounts.enter_code",
        "accounts.recovery_codes",
        "accounts.end_second_factor",
        "accounts.sent",
    }
)
# Machines ask these by themselves, and people who build pages.
FOR_MACHINES: frozenset[str] = frozenset(
    {
        "health.healthz",
        "health.readyz",
        "health.robots",
        "dashboards.favicon",
        "dashboards.sitemap",
        "mailbox.mailbox",
    }
)
