"""For how long what is kept, in the reader's words: the table of the privacy page, made of the figures that purging reads."""

from flask_babel import gettext as _, lazy_gettext as _l, ngettext

from recruit.core import periods
from recruit.core.periods import Kept, Span

ALL = {
    Kept.UNCONFIRMED: _l("Accounts never confirmed, deleted"),
    Kept.IDLE_ASKED: _l("People asked whether they still want their account"),
    Kept.IDLE: _l("Accounts not used any more, deleted"),
    Kept.APPLICATION_WORDS: _l("Applications the company no longer sees, letter deleted"),
    Kept.APPLICATION: _l("Records of applications without success, deleted"),
    Kept.ANSWER_WORDS: _l("Words in survey answers, deleted"),
    Kept.CASE_WORDS: _l("Closed cases, words deleted"),
    Kept.LOOKS: _l("Records of who looked, deleted"),
    Kept.DISCLOSURES: _l("Records of who received data, deleted"),
    Kept.CONSENTS: _l("Proofs of consents taken back, deleted"),
    Kept.MAIL_TEXTS: _l("Texts of mails, deleted"),
    Kept.SIGN_INS: _l("Records of signing in, deleted"),
    Kept.TRIES: _l("Counts of tries, deleted"),
    Kept.ADDRESS_CHANGES: _l("Changes of address, deleted"),
    Kept.INVITATIONS: _l("Invitations of organisations, deleted"),
    Kept.STAFF_INVITATIONS: _l("Invitations to staff, deleted"),
    Kept.COMPANY_DRAFTS: _l("Registrations of companies never sent, deleted"),
    Kept.FILES: _l("Files, deleted"),
    Kept.EXPORTS: _l("Archives people took along, deleted"),
    Kept.REQUESTS: _l("Requests and complaints that are over, words deleted"),
    Kept.BREACHES: _l("Failures of protection closed long ago, deleted"),
    Kept.SIGN_UP_ANSWERS: _l("Answers given when signing up for events, deleted"),
    Kept.EVENT_WORDS: _l("Words of guests about events, deleted"),
    Kept.BOOTH_PEOPLE: _l("Names of people at booths of fairs, deleted"),
    Kept.COMPANY_WORDS: _l("Words of companies about their hires, deleted"),
    Kept.CALLS: _l("Records of calls to hires, deleted"),
    Kept.READER_WORDS: _l("Questions of readers of the handbook, words deleted"),
    Kept.TRANSLATION_CLAIMS: _l("Translations somebody took and did not go on with, given back"),
    Kept.BOOK_DELIVERIES: _l("Files of books that nobody brought in, deleted"),
    Kept.RELEASES: _l("Records of figures that were shown, deleted"),
    Kept.EVENT_INVITATIONS: _l("Addresses invited to events, deleted"),
}


def length(span: Span) -> str:
    """A span in words."""
    if span.years:
        return ngettext("%(num)d year", "%(num)d years", span.years)
    if span.months:
        return ngettext("%(num)d month", "%(num)d months", span.months)
    return ngettext("%(num)d day", "%(num)d days", span.days)


def rows() -> list[tuple[str, str]]:
    """What is kept, and for how long."""
    return [
        (_("Account never confirmed"), length(periods.UNCONFIRMED)),
        (
            _("Account and profile"),
            _(
                "While you use them. After %(asked)s without a sign-in we ask you, after %(erased)s we delete them. "
                "An account that is still needed stays: for an open application, a job, a case or a company.",
                asked=length(periods.IDLE_ASKED),
                erased=length(periods.IDLE_ERASED),
            ),
        ),
        (
            _("Application without success"),
            _(
                "The company no longer sees your profile at once, and the application after %(seen)s "
                "(%(longer)s if you agreed). Your letter is deleted then; a bare record stays until %(record)s after the end.",
                seen=length(periods.APPLICATION_SEEN),
                longer=length(periods.APPLICATION_SEEN_IF_AGREED),
                record=length(periods.APPLICATION_RECORD),
            ),
        ),
        (
            _("Words in survey answers"),
            _("%(span)s after the last survey; then only codes", span=length(periods.ANSWER_WORDS)),
        ),
        (
            _("That somebody called you about surveys, and what came of it"),
            length(periods.CALLS),
        ),
        (
            _("What you asked about a chapter of the handbook, and the answer"),
            length(periods.READER_WORDS),
        ),
        (
            _("What your employer wrote about you in its forms"),
            _("%(span)s after the last form; then only codes", span=length(periods.COMPANY_WORDS)),
        ),
        (
            _("Reports and requests for help, with what was done"),
            _("%(span)s after closing, with restricted access", span=length(periods.CASE_WORDS)),
        ),
        (
            _("Record of who received your data and who looked at it"),
            length(periods.PROVISION_RECORD),
        ),
        (
            _("Proof of consent"),
            _("As long as the consent holds, and %(span)s more", span=length(periods.CONSENT_PROOF)),
        ),
        (
            _("Requests about your data and complaints"),
            _(
                "%(span)s after the end; then only number, kind, dates and outcome",
                span=length(periods.REQUEST_WORDS),
            ),
        ),
        (
            _("Log of failures of protection, with who was told"),
            _("%(span)s after closing", span=length(periods.BREACH_LOG)),
        ),
        (
            _("What moved when two entries of one person were put together"),
            _("%(span)s; so long it can be undone", span=length(periods.MERGE_UNDONE)),
        ),
        (
            _("Registration of a company, begun and not sent"),
            _("%(span)s after the last change", span=length(periods.COMPANY_DRAFTS)),
        ),
        (
            _("Answers when signing up for an event"),
            _("%(span)s after the event", span=length(periods.SIGN_UP_ANSWERS)),
        ),
        (
            _("Address invited to an event, and who came to it without an account"),
            _("%(span)s after the event", span=length(periods.EVENT_INVITATIONS)),
        ),
        (
            _("Names of people who came to a fair for a company"),
            _("%(span)s after the event", span=length(periods.BOOTH_PEOPLE)),
        ),
        (
            _("Words that guests wrote about an event, without a name"),
            _("%(span)s after the event", span=length(periods.EVENT_WORDS)),
        ),
        (_("Text of mails"), length(periods.MAIL_TEXTS)),
        (_("Archive of your data that you asked for"), length(periods.EXPORTS)),
        (
            _("Records of signing in, with device and network"),
            _("%(span)s after the sign-in ended", span=length(periods.SIGN_INS)),
        ),
        (
            _("Audit trail: who moved what, by a number, without words and addresses"),
            _("As long as the service runs; once you are deleted, the number leads to no name"),
        ),
        (_("Backups"), length(periods.BACKUPS)),
    ]


def table() -> str:
    """The rows as a table in Markdown."""
    lines = [(_("Data"), _("Kept for")), ("---", "---"), *rows()]
    return "\n".join(f"| {what} | {kept} |" for what, kept in lines)
