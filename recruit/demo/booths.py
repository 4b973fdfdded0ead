"""Demonstration booths of coming fairs: their number and rules, who waits, who comes, what is done before the fair."""

from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.core.db import session
from recruit.fairs.booths.models import BoothPerson, BoothPosition, FairBooths
from recruit.fairs.booths.rules import Interpreting, Need, Priority
from recruit.fairs.models import Booth, Fair
from recruit.fairs.preparing.models import BoothTask, FairTask
from recruit.fairs.preparing.rules import SEEN, USUAL, TaskKind
from recruit.fairs.rules import BoothState
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState

PEOPLE = (
    ("佐藤 由美", "人事", ()),
    ("高橋 健", "現場所長", ()),
    ("Trần Thị Mai", "設計（入社3年目）", ("vi",)),
)
INDONESIAN = ("Ayu Lestari", "施工管理（入社2年目）", ("id",))
OWN_TASK = {
    "ja": "航空券と宿の手配を事務局に知らせる",
    "en": "Tell our office your flights and hotel",
    "vi": "Báo chuyến bay và khách sạn cho ban tổ chức",
    "id": "Beri tahu penyelenggara jadwal penerbangan dan hotel Anda",
}


def make_booths_and_tasks(fair: Fair, own: int | None, now: datetime) -> None:
    """Most companies have said who comes, some have not; one waits for a booth, and the list has one task of this fair alone."""
    booths = session().scalars(select(Booth).where(Booth.fair_id == fair.event_id).order_by(Booth.id)).all()
    confirmed = [one for one in booths if one.state is BoothState.CONFIRMED]
    if len(confirmed) > 2:
        # Who came last waits now: there are as many booths as are taken without it.
        last = next(one for one in reversed(confirmed) if one.company_id != own)
        last.state, last.number, last.line = BoothState.WAITING, "", 1
        last.let_in_for = "会社紹介の翻訳を確認中のため"
        confirmed.remove(last)
    session().add(
        FairBooths(
            fair_id=fair.event_id,
            booths=len(confirmed),
            tables=None,
            tables_each=2,
            closes_at=min(now, fair.event.starts_at) - timedelta(days=12),
            rules=[Priority.FIRST_TIME, Priority.SMALL_COMPANIES],
            demands=True,
            given_at=min(now, fair.event.starts_at) - timedelta(days=11),
        )
    )
    tasks = [FairTask(fair_id=fair.event_id, kind=kind, days_before=days) for kind, days in USUAL.items()]
    tasks.append(FairTask(fair_id=fair.event_id, kind=TaskKind.OWN, days_before=10, words=OWN_TASK))
    session().add_all(tasks)
    session().flush()
    positions: dict[int, list[int]] = {}
    for company_id, posting_id in session().execute(
        select(Posting.company_id, Posting.id)
        .where(Posting.state == PostingState.PUBLISHED)
        .order_by(Posting.id)
    ):
        positions.setdefault(company_id, []).append(posting_id)
    for number, booth in enumerate(confirmed):
        if number % 3 != 2:
            _brings(booth, positions.get(booth.company_id, []), indonesian=fair.event.country == "ID")
        ticked = [one for one in tasks if one.kind not in SEEN][: number % 4]
        session().add_all(
            BoothTask(booth_id=booth.id, task_id=one.id, done_at=now - timedelta(days=3), by_ref="")
            for one in ticked
        )
    session().flush()


def _brings(booth: Booth, positions: list[int], *, indonesian: bool) -> None:
    people = (*PEOPLE[:2], INDONESIAN) if indonesian else PEOPLE
    session().add_all(
        BoothPerson(booth_id=booth.id, place=place, name=name, task=task, languages=list(languages))
        for place, (name, task, languages) in enumerate(people, start=1)
    )
    session().add_all(
        BoothPosition(booth_id=booth.id, posting_id=one, place=place)
        for place, one in enumerate(positions[:2], start=1)
    )
    booth.languages = ["id" if indonesian else "vi"]
    booth.interpreting, booth.needs = Interpreting.NOBODY_NEEDED, [Need.POWER, Need.SCREEN]
