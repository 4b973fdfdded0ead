"""The mail that an archive can be fetched. The archive itself never travels by mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.accounts import queries as account_queries
from recruit.accounts.rights import actions, queries
from recruit.accounts.rights.models import DataExport
from recruit.core.errors import Missing
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url


def tell_ready(export: DataExport, *, now: datetime) -> None:
    """Queue the mail to the address the person signs in with."""
    person = export.person
    user = account_queries.user_by_ref(person.public_id)
    queue(
        "export_ready",
        to_address=user.email if user else "",
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"export": export.public_id, "person_ref": person.public_id},
        unique_key=f"export_ready:{export.public_id}",
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
    )


def _context(params: Params, _language: str) -> Mapping[str, Any]:
    export = queries.export_by_ref(params["export"])
    if export is None:
        raise Missing
    return {
        "name": export.person.display_name,
        "until": export.ends_at,
        "url": page_url("rights.export", _external=True),
    }


def _still_there(params: Params, now: datetime) -> bool:
    export = queries.export_by_ref(params["export"])
    return export is not None and actions.is_open(export, now)


def _sign_in_address(params: Params) -> str:
    user = account_queries.user_by_ref(params["person_ref"])
    return user.email if user else ""


KINDS = (
    MailKind(
        name="export_ready",
        room="accounts",
        template="accounts/rights/mail/export_ready",
        context=_context,
        still_wanted=_still_there,
        address=_sign_in_address,
        necessary=True,
    ),
)
