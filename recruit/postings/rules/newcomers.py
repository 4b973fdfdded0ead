"""Coded answers about how somebody from abroad lives, learns and gets on; codes are read in every language."""

from enum import StrEnum


class LicenceSupport(StrEnum):
    """What the company does for who takes a licence."""

    FEES = "fees"
    COURSE = "course"
    STUDY_TIME = "study_time"
    BONUS = "bonus"
    ALLOWANCE = "allowance"


class FaithSupport(StrEnum):
    """What is made possible at work for who prays, fasts or eats by rules."""

    PRAYER_TIME = "prayer_time"
    PRAYER_PLACE = "prayer_place"
    FRIDAY_PRAYER = "friday_prayer"
    FOOD = "food"
    FASTING = "fasting"
    FEAST_LEAVE = "feast_leave"
    HEADSCARF = "headscarf"


class Surroundings(StrEnum):
    """What the place is like to live in."""

    HEAVY_SNOW = "heavy_snow"
    HOT_SUMMER = "hot_summer"
    BY_CAR = "by_car"
    COMPANY_BUS = "company_bus"
    BY_TRAIN = "by_train"
    BY_BICYCLE = "by_bicycle"
    STAYS_AWAY = "stays_away"


class SelectionStep(StrEnum):
    """What happens between the application and the offer."""

    PAPERS = "papers"
    INTERVIEW_ONLINE = "interview_online"
    INTERVIEW_THERE = "interview_there"
    APTITUDE_TEST = "aptitude_test"
    SECOND_INTERVIEW = "second_interview"
    SITE_VISIT = "site_visit"


class LaterRole(StrEnum):
    """Where people of the same start stand after three years."""

    ASSISTANT = "assistant"
    PART_IN_CHARGE = "part_in_charge"
    SITE_AGENT = "site_agent"
    DESIGNER = "designer"
    TEAM_LEADER = "team_leader"
    BRIDGE_ENGINEER = "bridge_engineer"
