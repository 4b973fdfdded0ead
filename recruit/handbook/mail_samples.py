"""Made-up occasions for the mails of the handbook, to look at them: written inside, and taken back afterwards."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlalchemy import select, update

from recruit.core import clock
from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.handbook.models import ChapterVersion, ReaderQuestion
from recruit.handbook.rules import ChapterState, ReaderWord
from recruit.handbook.translatable import KIND
from recruit.handbook.translating import keeping
from recruit.handbook.translating.models import TranslationLack
from recruit.messages.kinds import Params
from recruit.organisations import texts
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState

Sample = Callable[[Visitor, datetime], Params | None]
NOTE = "第3段落の日数に出典を付けてください。"


def _added_beside(found: ChapterVersion, state: ChapterState, by: Visitor, now: datetime) -> ChapterVersion:
    """The next version of a text, in this state."""
    version = ChapterVersion(
        chapter_id=found.chapter_id,
        language=found.language,
        number=found.number + 1,
        title=found.title,
        body=found.body,
        state=state,
        by_ref=by.person_ref,
        review_note=NOTE if state is ChapterState.DRAFT else "",
        created_at=now,
        publish_at=now if state is ChapterState.PUBLISHED else None,
    )
    session().add(version)
    session().flush()
    return version


def _source() -> ChapterVersion | None:
    query = select(ChapterVersion).where(ChapterVersion.source_version.is_(None))
    return session().scalars(query.order_by(ChapterVersion.number.desc(), ChapterVersion.id)).first()


def _waiting(visitor: Visitor, now: datetime) -> Params | None:
    found = _source()
    if found is None:
        return None
    day = date(2000, 1, 1)
    _added_beside(found, ChapterState.PUBLISHED, visitor, now)
    keeping.keep(KIND, keeping.found_now(KIND, now))
    session().execute(update(TranslationLack).where(TranslationLack.kind == KIND).values(told_on=day))
    return {"day": day.isoformat(), "person": visitor.person_ref}


def _languages(_visitor: Visitor, now: datetime) -> Params | None:
    company = (
        session()
        .scalars(
            select(Organisation)
            .where(
                Organisation.kind == OrganisationKind.COMPANY,
                Organisation.state == OrganisationState.APPROVED,
            )
            .order_by(Organisation.id)
        )
        .first()
    )
    if company is None:
        return None
    texts.write(company, texts.SOURCE_LANGUAGE, {"about": "川と橋の工事をしています。"})
    session().flush()
    day = clock.day_in(now, "Asia/Tokyo")
    return {"company": company.public_id, "week": day.isoformat(), "mark": ""}


def _review(state: ChapterState) -> Sample:
    def sample(visitor: Visitor, now: datetime) -> Params | None:
        found = _source()
        return {"version": _added_beside(found, state, visitor, now).id} if found else None

    return sample


def _answered(visitor: Visitor, now: datetime) -> Params | None:
    found = _source()
    if found is None:
        return None
    question = ReaderQuestion(
        chapter_id=found.chapter_id,
        read_language=found.language,
        number=found.number,
        kind=ReaderWord.QUESTION,
        words="4月に来てもらうには、いつ申請すればよいですか。",
        language="ja",
        person_id=visitor.person_id,
        asked_at=now,
        answer="審査の日数は時期によって変わります。早めに書類をそろえてください。",
        answered_at=now,
    )
    session().add(question)
    session().flush()
    return {"question": question.public_id}


SAMPLES: Mapping[str, Sample] = {
    "translations_wait": _waiting,
    "company_languages": _languages,
    "chapter_waits": _review(ChapterState.IN_REVIEW),
    "chapter_sent_back": _review(ChapterState.DRAFT),
    "handbook_answer": _answered,
}
