"""What students and hires are told to do."""

from flask_babel import gettext as _, ngettext

from recruit.dashboards.cards.says import Said, Says
from recruit.dashboards.rules import Duty, StudentAct


def _complete_profile(duty: Duty) -> Said:
    missing = ngettext(
        "%(num)d thing is missing before companies at a fair can read your profile.",
        "%(num)d things are missing before companies at a fair can read your profile.",
        duty.count,
    )
    words = missing if duty.count else _("Companies at a fair read it only when you choose so.")
    return _("Complete your profile"), words, "/me/profile", _("Open my profile")


STUDENT: dict[StudentAct, Says] = {
    StudentAct.CONFIRM_ADDRESS: lambda duty: (
        _("Confirm your mail address"),
        _("We sent you a mail with a link. Without it nobody can write to you."),
        "/account/",
        _("Open my account"),
    ),
    StudentAct.ANSWER_OFFER: lambda duty: (
        _("Answer the offer of %(company)s", company=duty.name),
        _("Read the conditions in your language. What differs from the position is marked."),
        "/me/offers",
        _("Read the offer"),
    ),
    StudentAct.TAKE_SEAT: lambda duty: (
        _("A seat is free for you: %(fair)s", fair=duty.name),
        _("It is kept for you until the time below, then it goes to the next person."),
        f"/{duty.ref}",
        _("Take the seat"),
    ),
    StudentAct.CHOOSE_INTERVIEW: lambda duty: (
        _("Choose a time for the interview with %(company)s", company=duty.name),
        _("The company proposed times. Yours stand beside those of Japan."),
        f"/me/applications/{duty.ref}",
        _("Choose a time"),
    ),
    StudentAct.ANSWER_TIMES: lambda duty: (
        ngettext(
            "%(num)d company proposes a time at the fair",
            "%(num)d companies propose a time at the fair",
            duty.count,
        ),
        _("Accept, decline, or propose another time. Without an answer it ends at the time below."),
        f"/me/fairs/{duty.ref}/times",
        _("Answer about the time"),
    ),
    StudentAct.DO_STEP: lambda duty: (
        duty.name,
        _("A step of your road. Later steps wait for it."),
        "/me/arrival",
        _("Open this step"),
    ),
    StudentAct.RENEW_STAY: lambda duty: (
        _("Apply for the renewal of your stay") if duty.count else _("Is your new residence card there?"),
        _("Your period of stay ends on the day below. When you have applied, enter the day.")
        if duty.count
        else _("The last day we know of has passed. Enter the one on the new card."),
        "/me/stay",
        _("See what to do") if duty.count else _("Enter the new day"),
    ),
    StudentAct.GO_TO_MEETINGS: lambda duty: (
        _("Your meetings: %(fair)s", fair=duty.name),
        ngettext(
            "%(num)d meeting, beginning at the time below.",
            "%(num)d meetings, the first at the time below.",
            duty.count,
        ),
        f"/me/fairs/{duty.ref}",
        _("See my meetings"),
    ),
    StudentAct.GO_TO_INTERVIEW: lambda duty: (
        _("Interview with %(company)s", company=duty.name),
        _("At the time below."),
        f"/me/applications/{duty.ref}",
        _("See the interview"),
    ),
    StudentAct.ANSWER_SURVEY: lambda duty: (
        _("How is it going? Answer our questions"),
        _("It takes a few minutes. Your company never sees single answers."),
        "/me/surveys",
        _("Answer the questions"),
    ),
    StudentAct.SAY_WHETHER_ASKED: lambda duty: (
        _("May we ask how you are getting on?"),
        _("A few minutes, a few times a year. You decide: until you say yes, we ask nothing."),
        "/me/surveys/agreement",
        _("Read it and decide"),
    ),
    StudentAct.TICK_OFF_STEPS: lambda duty: (
        ngettext(
            "%(num)d step behind you is not ticked off yet",
            "%(num)d steps behind you are not ticked off yet",
            duty.count,
        ),
        _("You already work. Tick off what is done, so that everybody sees the same road."),
        "/me/arrival",
        _("Look through the steps"),
    ),
    StudentAct.SAY_STAY: lambda duty: (
        _("When did you arrive, and until when may you stay?"),
        _("Two days, one of them on your residence card. Then we remind you in time to renew your stay."),
        "/me/stay",
        _("Enter the days"),
    ),
    StudentAct.SAY_HOW_TO_REACH: lambda duty: (
        _("Are your numbers and addresses still right?")
        if duty.count
        else _("Tell us how else we reach you"),
        _("So that we find you when your number or address changes. Your company does not see it."),
        "/account/ways",
        _("Look at them") if duty.count else _("Add a number"),
    ),
    StudentAct.GIVE_WISHES: lambda duty: (
        _("Say whom you want to meet: %(fair)s", fair=duty.name),
        _("The meetings are arranged from the wishes of both sides."),
        f"/me/fairs/{duty.ref}",
        _("Choose companies"),
    ),
    StudentAct.AGREE_ON_TIMES: lambda duty: (
        _("Choose times with companies: %(fair)s", fair=duty.name),
        _("You and the companies agree on each meeting. The fair begins at the time below."),
        f"/me/fairs/{duty.ref}/times",
        _("Choose times"),
    ),
    StudentAct.COMPLETE_PROFILE: _complete_profile,
    StudentAct.SIGN_UP_FOR_FAIR: lambda duty: (
        _("Sign up for the fair: %(fair)s", fair=duty.name),
        _("You meet companies with an interpreter beside you. It costs nothing."),
        f"/fairs/{duty.ref}",
        _("See the fair"),
    ),
    StudentAct.LOOK_AT_POSITIONS: lambda duty: (
        _("Look at the open positions"),
        _("Each shows the whole pay, the conditions, and how it fits what you studied."),
        "/positions",
        _("See the positions"),
    ),
}
