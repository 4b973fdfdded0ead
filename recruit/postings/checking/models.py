"""The table of findings."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.db import Base, Coded, Keyed
from recruit.postings.rules import Finding, FindingRule, PostingItem, Severity


class PostingFinding(Keyed, Base):
    """A finding as it stood when the position was sent to be checked, noted or published; `gone_at` once it stood no more.

    A finding with other figures or words is another finding: what staff wrote belonged to the former.
    """

    __tablename__ = "posting_finding"

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    rule: Mapped[FindingRule] = mapped_column(Coded(FindingRule))
    severity: Mapped[Severity] = mapped_column(Coded(Severity))
    about: Mapped[PostingItem] = mapped_column(Coded(PostingItem))
    text: Mapped[str] = mapped_column(String(40), default="")
    shown: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    found_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime | None]
    noted_by_ref: Mapped[str | None] = mapped_column(String(22))

    @property
    def finding(self) -> Finding:
        """The finding that was kept."""
        return Finding(self.rule, self.severity, self.about, self.shown, self.text)
