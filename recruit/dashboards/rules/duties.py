"""What somebody has to do, and what of it comes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from recruit.surveys.planning.local_time import COUNTRY_OF_ZONE


class StudentAct(StrEnum):
    """What a student or a hire may have to do, the weightiest first."""

    CONFIRM_ADDRESS = "confirm_address"
    ANSWER_OFFER = "answer_offer"
    TAKE_SEAT = "take_seat"
    CHOOSE_INTERVIEW = "choose_interview"
    ANSWER_TIMES = "answer_times"
    DO_STEP = "do_step"
    RENEW_STAY = "renew_stay"
    GO_TO_MEETINGS = "go_to_meetings"
    GO_TO_INTERVIEW = "go_to_interview"
    ANSWER_SURVEY = "answer_survey"
    SAY_WHETHER_ASKED = "say_whether_asked"
    TICK_OFF_STEPS = "tick_off_steps"
    SAY_STAY = "say_stay"
    SAY_HOW_TO_REACH = "say_how_to_reach"
    GIVE_WISHES = "give_wishes"
    AGREE_ON_TIMES = "agree_on_times"
    COMPLETE_PROFILE = "complete_profile"
    SIGN_UP_FOR_FAIR = "sign_up_for_fair"
    LOOK_AT_POSITIONS = "look_at_positions"


class CompanyAct(StrEnum):
    """What a company may have to do, the weightiest first."""

    COMPLETE_APPLICATION = "complete_application"
    WAIT_FOR_CHECK = "wait_for_check"
    ASK_WHY_SUSPENDED = "ask_why_suspended"
    MEET_TODAY = "meet_today"
    ANSWER_MEETINGS = "answer_meetings"
    ANSWER_APPLICATIONS = "answer_applications"
    ANSWER_TIMES = "answer_times"
    CONFIRM_STARTS = "confirm_starts"
    RENEW_STAYS = "renew_stays"
    CONFIRM_POSITIONS = "confirm_positions"
    ANSWER_ABOUT_POSITIONS = "answer_about_positions"
    DO_STEPS = "do_steps"
    FILL_IN_FORMS = "fill_in_forms"
    TICK_OFF_STEPS = "tick_off_steps"
    ENTER_STAYS = "enter_stays"
    PREPARE_FAIR = "prepare_fair"
    GIVE_WISHES = "give_wishes"
    OFFER_TIMES = "offer_times"
    FINISH_DRAFTS = "finish_drafts"
    ASK_FOR_BOOTH = "ask_for_booth"
    WRITE_POSITION = "write_position"
    WAIT_FOR_OFFERS = "wait_for_offers"


class StaffAct(StrEnum):
    """What staff may have to do, the weightiest first."""

    SEE_TO_BREACHES = "see_to_breaches"
    HOLD_EVENTS = "hold_events"
    ANSWER_WAITING_REQUESTS = "answer_waiting_requests"
    SEE_TO_CASES = "see_to_cases"
    ANSWER_REQUESTS = "answer_requests"
    CARRY_OUT_REQUESTS = "carry_out_requests"
    LOOK_AT_MAILS = "look_at_mails"
    LOOK_AT_LATE_MAILS = "look_at_late_mails"
    LOOK_AT_MISSED = "look_at_missed"
    ASK_ABOUT_UNKNOWN = "ask_about_unknown"
    CALL_HIRES = "call_hires"
    FIND_HIRES = "find_hires"
    FIND_ADDRESSES = "find_addresses"
    DO_FOLLOW_UP_TASKS = "do_follow_up_tasks"
    HELP_STUCK_STEPS = "help_stuck_steps"
    HURRY_LATE_STEPS = "hurry_late_steps"
    SEE_TO_STAYS = "see_to_stays"
    MAKE_TIMETABLES = "make_timetables"
    FIND_PLACES = "find_places"
    DECIDE_BOOTHS = "decide_booths"
    CHECK_ORGANISATIONS = "check_organisations"
    REVIEW_POSITIONS = "review_positions"
    ANSWER_READERS = "answer_readers"
    ASK_AGAIN_ABOUT_HIRES = "ask_again_about_hires"


Act = StudentAct | CompanyAct | StaffAct
# Nothing can be done but wait: never before what can be done.
WAITS: frozenset[Act] = frozenset({CompanyAct.WAIT_FOR_CHECK, CompanyAct.WAIT_FOR_OFFERS})
# A chance, not a duty: its last day does not put it before what somebody waits for.
CHANCES: frozenset[Act] = frozenset(
    {StudentAct.SIGN_UP_FOR_FAIR, StudentAct.LOOK_AT_POSITIONS, CompanyAct.ASK_FOR_BOOTH}
)
# Their time is a beginning, not a last moment: it can be missed but not be late.
BEGINNINGS: frozenset[Act] = frozenset(
    {StudentAct.GO_TO_MEETINGS, StudentAct.GO_TO_INTERVIEW, CompanyAct.MEET_TODAY, StaffAct.HOLD_EVENTS}
)
# What is due within this time is ordered by its deadline; what lies further off, or has none, by its weight.
HORIZON = timedelta(days=14)


def weight_of(act: Act) -> int:
    """The place of an act in its list: the smaller, the weightier. (Acts of two lists may share a code, so no dictionary.)"""
    return list(type(act)).index(act)


@dataclass(frozen=True)
class Duty:
    """Something to do: how often (`count`), about whom or what (`name`), where (`ref` is part of the address).

    `by_at` is the deadline; `day_only` says that only its day in `zone` was ever promised, so that pages show no clock.
    `since` is when the oldest of several came up.
    """

    act: Act
    count: int = 1
    by_at: datetime | None = None
    zone: str = "Asia/Tokyo"
    day_only: bool = False
    ref: str = ""
    name: str = ""
    name_language: str = ""
    since: datetime | None = None


def is_late(duty: Duty, now: datetime) -> bool:
    """Whether the last moment has passed."""
    return duty.by_at is not None and duty.by_at < now and duty.act not in BEGINNINGS


def end_of(day: date, zone: str) -> datetime:
    """The last minute of a day in a zone: until then somebody who must act "by that day" is in time."""
    return datetime.combine(day, time(23, 59), tzinfo=ZoneInfo(zone))


def in_order(duties: Iterable[Duty], now: datetime) -> list[Duty]:
    """What is late or due soon by deadline (on one day the weightier first), then the rest by weight,
    then what can only be waited for.
    """

    def place(duty: Duty) -> tuple[int, date, int, datetime, str]:
        far = datetime.max.replace(tzinfo=ZoneInfo("UTC"))
        by_at = duty.by_at or far
        soon = duty.by_at is not None and duty.by_at <= now + HORIZON and duty.act not in WAITS | CHANCES
        group = 0 if soon else 2 if duty.act in WAITS else 1
        day = by_at.astimezone(ZoneInfo(duty.zone)).date() if soon else date.max
        return (group, day, weight_of(duty.act), by_at, duty.ref)

    return sorted(duties, key=place)


def split_next(duties: Iterable[Duty], now: datetime) -> tuple[Duty | None, list[Duty]]:
    """The one next step, and what comes after it."""
    ordered = in_order(duties, now)
    return (ordered[0], ordered[1:]) if ordered else (None, [])


def home_of(zone: str, nationality: str) -> str:
    """The country whose fairs somebody can go to: where the own clock is, or else where somebody is from. Empty for any: nobody
    knows where, or in Japan, where no fair is nearer than another.
    """
    country = COUNTRY_OF_ZONE.get(zone, nationality)
    return "" if country == "JP" else country
