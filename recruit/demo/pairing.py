"""The company's side of the follow-ups in the demonstration: what five companies said about their hires, and what waits for them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.accounts.models import Person, User
from recruit.core import vault
from recruit.core.db import session
from recruit.organisations.models import Membership
from recruit.placements.models import Placement
from recruit.surveys.forms import Instrument as Form, Item, ItemType, parse
from recruit.surveys.forms.definition import WITH_CHOICES
from recruit.surveys.pairing.actions.planning import replan
from recruit.surveys.pairing.actions.releasing import release
from recruit.surveys.pairing.actions.signals import raise_signals
from recruit.surveys.pairing.models import CompanyAnswer, CompanyContact, CompanyResponse, GapSignal
from recruit.surveys.pairing.queries.gaps import Place, Said, companies_said, hires_said, pairs_of
from recruit.surveys.queries.answering import newest_version
from recruit.surveys.rules import ContactKind, ContactState, ResponseState

OWN = "company@demo.example"
OFFICER = "retention@demo.example"
SEEN_TO_AFTER = timedelta(days=30)
# Besides the company of that account, so many others have answered; all their forms are planned.
OTHERS = 4
HIRES_A_COMPANY = 15
ANSWERING = 0.85
TOKYO = ZoneInfo("Asia/Tokyo")
WORDS = (
    "現場の仲間とよく話すようになりました。専門用語の一覧があると助かります。",
    "図面の読み方を毎週一緒に確認しています。",
    "冬の通勤が心配です。寮から現場までの送迎を考えています。",
    "残業が続いた月がありました。来月から調整します。",
)


def make_company_side(random: Random, placements: Sequence[Placement], now: datetime) -> None:
    """Forms of five companies, most of them answered, with the gaps that follow; inside `writing()`."""
    own, is_begun = _own_company(), False
    for company, hires in _chosen(placements, own).items():
        for hire in hires:
            replan(hire.id, now)
        said = hires_said([hire.id for hire in hires])
        contacts = session().scalars(
            select(CompanyContact)
            .where(
                CompanyContact.placement_id.in_([hire.id for hire in hires]),
                CompanyContact.kind == ContactKind.INVITATION,
                CompanyContact.state != ContactState.CANCELLED,
                CompanyContact.organisation_id == company,
            )
            .order_by(CompanyContact.id)
        )
        for contact in contacts:
            at = datetime.combine(
                contact.due_on + timedelta(days=random.randint(1, 12)), time(10), TOKYO
            ) + timedelta(minutes=random.randint(0, 400))
            if at < min(now, contact.closes_at) and random.random() < ANSWERING:
                _answer(random, contact, said, at)
            elif company == own and contact.opens_at <= now < contact.closes_at and not is_begun:
                _begin(random, contact, now)
                is_begun = True
        session().flush()
        for hire in hires:
            raise_signals(hire.id, now)
        _as_they_came([hire.id for hire in hires], now)
        release(company, now)


def _as_they_came(placement_ids: Sequence[int], now: datetime) -> None:
    """Each signal was raised when both sides had answered, and an officer has seen to the older ones."""
    pairs = pairs_of(hires_said(placement_ids), companies_said(placement_ids))
    officer = session().scalar(
        select(Person.public_id).join(User, User.person_id == Person.id).where(User.email == OFFICER)
    )
    signals = select(GapSignal).where(GapSignal.placement_id.in_(placement_ids)).order_by(GapSignal.id)
    for signal in session().scalars(signals):
        signal.raised_at = pairs[(signal.placement_id, signal.point, signal.item)].complete_at
        if signal.raised_at < now - SEEN_TO_AFTER:
            signal.done_at, signal.done_by_ref = signal.raised_at + timedelta(days=3), officer or ""
    session().flush()


def _own_company() -> int | None:
    """The company that the account answers for."""
    return session().scalar(
        select(Membership.organisation_id)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == OWN)
        .order_by(Membership.id)
        .limit(1)
    )


def _chosen(placements: Sequence[Placement], own: int | None) -> Mapping[int, list[Placement]]:
    """The hires of the account's own company, and of the companies with most of them."""
    number = Counter(hire.employer_id for hire in placements if hire.employer_id not in (None, own))
    wanted = [own, *(company for company, _hires in number.most_common(OTHERS))]
    return {
        company: [hire for hire in placements if hire.employer_id == company][:HIRES_A_COMPANY]
        for company in wanted
        if company is not None
    }


def _answer(random: Random, contact: CompanyContact, said: Mapping[Place, Said], at: datetime) -> None:
    version = newest_version(contact.wave)
    form = parse(version.definition)
    session().add(
        CompanyResponse(
            contact_id=contact.id,
            instrument_version_id=version.id,
            language="ja",
            state=ResponseState.SUBMITTED,
            begun_at=at - timedelta(minutes=4),
            submitted_at=at,
            answers=_answers(random, form, contact, said, at),
        )
    )
    contact.state, contact.reason, contact.next_send_at = ContactState.COMPLETE, "", None


def _begin(random: Random, contact: CompanyContact, now: datetime) -> None:
    """The first question is answered; the rest waits."""
    version = newest_version(contact.wave)
    item = next(item for item in parse(version.definition).items if item.type in WITH_CHOICES)
    session().add(
        CompanyResponse(
            contact_id=contact.id,
            instrument_version_id=version.id,
            language="ja",
            begun_at=now - timedelta(hours=3),
            answers=[
                CompanyAnswer(
                    item=item.name, value=_choice(random, item), answered_at=now - timedelta(hours=3)
                )
            ],
        )
    )


def _answers(
    random: Random, form: Form, contact: CompanyContact, said: Mapping[Place, Said], at: datetime
) -> list[CompanyAnswer]:
    found = []
    for item in form.items:
        if item.is_paired:
            hire = said.get((contact.placement_id, contact.wave.key, item.name))
            found.append(CompanyAnswer(item=item.name, value=[_seen(random, hire)], answered_at=at))
        elif item.type in WITH_CHOICES:
            found.append(CompanyAnswer(item=item.name, value=_choice(random, item), answered_at=at))
        elif item.type is ItemType.LONG_TEXT and random.random() < 0.15:
            words = vault.seal(random.choice(WORDS))
            found.append(CompanyAnswer(item=item.name, words=words, answered_at=at))
    return found


def _seen(random: Random, hire: Said | None) -> str:
    """Most companies see things as their hires do, or a little better."""
    value = hire.value if hire else random.choice((3, 4, 4, 5))
    return str(max(1, min(5, value + random.choices((-1, 0, 1, 2), (10, 55, 28, 7))[0])))


def _choice(random: Random, item: Item) -> list[str]:
    """The first answers of a list are the likelier ones."""
    places = range(len(item.choices))
    weights = [2 ** (len(item.choices) - place) for place in places]
    return [item.choices[random.choices(places, weights)[0]].value]
