"""What staff are told to do."""

from collections.abc import Callable

from flask_babel import gettext as _, ngettext

from recruit.dashboards.cards.says import Says
from recruit.dashboards.rules import StaffAct


def _staff(words: Callable[[int], str], path: str, act: Callable[[], str]) -> Says:
    return lambda duty: (words(duty.count), "", path, act())


STAFF: dict[StaffAct, Says] = {
    StaffAct.SEE_TO_CASES: _staff(
        lambda n: ngettext("%(num)d case is open.", "%(num)d cases are open.", n),
        "/staff/cases",
        lambda: _("See the cases"),
    ),
    StaffAct.HOLD_EVENTS: _staff(
        lambda n: ngettext(
            "%(num)d event takes place today or in the next two days.",
            "%(num)d events take place today or in the next two days.",
            n,
        ),
        "/staff/events",
        lambda: _("See the events"),
    ),
    StaffAct.SEE_TO_BREACHES: _staff(
        lambda n: ngettext(
            "%(num)d failure of protection is open: the clocks of the laws run.",
            "%(num)d failures of protection are open: the clocks of the laws run.",
            n,
        ),
        "/staff/breaches",
        lambda: _("Open the log"),
    ),
    StaffAct.ANSWER_WAITING_REQUESTS: _staff(
        lambda n: ngettext(
            "%(num)d request about data has waited for more than a day: answer it now.",
            "%(num)d requests about data have waited for more than a day: answer them now.",
            n,
        ),
        "/staff/requests",
        lambda: _("See the requests"),
    ),
    StaffAct.ANSWER_REQUESTS: _staff(
        lambda n: ngettext(
            "%(num)d new request about data or complaint: answer it within 72 hours.",
            "%(num)d new requests about data or complaints: answer them within 72 hours.",
            n,
        ),
        "/staff/requests",
        lambda: _("See the requests"),
    ),
    StaffAct.CARRY_OUT_REQUESTS: _staff(
        lambda n: ngettext(
            "%(num)d granted request has still to be carried out.",
            "%(num)d granted requests have still to be carried out.",
            n,
        ),
        "/staff/requests",
        lambda: _("See the requests"),
    ),
    StaffAct.LOOK_AT_MAILS: _staff(
        lambda n: ngettext(
            "%(num)d mail failed, bounced, or may not have arrived.",
            "%(num)d mails failed, bounced, or may not have arrived.",
            n,
        ),
        "/staff/mail",
        lambda: _("See the mails"),
    ),
    StaffAct.LOOK_AT_LATE_MAILS: _staff(
        lambda n: ngettext(
            "%(num)d mail should have gone by now.", "%(num)d mails should have gone by now.", n
        ),
        "/staff/mail?state=queued",
        lambda: _("See the mails"),
    ),
    StaffAct.LOOK_AT_MISSED: _staff(
        lambda n: ngettext("%(num)d follow-up was missed by us.", "%(num)d follow-ups were missed by us.", n),
        "/staff/followups?task=missed_by_us#tasks",
        lambda: _("See the follow-ups"),
    ),
    StaffAct.ASK_ABOUT_UNKNOWN: _staff(
        lambda n: ngettext(
            "Of %(num)d follow-up nobody knows whether it arrived.",
            "Of %(num)d follow-ups nobody knows whether they arrived.",
            n,
        ),
        "/staff/followups?task=unknown#tasks",
        lambda: _("Ask whether they arrived"),
    ),
    StaffAct.CALL_HIRES: _staff(
        lambda n: ngettext(
            "%(num)d hire has not answered the mails: call.",
            "%(num)d hires have not answered the mails: call them.",
            n,
        ),
        "/staff/followups/calls?kind=call",
        lambda: _("See whom to call"),
    ),
    StaffAct.FIND_HIRES: _staff(
        lambda n: ngettext("Of %(num)d hire we have no address.", "Of %(num)d hires we have no address.", n),
        "/staff/followups/calls?kind=unreachable",
        lambda: _("See how to reach them"),
    ),
    StaffAct.FIND_ADDRESSES: _staff(
        lambda n: ngettext(
            "Mail to %(num)d hire comes back: ask for another address.",
            "Mail to %(num)d hires comes back: ask for other addresses.",
            n,
        ),
        "/staff/followups/calls?kind=bounced",
        lambda: _("See how to reach them"),
    ),
    StaffAct.DO_FOLLOW_UP_TASKS: _staff(
        lambda n: ngettext(
            "%(num)d follow-up waits for a person of ours.",
            "%(num)d follow-ups wait for a person of ours.",
            n,
        ),
        "/staff/followups?task=other#tasks",
        lambda: _("See the follow-ups"),
    ),
    StaffAct.HELP_STUCK_STEPS: _staff(
        lambda n: ngettext(
            "%(num)d step before or after arrival is stuck.",
            "%(num)d steps before or after arrival are stuck.",
            n,
        ),
        "/staff/steps",
        lambda: _("See the steps"),
    ),
    StaffAct.HURRY_LATE_STEPS: _staff(
        lambda n: ngettext(
            "%(num)d step is late.",
            "%(num)d steps are late.",
            n,
        ),
        "/staff/steps",
        lambda: _("See the steps"),
    ),
    StaffAct.SEE_TO_STAYS: _staff(
        lambda n: ngettext(
            "The period of stay of %(num)d hire ends within three months or has ended, and no new day is known.",
            "The period of stay of %(num)d hires ends within three months or has ended, and no new day is known.",
            n,
        ),
        "/staff/placements?stay=ending",
        lambda: _("See whose it is"),
    ),
    StaffAct.MAKE_TIMETABLES: _staff(
        lambda n: ngettext(
            "The wishes for %(num)d fair are in: make its timetable.",
            "The wishes for %(num)d fairs are in: make their timetables.",
            n,
        ),
        "/staff/fairs",
        lambda: _("See the fairs"),
    ),
    StaffAct.FIND_PLACES: _staff(
        lambda n: ngettext(
            "%(num)d student who joined a fair late asks for meetings.",
            "%(num)d students who joined a fair late ask for meetings.",
            n,
        ),
        "/staff/fairs",
        lambda: _("See the fairs"),
    ),
    StaffAct.DECIDE_BOOTHS: _staff(
        lambda n: ngettext("%(num)d company asked for a booth.", "%(num)d companies asked for a booth.", n),
        "/staff/fairs",
        lambda: _("See the fairs"),
    ),
    StaffAct.CHECK_ORGANISATIONS: _staff(
        lambda n: ngettext(
            "%(num)d organisation wants to take part: check it.",
            "%(num)d organisations want to take part: check them.",
            n,
        ),
        "/staff/organisations?state=applied",
        lambda: _("See the organisations"),
    ),
    StaffAct.REVIEW_POSITIONS: _staff(
        lambda n: ngettext(
            "%(num)d position waits to be read and published.",
            "%(num)d positions wait to be read and published.",
            n,
        ),
        "/staff/positions?state=in_review",
        lambda: _("See the positions"),
    ),
    StaffAct.ANSWER_READERS: _staff(
        lambda n: ngettext(
            "%(num)d reader of the handbook waits for an answer.",
            "%(num)d readers of the handbook wait for an answer.",
            n,
        ),
        "/staff/handbook/questions",
        lambda: _("See what readers say"),
    ),
    StaffAct.ASK_AGAIN_ABOUT_HIRES: _staff(
        lambda n: ngettext(
            "%(num)d question to a company about its hire is overdue.",
            "%(num)d questions to companies about their hires are overdue.",
            n,
        ),
        "/staff/placements?asked=overdue",
        lambda: _("See the hires"),
    ),
}
