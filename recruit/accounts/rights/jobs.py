"""What the clock calls: archives are made, one after the other; and mails forget who was erased."""

from datetime import datetime
import logging

from flask import current_app
from sqlalchemy import select

from recruit.accounts import personal_data
from recruit.accounts.rights import actions, archive, mails
from recruit.accounts.rights.models import DataExport, Erasure
from recruit.core import files, vault
from recruit.core.db import session, writing
from recruit.core.visitor import WORKER
from recruit.messages import privacy as message_privacy

log = logging.getLogger(__name__)

# What is left is done at the next beat, a minute later.
_AT_ONCE = 500


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


def forget_texts(now: datetime) -> int:
    """Empty the kept texts of mails to others that name somebody erased, some thousands a transaction; gives how many
    certificates are complete now. Broken off, it is begun anew: nothing is emptied twice. One that breaks stops no other.
    """
    waiting = select(Erasure.id).where(Erasure.names.is_not(None)).order_by(Erasure.id)
    done = 0
    for erasure_id in session().scalars(waiting.limit(_AT_ONCE)).all():
        try:
            _forget_texts_of(erasure_id, now)
            done += 1
        except Exception:
            log.exception("texts could not be forgotten", extra={"erasure": erasure_id})
    return done


def _forget_texts_of(erasure_id: int, now: datetime) -> None:
    last: int | None = 0
    while last is not None:
        with writing():
            erasure = session().get_one(Erasure, erasure_id)
            # Another worker was faster.
            if erasure.names is None:
                return
            names = vault.unseal(erasure.names).split("\n")
            last = message_privacy.forget_words(names, after=last)
            if last is None:
                erasure.names, erasure.texts_at = None, now


def _make(export_id: int, now: datetime) -> None:
    """Read, pack, lay down, record: others wait for the database only while it is read and at the end. Whoever was erased
    meanwhile gets no archive; what lies in the store then has no row and goes with the daily purge.
    """
    with writing():
        export = session().get_one(DataExport, export_id)
        person = export.person
        name, language, zone = person.display_name, export.language, export.zone
        found = personal_data.export(person.public_id, by=WORKER, now=now)
        held_files = personal_data.files_of(person.public_id)
    content = archive.make(
        current_app, found, name=name, language=language, zone=zone, now=now, held_files=held_files
    )
    laid = files.lay_down(content, name=f"kakehashi-{now:%Y-%m-%d}.zip", media_type="application/zip")
    with writing() as rows:
        waiting = rows.get(DataExport, export_id, with_for_update={"of": DataExport}, populate_existing=True)
        # Erased, or made by another worker that was only slow.
        if waiting is None or waiting.ready_at is not None:
            return
        actions.finish_export(waiting, files.keep(laid, now=now), now=now)
        mails.tell_ready(waiting, now=now)
