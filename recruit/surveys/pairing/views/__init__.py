"""Pages of the company's side: for the company, and for retention officers."""

from recruit.surveys.pairing.views import company, staff

__all__ = ["company", "staff"]
