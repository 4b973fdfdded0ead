"""Moves of a position: save, submit, take back, publish, return, close. What the clock does, and opening again: `life/`."""

from datetime import date, datetime
import secrets
from typing import Any

from sqlalchemy import func, select

from recruit.core import audit
from recruit.core.clock import day_in
from recruit.core.db import session, set_state
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.text import search_key, slug_of
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState, Prefecture
from recruit.postings import queries, rules
from recruit.postings.checking.actions import keep_findings
from recruit.postings.events import (
    PostingClosed,
    PostingPublished,
    PostingReturned,
    PostingScheduled,
    PostingSubmitted,
)
from recruit.postings.life.recording import end_question_by_move, keep_change, whole
from recruit.postings.life.rules import why_not_times
from recruit.postings.models import Posting, PostingMove, PostingVersion
from recruit.postings.rules import (
    Content,
    Finding,
    JapaneseLevel,
    MoveCause,
    PostingRefusal,
    PostingState,
    WorkKind,
)
from recruit.postings.texts.rules import TextOrigin
from recruit.postings.texts.writing import write_texts

# Without I, O, 0 and 1, which are read wrongly from paper and over the telephone.
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_DIGITS = "23456789"


def create_posting(content: Content, *, by: Visitor, now: datetime) -> Posting:
    """A company begins a position; it is a draft, whatever is missing."""
    if not by.acts_for("company"):
        raise Missing
    posting = Posting(
        slug=new_slug(content),
        company_id=by.acting_organisation_id,
        state=PostingState.DRAFT,
        work_kind=WorkKind(content["work_kind"]),
        prefecture=Prefecture(content["prefecture"]),
        japanese_level=JapaneseLevel(content["japanese_level"]),
        saved_at=now,
    )
    posting.organisation = session().get_one(Organisation, by.acting_organisation_id)
    _write(posting, content, now)
    session().add(posting)
    session().flush()
    note("posting.created", posting, by, now)
    return posting


def save_posting(
    posting: Posting, content: Content, *, by: Visitor, now: datetime, is_noted: bool = True
) -> None:
    """Keep what was typed. Only a draft is changed: what people read or staff check must first be taken back.

    What a page saves by itself while somebody types is not noted in the trail; the button's saving is.
    """
    if posting.state is not PostingState.DRAFT:
        raise Refused(PostingRefusal.MOVE_NOT_POSSIBLE)
    before = whole(posting)
    _write(posting, content, now)
    session().flush()
    keep_change(posting, before, by=by, now=now)
    if is_noted:
        note("posting.saved", posting, by, now)


def new_slug(content: Content) -> str:
    """An address that is read easily and is nobody else's."""
    texts = content.get("texts", {})
    title = texts.get("en", {}).get("title") or content["work_kind"].replace("_", " ")
    return f"{slug_of(title)[:70].strip('-')}-{secrets.token_hex(3)}"


def _write(posting: Posting, content: Content, now: datetime) -> None:
    posting.work_kind = WorkKind(content["work_kind"])
    posting.prefecture = Prefecture(content["prefecture"])
    posting.japanese_level = JapaneseLevel(content["japanese_level"])
    posting.majors = list(content.get("majors") or [])
    posting.base_pay_yen = content.get("base_pay_yen")
    posting.fixed_overtime_yen = content.get("fixed_overtime_yen")
    posting.fixed_overtime_hours = content.get("fixed_overtime_hours")
    posting.openings = content.get("openings") or 1
    start_month, closes_at = content.get("start_month"), content.get("closes_at")
    posting.start_month = date.fromisoformat(start_month) if start_month else None
    posting.closes_at = datetime.fromisoformat(closes_at) if closes_at else None
    posting.source_language = content.get("source_language") or "ja"
    posting.items = dict(content.get("items") or {})
    posting.saved_at = now
    write_texts(posting, content.get("texts") or {})
    renew_search_key(posting)


def renew_search_key(posting: Posting) -> None:
    """What the position is found by. Words that only a machine has read are not among them."""
    texts = [text for text in posting.texts if text.origin != TextOrigin.MACHINE]
    posting.search_key = search_key(
        *(text.title for text in texts),
        *(text.place for text in texts),
        *(text.name for text in posting.organisation.texts),
        posting.organisation.name_kana,
        str(posting.prefecture),
        str(posting.work_kind).replace("_", " "),
    )


def hold(posting: Posting) -> None:
    """From here to the end nobody else moves the position or its company; both are read again. The company comes first:
    who suspends one goes on to its positions.
    """
    session().flush()
    company = select(Organisation.id).where(Organisation.id == posting.company_id)
    session().execute(company.with_for_update(read=True))
    # Rows that point at the position may still be added meanwhile.
    own = select(Posting.id).where(Posting.id == posting.id)
    session().execute(own.with_for_update(key_share=True))
    session().refresh(posting)
    session().refresh(posting.organisation)


def submit_posting(posting: Posting, *, answer: str = "", by: Visitor, now: datetime) -> None:
    """Ask staff to check, with an answer to what they asked for. Refused while an item that the law asks for is missing or
    a grave finding stands.
    """
    hold(posting)
    demand_fit(posting, now=now)
    keep_findings(posting, now=now)
    move(posting, PostingState.IN_REVIEW, by=by, now=now, reason=answer.strip())
    announce(PostingSubmitted(posting_id=posting.id, by=by, now=now))


def demand_fit(posting: Posting, *, now: datetime) -> list[Finding]:
    """Refuse what may not be open to all as it stands. Gives what the rules find all the same."""
    if posting.organisation.state != OrganisationState.APPROVED:
        raise Refused(PostingRefusal.COMPANY_NOT_APPROVED)
    if queries.missing_items(posting):
        raise Refused(PostingRefusal.ITEMS_MISSING)
    found = queries.findings_of(posting, now=now)
    if rules.blocking(found):
        raise Refused(PostingRefusal.FINDINGS_OPEN)
    if refusal := why_not_times(posting.opens_at, posting.closes_at, now=now):
        raise Refused(refusal)
    return found


def take_back(posting: Posting, *, by: Visitor, now: datetime) -> None:
    """Make it a draft again, to change it. Nobody else reads it until it has been checked and published anew."""
    was_published = posting.state is PostingState.PUBLISHED
    move(posting, PostingState.DRAFT, by=by, now=now)
    if was_published:
        announce(PostingClosed(posting_id=posting.id, by=by, now=now))


def publish_posting(posting: Posting, *, seen: str = "", by: Visitor, now: datetime) -> PostingVersion:
    """Staff publish, at once or on the day the company wants: the version is frozen, and the code by which anybody can
    check that it is real is set. `seen` is the mark of what they had before them (`queries.mark_of`): what was taken back,
    changed and sent again since is not published by a page that shows how it was.
    """
    if not by.is_staff:
        raise Missing
    hold(posting)
    if posting.state is not PostingState.IN_REVIEW:
        raise Refused(PostingRefusal.MOVE_NOT_POSSIBLE)
    if seen and seen != queries.mark_of(posting):
        raise Refused(PostingRefusal.READ_BEFORE_CHANGE)
    found = demand_fit(posting, now=now)
    keep_findings(posting, now=now)
    opens_at = max(posting.opens_at or now, now)
    if posting.verify_code is None:
        # Nobody else has its address yet: it is named after what the draft became.
        posting.slug = new_slug(queries.content_of(posting))
    move(
        posting,
        PostingState.SCHEDULED if opens_at > now else PostingState.PUBLISHED,
        by=by,
        now=now,
        opens_at=opens_at,
        confirmed_on=day_in(now, queries.TOKYO),
        verify_code=posting.verify_code or new_verify_code(),
        found=", ".join(str(one.rule) for one in found),
    )
    version = freeze(posting, now=now)
    news = PostingPublished if posting.state is PostingState.PUBLISHED else PostingScheduled
    announce(news(posting_id=posting.id, by=by, now=now))
    return version


def freeze(posting: Posting, *, now: datetime) -> PostingVersion:
    """Keep what everybody reads from now on as a version that never changes."""
    last = session().scalar(
        select(func.max(PostingVersion.number)).where(PostingVersion.posting_id == posting.id)
    )
    version = PostingVersion(
        posting_id=posting.id, number=(last or 0) + 1, content=queries.content_of(posting), published_at=now
    )
    session().add(version)
    session().flush()
    return version


def return_posting(posting: Posting, reason: str, *, by: Visitor, now: datetime) -> None:
    """Staff send it back with words about what to change."""
    if not by.is_staff:
        raise Missing
    if posting.state is not PostingState.IN_REVIEW:
        raise Refused(PostingRefusal.MOVE_NOT_POSSIBLE)
    move(posting, PostingState.DRAFT, by=by, now=now, reason=reason)
    announce(PostingReturned(posting_id=posting.id, by=by, now=now))


def close_posting(posting: Posting, *, by: Visitor, now: datetime) -> None:
    """The company takes no more applications; those that are there go on. Closed twice is closed."""
    if posting.state is PostingState.CLOSED:
        return
    move(posting, PostingState.CLOSED, by=by, now=now)
    announce(PostingClosed(posting_id=posting.id, by=by, now=now))


def withdraw_posting(
    posting: Posting, *, reason: str = "", cause: MoveCause | None = None, by: Visitor, now: datetime
) -> None:
    """Taken off for good, by its company or whatever that thinks of it (then with a cause); it comes back only as a draft
    that is checked anew.
    """
    if posting.state is PostingState.WITHDRAWN:
        return
    was_approved = posting.state in (PostingState.SCHEDULED, PostingState.PUBLISHED)
    move(posting, PostingState.WITHDRAWN, by=by, now=now, reason=reason, cause=cause)
    if was_approved:
        announce(PostingClosed(posting_id=posting.id, by=by, now=now, cause=cause))


def new_verify_code() -> str:
    """A code such as AH-2743-65: short enough to read out, too many to guess one of the few that are open."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(2))
    digits = "".join(secrets.choice(_CODE_DIGITS) for _ in range(6))
    return f"{letters}-{digits[:4]}-{digits[4:]}"


def move(
    posting: Posting,
    after: PostingState,
    *,
    by: Visitor,
    now: datetime,
    reason: str = "",
    cause: MoveCause | None = None,
    found: str = "",
    **values: Any,
) -> None:
    """Compare and set; who comes second in a race gets a Conflict."""
    before = posting.state
    if not rules.may_move(before, after):
        raise Refused(PostingRefusal.MOVE_NOT_POSSIBLE)
    set_state(posting, before, after, **values)
    session().add(
        PostingMove(
            posting_id=posting.id,
            from_state=before,
            to_state=after,
            at=now,
            by_ref=by.person_ref,
            reason=reason,
            cause=cause,
        )
    )
    if before is PostingState.PUBLISHED:
        end_question_by_move(posting, after, cause, by=by, now=now)
    note("posting.moved", posting, by, now, change=f"{before} → {after}{f' ({found})' if found else ''}")


def note(action: str, posting: Posting, by: Visitor, now: datetime, change: str = "") -> None:
    """The audit line of what somebody did to a position."""
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="posting",
        subject_ref=posting.public_id,
        change=change,
        for_ref=posting.organisation.public_id if by.acting else "",
    )
