"""Cases of the demonstration: from its own answers, through the same moves; and one report about money."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, insert, literal, select, update

from recruit.accounts.models import User, UserRole
from recruit.cases import actions
from recruit.cases.models import AlertCheck, Case
from recruit.cases.rules import CaseState, ClosingCode, MayHear, ReportKind
from recruit.core.db import UtcDateTime, session
from recruit.core.visitor import WORKER, Role, Via, Visitor
from recruit.surveys.forms import parse
from recruit.surveys.models import Answer, InstrumentVersion, Response
from recruit.surveys.rules import ResponseState

# A case of an answer older than this is over in most cases.
OLD = timedelta(days=30)
# Notes are written in Japanese: everybody of the desk reads it.
NOTES = (
    ("本人と電話で20分話した。会社と話す前に、もう少し考えたいとのこと。", MayHear.NOBODY),
    ("母語で相談できる無料の窓口を案内した。会社に知られないことも説明した。", MayHear.ADVISERS),
    ("来週、労働局の外国人労働者相談コーナーへ友人と行く予定。", MayHear.ADVISERS),
    ("メッセージで様子を聞いた。落ち着いている。来月もう一度連絡する。", MayHear.NOBODY),
)
NEXT = ("夕方にもう一度電話する", "予約した相談に行けたか確かめる", "次の給料日のあとに連絡する")
ENDINGS = (
    (ClosingCode.SOLVED, True),
    (ClosingCode.SOLVED, True),
    (ClosingCode.REFERRED, True),
    (ClosingCode.PERSON_DECLINED, None),
    (ClosingCode.NOT_REACHED, None),
    (ClosingCode.NO_ACTION_NEEDED, False),
)


def make_cases(random: Random, now: datetime) -> list[Case]:
    """Raise the alerts of submitted answers, the oldest first, and vary what became of them; inside `writing()`.

    Works without answers too: then there is the report alone.
    """
    officer = _officer()
    for response in _worrying(_unchecked(now)):
        at = response.submitted_at or now
        check_id = session().scalars(select(AlertCheck.id).where(AlertCheck.response_id == response.id)).one()
        if actions.check_answers(check_id, by=WORKER, now=at) and officer is not None:
            _go_on(_case_of(response), random, officer, at, now)
    _call_quiet_ones_done(now)
    actions.report(
        ReportKind.MONEY_ASKED,
        "Một người nói là môi giới của công ty yêu cầu tôi trả 3.000 đô la để được phỏng vấn.",
        reach="Zalo 0900 000 000",
        now=now - timedelta(hours=5),
    )
    return list(session().scalars(select(Case).order_by(Case.id)))


def _go_on(case: Case, random: Random, officer: Visitor, at: datetime, now: datetime) -> None:
    """What an officer did since: most old cases are closed, some young ones are in hand, the rest wait."""
    is_old = now - at > OLD
    taken_at = at + timedelta(hours=random.randrange(1, 20))
    if taken_at >= now or (not is_old and random.random() < 0.5):
        return
    if case.state is CaseState.OPEN:
        actions.take_case(case, by=officer, now=taken_at)
    words, may_hear = random.choice(NOTES)
    actions.add_note(case, words, may_be_told_to=may_hear, by=officer, now=taken_at)
    if is_old and random.random() < 0.95:
        code, helped = random.choice(ENDINGS)
        actions.close_case(
            case,
            code,
            helped=helped,
            by=officer,
            now=min(now, taken_at + timedelta(days=random.randrange(2, 25))),
        )
    else:
        # The end of a working day in Japan.
        due_at = (now + timedelta(days=random.randrange(1, 8))).replace(
            hour=9, minute=0, second=0, microsecond=0
        )
        actions.plan_next(case, random.choice(NEXT), due_at, by=officer, now=min(now, taken_at))


def _unchecked(now: datetime) -> Sequence[int]:
    """Ask for the check of every submitted response, in one statement; gives the responses whose check is open."""
    asked = select(AlertCheck.response_id)
    session().execute(
        insert(AlertCheck).from_select(
            ["response_id", "asked_at"],
            select(Response.id, func.coalesce(Response.submitted_at, literal(now, UtcDateTime()))).where(
                Response.state == ResponseState.SUBMITTED, Response.id.notin_(asked)
            ),
        )
    )
    return session().scalars(select(AlertCheck.response_id).where(AlertCheck.done_at.is_(None))).all()


def _worrying(open_checks: Collection[int]) -> Iterator[Response]:
    """The responses among these with an answer that some rule names, the oldest first."""
    rules = {
        (version.id, item.name): {value for rule in item.alerts for value in rule.values}
        for version in session().scalars(select(InstrumentVersion))
        for item in parse(version.definition).items
        if item.alerts
    }
    answers = session().execute(
        select(Response.id, Response.instrument_version_id, Answer.item, Answer.value)
        .join(Answer, Answer.response_id == Response.id)
        .where(Answer.item.in_({item for _version, item in rules}), Answer.reserved == "")
        .order_by(Response.submitted_at, Response.id)
    )
    wanted = set(open_checks)
    found = dict.fromkeys(
        response_id
        for response_id, version_id, item, value in answers
        if response_id in wanted and rules.get((version_id, item), set()) & set(value or ())
    )
    for response_id in found:
        yield session().get_one(Response, response_id)


def _call_quiet_ones_done(now: datetime) -> None:
    """Answers that no rule names need no second look."""
    session().execute(update(AlertCheck).where(AlertCheck.done_at.is_(None)).values(done_at=now))


def _case_of(response: Response) -> Case:
    return (
        session()
        .scalars(
            select(Case)
            .where(Case.person_id == response.contact.placement.person_id)
            .order_by(Case.id.desc())
            .limit(1)
        )
        .one()
    )


def _officer() -> Visitor | None:
    user = session().scalar(
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == Role.RETENTION_OFFICER)
        .order_by(User.id)
        .limit(1)
    )
    if user is None:
        return None
    return Visitor(
        via=Via.SIGN_IN,
        person_id=user.person_id,
        person_ref=user.person.public_id,
        user_id=user.id,
        roles=frozenset({Role.RETENTION_OFFICER}),
    )
