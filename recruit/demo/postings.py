"""Demonstration positions: one to three for every approved company, one more as a draft and one that waits for a check."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.accounts.models import Person, User
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.text import search_key, slug_of
from recruit.demo.company_texts import PREFECTURES
from recruit.demo.posting_lives import People, make_lives
from recruit.demo.posting_texts import age_texts
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState, Prefecture
from recruit.postings import queries, rules
from recruit.postings.checking.actions import keep_findings
from recruit.postings.drafts.samples import SAMPLES
from recruit.postings.models import Posting, PostingMove, PostingText, PostingVersion
from recruit.postings.rules import JapaneseLevel, PostingState, WorkKind

TOKYO = "Asia/Tokyo"
SNOWY = frozenset(
    {
        *list(Prefecture)[:7],
        Prefecture.NIIGATA,
        Prefecture.TOYAMA,
        Prefecture.ISHIKAWA,
        Prefecture.FUKUI,
        Prefecture.NAGANO,
    }
)
_LETTERS, _DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


def make_postings(
    random: Random, scale: int, now: datetime, companies: Sequence[Organisation]
) -> list[Posting]:
    """Published positions of all approved companies; inside `writing()`. The number follows that of the companies."""
    approved = [
        one
        for one in companies
        if one.kind is OrganisationKind.COMPANY and one.state is OrganisationState.APPROVED
    ]
    made: list[Posting] = []
    codes: set[str] = set()
    for place, company in enumerate(approved):
        for sample in random.sample(range(len(SAMPLES)), random.choice((1, 1, 2, 3))):
            made.append(_published(random, now, company, SAMPLES[sample], codes, number=len(made)))
        if company.id == _own_company_id(approved) and not any(
            one.company_id == company.id for one in made[1:]
        ):
            made.append(
                _published(random, now, company, SAMPLES[place % len(SAMPLES)], codes, number=len(made))
            )
    age_texts(made)
    session().add_all(made)
    session().flush()
    session().add_all(_history(posting) for posting in made)
    session().add_all(
        PostingVersion(
            posting_id=posting.id,
            number=1,
            content=queries.content_of(posting),
            published_at=posting.opens_at,
        )
        for posting in made
    )
    _lives(now, approved, codes)
    _unpublished(random, now, approved)
    session().flush()
    return made


def _lives(now: datetime, approved: Sequence[Organisation], codes: set[str]) -> None:
    """Positions in every state for the company of the demonstration; what is drawn after them is drawn as without them."""
    own = next((one for one in approved if one.id == _own_company_id(approved)), None)
    if own is None:
        return
    chance = Random(2026)
    make_lives(
        lambda number: _posting(chance, now, own, SAMPLES[number % len(SAMPLES)], number),
        lambda: _code(chance, codes),
        People(company=_ref_of("company@demo.example"), staff=_ref_of("staff@demo.example")),
        now,
    )


def _ref_of(email: str) -> str:
    found = session().scalar(
        select(Person.public_id).join(User, User.person_id == Person.id).where(User.email == email)
    )
    return found or "demo"


def _own_company_id(approved: Sequence[Organisation]) -> int | None:
    """The company of company@demo.example, else the first."""
    found = session().scalar(
        select(Membership.organisation_id)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == "company@demo.example")
        .order_by(Membership.id)
        .limit(1)
    )
    return found or (approved[0].id if approved else None)


def _posting(
    random: Random, now: datetime, company: Organisation, sample: dict[str, Any], number: int
) -> Posting:
    today = day_in(now, TOKYO)
    facts = company.company
    prefecture = facts.prefecture if facts and facts.prefecture else Prefecture.OSAKA
    place = company.city or f"{PREFECTURES[prefecture]}内"
    posting = Posting(
        slug=f"{slug_of(sample['work_kind'].replace('_', ' '))}-{number + 1:04d}",
        company_id=company.id,
        state=PostingState.DRAFT,
        work_kind=WorkKind(sample["work_kind"]),
        prefecture=prefecture,
        majors=list(sample["majors"]),
        japanese_level=JapaneseLevel(sample["japanese_level"]),
        base_pay_yen=sample["base_pay_yen"] + random.choice((-5_000, 0, 0, 5_000, 10_000)),
        fixed_overtime_yen=sample.get("fixed_overtime_yen"),
        fixed_overtime_hours=sample.get("fixed_overtime_hours"),
        openings=sample["openings"],
        start_month=date(today.year + 1, random.choice((4, 4, 10)), 1),
        items=_items(sample, prefecture),
        source_language="ja",
        closes_at=_end_of(today + timedelta(days=random.randrange(25, 100))),
        saved_at=now - timedelta(days=random.randrange(5, 40)),
        texts=[_text(code, words, place) for code, words in sample["texts"].items()],
    )
    if posting.fixed_overtime_yen:
        # The fixed amount was reckoned for the base of the sample.
        posting.base_pay_yen = sample["base_pay_yen"]
    posting.search_key = search_key(
        *(text.title for text in posting.texts),
        *(text.place for text in posting.texts),
        *(text.name for text in company.texts),
        company.name_kana,
        str(prefecture),
        sample["work_kind"].replace("_", " "),
    )
    return posting


def _items(sample: dict[str, Any], prefecture: Prefecture) -> dict[str, Any]:
    """The items of a sample; a cold-region allowance is paid where it snows."""
    allowances = sample["items"]["allowances"]
    paid = [row for row in allowances if not row.get("from_month") or prefecture in SNOWY]
    return {**sample["items"], "allowances": paid}


def _text(code: str, words: Sequence[str], place: str) -> PostingText:
    fields = dict(zip(rules.TEXT_FIELDS, words, strict=True))
    fields["place"] = fields["place"].format(place=place)
    source = None if code == "ja" else "ja"
    return PostingText(
        language=code,
        version=1,
        origin="human",
        source_language=source,
        source_version=1 if source else None,
        **fields,
    )


def _published(
    random: Random,
    now: datetime,
    company: Organisation,
    sample: dict[str, Any],
    codes: set[str],
    *,
    number: int,
) -> Posting:
    posting = _posting(random, now, company, sample, number)
    posting.state = PostingState.PUBLISHED
    opens_at = posting.saved_at + timedelta(days=2)
    posting.opens_at, posting.confirmed_on = opens_at, day_in(opens_at, TOKYO)
    posting.verify_code = _code(random, codes)
    return posting


def _code(random: Random, codes: set[str]) -> str:
    while True:
        digits = "".join(random.choice(_DIGITS) for _ in range(6))
        code = f"{random.choice(_LETTERS)}{random.choice(_LETTERS)}-{digits[:4]}-{digits[4:]}"
        if code not in codes:
            codes.add(code)
            return code


def _history(posting: Posting) -> PostingMove:
    return PostingMove(
        posting_id=posting.id,
        from_state=PostingState.IN_REVIEW,
        to_state=PostingState.PUBLISHED,
        at=posting.opens_at,
        by_ref="demo",
    )


def _unpublished(random: Random, now: datetime, approved: Sequence[Organisation]) -> None:
    """The company of the demonstration has a draft that lacks some items; another one waits for staff."""
    if not approved:
        return
    own_id = _own_company_id(approved)
    own = next((one for one in approved if one.id == own_id), approved[0])
    draft = _posting(random, now, own, SAMPLES[2], 9000)
    draft.items = {key: value for key, value in draft.items.items() if key not in ("smoking", "probation")}
    waiting = _posting(random, now, approved[-1], SAMPLES[0], 9001)
    waiting.state, waiting.saved_at = PostingState.IN_REVIEW, now - timedelta(hours=20)
    # Two things for staff to look at: few days off, and a major unlike the work.
    waiting.items = waiting.items | {"holidays": {"days": 103, "pattern": "company_calendar"}}
    waiting.majors = [*waiting.majors, "japanese"]
    session().add_all([draft, waiting])
    session().flush()
    keep_findings(waiting, now=waiting.saved_at)
    session().add(
        PostingMove(
            posting_id=waiting.id,
            from_state=PostingState.DRAFT,
            to_state=PostingState.IN_REVIEW,
            at=waiting.saved_at,
            by_ref="demo",
        )
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), ZoneInfo(TOKYO))
