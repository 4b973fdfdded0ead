"""Words for putting two rows of one person together."""

from flask_babel import lazy_gettext as _l

from recruit.accounts.merging.rules import Likeness, MergeRefusal

REFUSALS = {
    MergeRefusal.SAME_ROW: _l("These are the same entry."),
    MergeRefusal.NOT_THERE: _l("One of the two was erased, or put together with another entry already."),
    MergeRefusal.YOURSELF: _l("One of the two is you. Please ask a colleague."),
    MergeRefusal.STAFF: _l(
        "One of the two works here. Entries of staff are never put together; take the role away first."
    ),
    MergeRefusal.NOT_CONFIRMED: _l(
        "One of the two has a sign-in whose address nobody has confirmed. It could be anybody’s: ask the person to confirm it, or wait a week until it is deleted."
    ),
    MergeRefusal.TWO_PROFILES: _l(
        "Both have a student profile. Ask the person which one is right, and have the other account closed."
    ),
    MergeRefusal.TWO_LIVE_HIRES: _l(
        "Both are hired at the same time. If one employment was entered twice, note on one of them that it never started; then put the entries together."
    ),
    MergeRefusal.SAME_EVENT_TWICE: _l(
        "Both are signed up for the same event. Cancel the sign-up of the entry that goes; then put them together."
    ),
    MergeRefusal.TOO_LATE: _l("This can be undone for 30 days only."),
    MergeRefusal.UNDONE_ALREADY: _l("This was undone already."),
    MergeRefusal.LATER_ONE_FIRST: _l(
        "The entry was put together with another one since. Undo the later one first."
    ),
    MergeRefusal.TOLD_APART: _l(
        "Somebody has noted that these are two people. Take the note back first, if it is wrong."
    ),
}
LIKENESSES = {
    Likeness.SAME_ADDRESS: _l("Same e-mail address"),
    Likeness.SAME_NUMBER: _l("Same telephone number"),
    Likeness.SAME_NAME_AND_BIRTH: _l("Same name and day of birth"),
    Likeness.HIRE_AND_ACCOUNT: _l("Same name: one was entered as a hire, the other has an account"),
}
ALL = (REFUSALS, LIKENESSES)
