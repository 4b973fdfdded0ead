"""What the clock calls: archives are made, one after the other."""

from datetime import datetime
import logging

from flask import current_app

from recruit.accounts import personal_data
from recruit.accounts.rights import actions, archive, mails
from recruit.accounts.rights.models import DataExport
from recruit.core import files
from recruit.core.db import session, writing
from recruit.core.visitor import WORKER

log = logging.getLogger(__name__)


def make_exports(now: datetime) -> int:
    """Make every archive that waits; gives how many were made. One that cannot be made stops no other."""
    made = 0
    while True:
        with writing():
            export_id = actions.claim_export(now)
        if export_id is None:
            return made
        try:
            _make(export_id, now)
        except Exception:
            log.exception("archive could not be made", extra={"export": export_id})
            continue
        made += 1


def _make(export_id: int, now: datetime) -> None:
    with writing():
        export = session().get_one(DataExport, export_id)
        person = export.person
        found = personal_data.export(person.public_id, by=WORKER, now=now)
        content = archive.make(
            current_app, found, name=person.display_name, language=export.language, zone=export.zone, now=now
        )
        stored = files.store(
            content, name=f"kakehashi-{now:%Y-%m-%d}.zip", media_type="application/zip", now=now
        )
        actions.finish_export(export, stored, now=now)
        mails.tell_ready(export, now=now)
