"""What the coded values of booths are called."""

from flask_babel import lazy_gettext as _l

from recruit.fairs.booths.readiness import Lack
from recruit.fairs.booths.rules import BoothsRefusal, Interpreting, Need, Priority

PRIORITY = {
    Priority.EARLIER_GUESTS: _l("companies that were at an earlier fair"),
    Priority.FIRST_TIME: _l("companies that come for the first time"),
    Priority.HOST_REGION: _l("companies from the host’s region"),
    Priority.SMALL_COMPANIES: _l("companies with up to 20 employees"),
}
# The same, said of one company.
HOLDS = {
    Priority.EARLIER_GUESTS: _l("was at an earlier fair"),
    Priority.FIRST_TIME: _l("comes for the first time"),
    Priority.HOST_REGION: _l("from the host’s region"),
    Priority.SMALL_COMPANIES: _l("up to 20 employees"),
}
INTERPRETING = {
    Interpreting.NOBODY_NEEDED: _l("We need no interpreter"),
    Interpreting.BRINGS: _l("We bring our own interpreter"),
    Interpreting.WANTED: _l("We would like an interpreter of the fair"),
}
NEED = {
    Need.POWER: _l("Electricity"),
    Need.SCREEN: _l("A screen"),
    Need.INTERNET: _l("Internet"),
    Need.WALL: _l("A wall for posters"),
    Need.STEP_FREE: _l("A place without steps"),
}
LACK = {
    Lack.APPROVAL: _l("The approval of our staff"),
    Lack.FACTS: _l("What every company must say about itself"),
    Lack.PAGE_IN_JAPANESE: _l("The company’s page in Japanese"),
    Lack.PAGE_IN_VIETNAMESE: _l("The company’s page in Vietnamese"),
    Lack.PAGE_IN_INDONESIAN: _l("The company’s page in Indonesian"),
    Lack.PAGE_IN_ENGLISH: _l("The company’s page in English"),
    Lack.POSITION: _l("A published position"),
    Lack.CONTACT: _l("A person who acts for the company"),
    Lack.TELEPHONE: _l("A telephone number"),
}
# Where it is put right.
WHERE = {
    Lack.APPROVAL: "/company/profile",
    Lack.FACTS: "/company/ready",
    Lack.PAGE_IN_JAPANESE: "/company/page/ja#about",
    Lack.PAGE_IN_VIETNAMESE: "/company/page/vi#about",
    Lack.PAGE_IN_INDONESIAN: "/company/page/id#about",
    Lack.PAGE_IN_ENGLISH: "/company/page/en#about",
    Lack.POSITION: "/company/positions",
    Lack.CONTACT: "/company/members",
    Lack.TELEPHONE: "/company/profile#telephone",
}
BOOTHS_REFUSAL = {
    BoothsRefusal.NO_BOOTH_LEFT: _l(
        "All booths are given. Raise their number first, or let somebody withdraw."
    ),
    BoothsRefusal.NO_TABLE_LEFT: _l("There are not so many tables left."),
    BoothsRefusal.TOO_MANY_TABLES: _l("That is more tables than a company can have at this fair."),
    BoothsRefusal.SOMETHING_IS_MISSING: _l(
        "Something is still missing at this company. Let it in with a reason, or wait until it is there."
    ),
    BoothsRefusal.STILL_OPEN: _l("Companies can still apply. Booths are given when the deadline has passed."),
    BoothsRefusal.CONTRADICTING_RULES: _l(
        "Earlier guests and companies that come for the first time cannot both go first."
    ),
    BoothsRefusal.REGION_WANTED: _l("Please choose the prefectures of the host’s region."),
    BoothsRefusal.RULE_TWICE: _l("Please choose each rule only once."),
    BoothsRefusal.FEWER_THAN_GIVEN: _l("More than that is given already."),
    BoothsRefusal.CLOSES_TOO_LATE: _l("The deadline must be before the fair begins."),
    BoothsRefusal.REASON_WANTED: _l(
        "Others stand before this company in the line. Please say why it goes first."
    ),
    BoothsRefusal.NOBODY_ASKS: _l("No company that is ready waits for a booth."),
    BoothsRefusal.NOT_YOUR_POSITION: _l("Please choose among your own open positions."),
}
ALL = (PRIORITY, INTERPRETING, NEED, LACK, BOOTHS_REFUSAL)
