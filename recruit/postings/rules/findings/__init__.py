"""What a check finds in a position before people read it: rules with their grounds, each finding about one item or text.

Nothing here reads a clock or a database: what holds on the day of the check is told as `Circumstances`.
"""

from recruit.postings.rules.content import Content
from recruit.postings.rules.findings.duties import in_duties, in_words
from recruit.postings.rules.findings.finding import Circumstances, Finding, blocking, sources_of
from recruit.postings.rules.findings.grounds import GROUNDS, Ground, Source
from recruit.postings.rules.findings.hours import in_hours
from recruit.postings.rules.findings.pay import in_pay
from recruit.postings.rules.findings.stated import in_what_is_stated

__all__ = ["GROUNDS", "Circumstances", "Finding", "Ground", "Source", "blocking", "findings", "sources_of"]


def findings(content: Content, circumstances: Circumstances) -> list[Finding]:
    """Everything the rules find, the grave ones first."""
    found = [
        *in_what_is_stated(content, circumstances),
        *in_pay(content, circumstances),
        *in_hours(content),
        *in_words(content),
        *in_duties(content, circumstances),
    ]
    return [*blocking(found), *(one for one in found if one not in blocking(found))]
