"""What became of the open answers of the demonstration: most are coded to the end, some wait at every stage."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from recruit.accounts.models import User, UserRole
from recruit.core import vault
from recruit.core.db import session
from recruit.core.visitor import Role
from recruit.demo.surveys import WORDS
from recruit.surveys.coding.codebook import offered
from recruit.surveys.coding.models import Coding, OpenAnswer
from recruit.surveys.coding.rules import HowSettled, Turn, stage_of
from recruit.surveys.models import Answer, Contact, Response, Wave
from recruit.surveys.rules import ResponseState

# In the order of WORDS: the gloss, and what the answer says.
GLOSSES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "vi": (
        ("仕事を覚えるために、もっと現場に出たいです。", ("career_unclear",)),
        ("会社の人はみんな親切です。専門の日本語はまだむずかしいです。", ("w_mentor", "japanese_barrier")),
        ("給与明細がまだよく分かりません。だれかに説明してほしいです。", ("pay",)),
        ("仕事はおもしろいですが、月末は残業が少し多いです。", ("hours_rest",)),
    ),
    "id": (
        ("現場でもっと学びたいです。", ("career_unclear",)),
        ("同僚はよい人たちですが、専門用語がまだむずかしいです。", ("w_mentor", "japanese_barrier")),
        ("いつ帰国の休みが取れるか知りたいです。", ("hours_rest", "family_home")),
        ("ここで働けてうれしいです。指導してくれる人はしんぼう強いです。", ("w_mentor",)),
    ),
}
# So many of the newest wait for a gloss, for codes, for a second coder.
WAITING = 6
# How often the second coder gives one code more, or one less.
DIFFERING = 0.22
UNSETTLED = 0.15


def make_open_answers(random: Random, now: datetime) -> None:
    """Glosses and codes of two officers; inside `writing()`, after the answers."""
    officers = _officers()
    if len(officers) < 2:
        return
    book = {entry.key: entry.wording.number for entry in offered()}
    answers = session().execute(
        select(Answer, Response, Wave.key)
        .join(Response, Response.id == Answer.response_id)
        .join(Contact, Contact.id == Response.contact_id)
        .join(Wave, Wave.id == Contact.wave_id)
        .where(Answer.words.is_not(None), Response.state == ResponseState.SUBMITTED)
        .order_by(Response.submitted_at, Answer.id)
    ).all()  # fmt: skip
    rows: list[dict[str, Any]] = []
    looks: list[list[dict[str, Any]]] = []
    for number, (answer, response, wave) in enumerate(answers[:-WAITING]):
        known = WORDS.get(response.language, ())
        words = vault.unseal(answer.words)
        if words not in known:
            continue
        gloss, codes = GLOSSES[response.language][known.index(words)]
        at = min((response.submitted_at or now) + timedelta(days=2), now)
        turns = min(2, (len(answers) - WAITING - 1 - number) // WAITING)
        given = _given(random, codes, turns)
        settles = len(given) == 2 and set(given[0]) != set(given[1]) and random.random() >= UNSETTLED
        rows.append(
            {
                "response_id": response.id,
                "item": answer.item,
                "wave": wave,
                "written_in": response.language,
                "gloss": vault.seal(gloss),
                "gloss_by_ref": officers[number % 2],
                "gloss_at": at,
                "nobody_ref": "",
                "stage": stage_of(
                    written_in=response.language,
                    has_gloss=True,
                    first=frozenset(given[0]) if given else None,
                    second=frozenset(given[1]) if len(given) == 2 else None,
                    is_settled=settles,
                ),
            }
        )
        by = [officers[number % 2], officers[1 - number % 2]]
        looks.append(
            [_look(turn, by[place], at, book, given[place]) for place, turn in enumerate(list(Turn)[:turns])]
            + ([_look(Turn.SETTLED, by[0], at, book, codes, HowSettled.TOGETHER)] if settles else [])
        )
    _write(rows, looks)


def _officers() -> list[str]:
    found = session().scalars(
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == Role.RETENTION_OFFICER)
        .order_by(User.id)
    )
    return [user.person.public_id for user in found][:2]


def _given(random: Random, codes: tuple[str, ...], turns: int) -> list[list[str]]:
    """What the first and the second gave; now and then they differ."""
    given = [sorted(codes) for _turn in range(turns)]
    if turns == 2 and random.random() < DIFFERING:
        other = random.choice(("boss_relation", "work_mismatch", "w_own_language"))
        given[1] = sorted(codes[:-1]) if random.random() < 0.4 else sorted({*codes, other})
    return given


def _look(
    turn: Turn,
    by_ref: str,
    at: datetime,
    book: dict[str, int],
    chosen: list[str] | tuple[str, ...],
    how: HowSettled | None = None,
) -> dict[str, Any]:
    return {
        "turn": turn,
        "by_ref": by_ref,
        "at": at,
        "offered": book,
        "chosen": sorted(chosen),
        "how": how,
    }


def _write(rows: list[dict[str, Any]], looks: list[list[dict[str, Any]]]) -> None:
    if not rows:
        return
    session().execute(insert(OpenAnswer), rows)
    ids = {
        (response_id, item): found
        for found, response_id, item in session().execute(
            select(OpenAnswer.id, OpenAnswer.response_id, OpenAnswer.item)
        )
    }
    codings = [
        {**look, "open_answer_id": ids[row["response_id"], row["item"]]}
        for row, own in zip(rows, looks, strict=True)
        for look in own
    ]
    if codings:
        session().execute(insert(Coding), codings)
