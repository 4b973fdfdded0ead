"""Open answers that were handed in."""

from sqlalchemy import select

from recruit.core import clock, vault
from recruit.core.db import session, writing
from recruit.placements.models import Placement
from recruit.surveys.coding.editing import load_codebook
from recruit.surveys.models import Answer, InstrumentVersion, Response
from recruit.surveys.rules import ResponseMode, ResponseState
from tests.factories import surveys as make

WORDS = "Tôi chưa hiểu bảng lương."
GLOSS = "給与明細がまだ分かりません。"


def write(
    placement: Placement,
    *,
    wave: str = "w1",
    words: str = WORDS,
    language: str = "vi",
    state: ResponseState = ResponseState.SUBMITTED,
) -> str:
    """Hand in an answer in words; the reference of the response."""
    contact = make.contact_of(placement, wave)
    version = (
        session()
        .scalars(
            select(InstrumentVersion)
            .where(InstrumentVersion.instrument_id == contact.wave.instrument_id)
            .order_by(InstrumentVersion.number.desc())
        )
        .first()
    )
    assert version is not None
    now = clock.now()
    with writing() as rows:
        load_codebook(now)
        response = Response(
            contact_id=contact.id,
            instrument_version_id=version.id,
            language=language,
            mode=ResponseMode.SELF,
            state=state,
            begun_at=now,
            submitted_at=now if state is ResponseState.SUBMITTED else None,
        )
        response.answers.append(Answer(item="say_more", words=vault.seal(words), answered_at=now))
        rows.add(response)
    return response.public_id
