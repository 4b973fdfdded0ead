"""What a company still lacks before its first position, in the clerk's words, and where it is put right."""

from flask_babel import lazy_gettext as _l

from recruit.organisations.readiness import Item, Next

ITEM = {
    Item.SIZE: _l("Capital or number of staff"),
    Item.FIGURES_SOURCE: _l("Where these figures are written down"),
    Item.TRADES: _l("Trades of the construction permit"),
    Item.PERMIT: _l("Number of the construction permit"),
    Item.PERMIT_END: _l("Last day of the permit"),
    Item.ABOUT_IN_JAPANESE: _l("What you build, in Japanese"),
    Item.ABOUT_FOR_STUDENTS: _l("What you build, in English or in Vietnamese and Indonesian"),
    Item.SUPPORT: _l("What you offer to people from abroad"),
    Item.HOUSING: _l("Where newcomers live"),
    Item.CATEGORY: _l("Category at the immigration office"),
    Item.PICTURE: _l("A picture of your work"),
    Item.SECOND_PERSON: _l("A second person who acts for the company"),
}
# Why it is asked.
WHY = {
    Item.SIZE: _l("The service is for small and mid-size companies."),
    Item.FIGURES_SOURCE: _l("Our staff check the figures faster."),
    Item.TRADES: _l("Students look for the work they have studied."),
    Item.PERMIT: _l("Families look it up before they say yes."),
    Item.PERMIT_END: _l("A permit holds for five years; we remind you in time."),
    Item.ABOUT_IN_JAPANESE: _l("The other languages are written from this text."),
    Item.ABOUT_FOR_STUDENTS: _l("Without it students read Japanese or nothing."),
    Item.SUPPORT: _l("Students choose by it."),
    Item.HOUSING: _l("The first question of nearly every family."),
    Item.CATEGORY: _l("It decides which papers the visa needs."),
    Item.PICTURE: _l("A site or a face says more than a slogan."),
    Item.SECOND_PERSON: _l("So that somebody answers while you are away."),
}
# The page and the place on it.
WHERE = {
    Item.SIZE: "/company/profile#capital_yen",
    Item.FIGURES_SOURCE: "/company/profile#figures_source",
    Item.TRADES: "/company/profile#trades",
    Item.PERMIT: "/company/profile#permit_number",
    Item.PERMIT_END: "/company/profile#permit_until",
    Item.ABOUT_IN_JAPANESE: "/company/page/ja#about",
    Item.ABOUT_FOR_STUDENTS: "/company/page/en#about",
    Item.SUPPORT: "/company/profile#support",
    Item.HOUSING: "/company/page/ja#housing",
    Item.CATEGORY: "/company/profile#employer_category",
    Item.PICTURE: "/company/page#pictures",
    Item.SECOND_PERSON: "/company/members",
}
NEXT = {
    Next.ANSWER_STAFF: (
        _l("Answer the question of our staff"),
        _l("Their words stand in the profile of the company; you answer there."),
        _l("Read and answer"),
        "/company/profile",
    ),
    Next.ASK_STAFF: (
        _l("The company is closed here for the time being"),
        _l("The reason stands in the profile of the company."),
        _l("Read the reason"),
        "/company/profile",
    ),
    Next.MEND_AND_ASK_AGAIN: (
        _l("The application was refused"),
        _l(
            "The reason stands in the profile of the company. Once it no longer holds, you can apply again there."
        ),
        _l("Read the reason"),
        "/company/profile",
    ),
    Next.WAIT: (
        _l("We are checking your registration"),
        _l(
            "All that must be there is there. You can begin to write a position; it opens once we have approved you."
        ),
        _l("Begin a position"),
        "/company/positions",
    ),
    Next.WRITE_POSITION: (
        _l("Write a position"),
        _l("All that must be there is there."),
        _l("Write a position"),
        "/company/positions",
    ),
}
ALL = (ITEM,)
