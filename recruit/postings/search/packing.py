"""Reading open positions as columns: packed by a job where they are many, with what changed since put over it."""

from datetime import datetime

from sqlalchemy import func, select

from recruit.core.db import session
from recruit.core.finding import packed
from recruit.core.finding.columns import Rows, put_over
from recruit.postings.search.counting import LAYOUT, ROW, rows_of
from recruit.postings.search.models import PackedPostings, PostingFound

_COLUMNS = (
    PostingFound.posting_id, PostingFound.is_open, PostingFound.company_id, PostingFound.work_kind,
    PostingFound.prefecture, PostingFound.majors, PostingFound.japanese_level, PostingFound.housing,
    PostingFound.base_pay_yen, PostingFound.start_month, PostingFound.opens_at, PostingFound.listed_at,
    PostingFound.closes_at,
)  # fmt: skip
_pack = packed.Pack(PackedPostings, LAYOUT, ROW)


def positions() -> Rows:
    """All that is public now; what has closed by the clock is among them."""
    kept, query = _pack.read(), select(*_COLUMNS)
    if kept is None:
        return rows_of(session().execute(query.where(PostingFound.is_open)).all())
    packed_at, rows = kept
    changed = session().execute(query.where(PostingFound.changed_at >= packed_at - packed.OVERLAP)).all()
    return put_over(rows, rows_of(changed))


def pack(now: datetime, *, anew: bool = False) -> bool:
    """Pack all positions, where they are many and enough has changed, or (`anew`) whatever has. Whether it was done."""
    count = session().scalar(select(func.count()).select_from(PostingFound).where(PostingFound.is_open)) or 0
    packed_at = _pack.packed_at()
    if count < packed.PACK_FROM:
        if packed_at is not None:
            _pack.drop()
        return False
    changes = select(PostingFound.posting_id)
    if (
        packed_at is not None
        and not anew
        and not packed.is_old(packed_at, changes, PostingFound.changed_at, now=now)
    ):
        return False
    _pack.write(rows_of(session().execute(select(*_COLUMNS).where(PostingFound.is_open)).all()), now)
    return True
