"""All tables in the order of the journey: importing this module makes every model known."""

from importlib import import_module
from importlib.util import find_spec

from recruit.core import content

ROOMS: tuple[str, ...] = (
    "core",
    "messages",
    "accounts",
    "accounts.finding",
    "accounts.merging",
    "accounts.requests",
    "accounts.breaches",
    "accounts.rights",
    "organisations",
    "students",
    "postings",
    "events",
    "fairs",
    "applications",
    "placements",
    "arrivals",
    "handbook",
    "surveys",
    "cases",
    "retention",
)

for _room in ROOMS:
    # A room has this file only when it owns tables.
    if find_spec(f"recruit.{_room}.models"):
        import_module(f"recruit.{_room}.models")

# What no page for everybody shows: writing here leaves the kept pages as they are. `tests/house/test_kept_pages.py` holds it.
NEVER_PUBLIC: tuple[str, ...] = (
    "breach",
    "breach_letter",
    "breach_move",
    "breach_notice",
    "breach_person",
    "busy_time",
    "alert",
    "alert_check",
    "answer",
    "application",
    "application_move",
    "audit_entry",
    "case",
    "case_note",
    "check_in",
    "confirmation",
    "consent",
    "contact",
    "contact_change",
    "contact_point",
    "data_export",
    "disclosure",
    "education",
    "erasure",
    "experience",
    "follow_up_task",
    "heartbeat",
    "interview",
    "language_result",
    "mail",
    "mail_preference",
    "meeting",
    "meeting_change",
    "member_invitation",
    "membership",
    "number_series",
    "offer",
    "oidc_identity",
    "passkey",
    "plan",
    "plan_step",
    "purge_run",
    "rate_hit",
    "registration",
    "request_move",
    "response",
    "sighting",
    "sign_in",
    "staff_invitation",
    "stored_file",
    "student",
    "student_skill",
    "survey_link",
    "survey_opt_out",
    "unavailable",
    "user",
    "user_role",
    "wave",
    "wish",
)
content.leave_out(NEVER_PUBLIC)
