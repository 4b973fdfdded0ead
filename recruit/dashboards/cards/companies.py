"""What companies are told to do."""

from flask_babel import gettext as _, ngettext

from recruit.dashboards.cards.says import Says
from recruit.dashboards.rules import CompanyAct

COMPANY: dict[CompanyAct, Says] = {
    CompanyAct.COMPLETE_APPLICATION: lambda duty: (
        _("We asked back: complete your registration"),
        _("Our question stands on your profile page."),
        "/company/profile",
        _("Read the question"),
    ),
    CompanyAct.WAIT_FOR_CHECK: lambda duty: (
        _("We are checking your registration"),
        _("You need not do anything. We write to you when it is done."),
        "/company/profile",
        _("See what you sent"),
    ),
    CompanyAct.ASK_WHY_SUSPENDED: lambda duty: (
        _("The membership is suspended"),
        _("Positions are hidden. The reason stands on your profile page."),
        "/company/profile",
        _("Read the reason"),
    ),
    CompanyAct.MEET_TODAY: lambda duty: (
        ngettext("%(num)d meeting is coming up", "%(num)d meetings are coming up", duty.count),
        _("The first begins at the time below."),
        f"/company/fairs/{duty.ref}",
        _("See the meetings"),
    ),
    CompanyAct.ANSWER_MEETINGS: lambda duty: (
        ngettext(
            "Answer %(num)d person you met at the fair",
            "Answer %(num)d people you met at the fair",
            duty.count,
        ),
        _("Next step, maybe, or no: they wait for a word from you."),
        f"/company/fairs/{duty.ref}",
        _("Answer them"),
    ),
    CompanyAct.ANSWER_APPLICATIONS: lambda duty: (
        ngettext("Answer %(num)d applicant", "Answer %(num)d applicants", duty.count),
        _("The earliest promised day stands below."),
        "/company/applications",
        _("See the applications"),
    ),
    CompanyAct.ANSWER_TIMES: lambda duty: (
        ngettext(
            "%(num)d student proposes a time at the fair",
            "%(num)d students propose a time at the fair",
            duty.count,
        ),
        _("Accept, decline, or propose another time. Without an answer it ends at the time below."),
        f"/company/fairs/{duty.ref}/times",
        _("Answer about the time"),
    ),
    CompanyAct.CONFIRM_STARTS: lambda duty: (
        ngettext(
            "Confirm the first working day of %(num)d person",
            "Confirm the first working day of %(num)d people",
            duty.count,
        ),
        _("The planned day has come. Support and follow-up begin from the real one."),
        "/company/placements",
        _("Confirm the first day"),
    ),
    CompanyAct.RENEW_STAYS: lambda duty: (
        ngettext(
            "The period of stay of %(num)d person ends: have your papers ready",
            "The period of stay of %(num)d people ends: have your papers ready",
            duty.count,
        ),
        _("The person applies with your papers, at the latest on the day below. Then enter the day here."),
        "/company/placements",
        _("See whose it is"),
    ),
    CompanyAct.ENTER_STAYS: lambda duty: (
        ngettext(
            "Look at the residence card of %(num)d person and enter its last day",
            "Look at the residence cards of %(num)d people and enter the last days",
            duty.count,
        ),
        _("A company may not let anybody work beyond the period of stay. We remind you in time."),
        "/company/placements",
        _("Enter the last days"),
    ),
    CompanyAct.DO_STEPS: lambda duty: (
        ngettext(
            "%(num)d step before arrival is yours", "%(num)d steps before arrival are yours", duty.count
        ),
        _("The earliest last day stands below. Later steps of others wait for yours."),
        "/company/placements",
        _("See the steps"),
    ),
    CompanyAct.FILL_IN_FORMS: lambda duty: (
        ngettext(
            "Fill in %(num)d form about your hires", "Fill in %(num)d forms about your hires", duty.count
        ),
        _("Three to five minutes each. The earliest last day stands below."),
        "/company/surveys",
        _("See the forms"),
    ),
    CompanyAct.TICK_OFF_STEPS: lambda duty: (
        ngettext(
            "%(num)d step of people who already work with you is not ticked off",
            "%(num)d steps of people who already work with you are not ticked off",
            duty.count,
        ),
        _("Their last day has passed. Tick off what is done."),
        "/company/placements",
        _("See the steps"),
    ),
    CompanyAct.CONFIRM_POSITIONS: lambda duty: (
        ngettext(
            "Say whether %(num)d position is still right",
            "Say whether %(num)d positions are still right",
            duty.count,
        ),
        _("Without an answer it closes by itself."),
        "/company/positions",
        _("See the positions"),
    ),
    CompanyAct.ANSWER_ABOUT_POSITIONS: lambda duty: (
        ngettext(
            "Staff ask you to change %(num)d position",
            "Staff ask you to change %(num)d positions",
            duty.count,
        ),
        _("Read what they ask, mend it and send it again."),
        "/company/positions",
        _("See the positions"),
    ),
    CompanyAct.PREPARE_FAIR: lambda duty: (
        ngettext(
            "%(num)d thing to do before the fair: %(fair)s",
            "%(num)d things to do before the fair: %(fair)s",
            duty.count,
            fair=duty.name,
        ),
        _("The first is due at the time below."),
        f"/company/fairs/{duty.ref}#before",
        _("See what comes next"),
    ),
    CompanyAct.GIVE_WISHES: lambda duty: (
        _("Say whom you want to meet: %(fair)s", fair=duty.name),
        _("The meetings are arranged from the wishes of both sides."),
        f"/company/fairs/{duty.ref}",
        _("Choose people"),
    ),
    CompanyAct.OFFER_TIMES: lambda duty: (
        _("Say when students can meet you: %(fair)s", fair=duty.name),
        _("You and the students agree on each meeting. The fair begins at the time below."),
        f"/company/fairs/{duty.ref}/times",
        _("Offer times"),
    ),
    CompanyAct.FINISH_DRAFTS: lambda duty: (
        ngettext("%(num)d position is not finished", "%(num)d positions are not finished", duty.count),
        _("A draft is seen by nobody. What is still missing stands beside it."),
        "/company/positions",
        _("Go on writing"),
    ),
    CompanyAct.ASK_FOR_BOOTH: lambda duty: (
        _("Come to the fair: %(fair)s", fair=duty.name),
        _("Ask for a booth while there is room."),
        f"/company/fairs/{duty.ref}",
        _("Ask for a booth"),
    ),
    CompanyAct.WRITE_POSITION: lambda duty: (
        _("Write your first position"),
        _("Without one, nobody can apply. The form names every item the law asks for."),
        "/company/positions",
        _("Write a position"),
    ),
    CompanyAct.WAIT_FOR_OFFERS: lambda duty: (
        ngettext("%(num)d offer waits for an answer", "%(num)d offers wait for an answer", duty.count),
        _("You need not do anything. The earliest last day stands below."),
        "/company/applications",
        _("See the offers"),
    ),
}
