"""Who reads the answers, in words, from the table of permissions (`readers.py`)."""

from collections.abc import Collection

from flask_babel import gettext as _, ngettext

from recruit.surveys.readers import LEAST_PEOPLE, AnswerKind, Reader, Sight, sight

Row = dict[str, str]
_WORDS = frozenset({AnswerKind.WORDS, AnswerKind.WORDS_OF_TROUBLE})


def reader_rows(kinds: Collection[AnswerKind], *, told_by_phone: bool = False) -> list[Row]:
    """Every reader with what that reader gets of answers of these kinds, for the part `readers`.

    `told_by_phone`: somebody of the staff has written answers down, who sees those until they are handed in.
    """
    asked = [kind for kind in AnswerKind if kind in kinds and kind is not AnswerKind.KEPT]
    return [
        _row(
            _("The programme's retention officers"),
            _(
                "They read single answers once you have handed them in, to help you when you ask for it or when something is wrong."
            )
            if _any(asked, Reader.RETENTION_OFFICER, Sight.WHOLE)
            else _("They do not read it."),
            reads=_any(asked, Reader.RETENTION_OFFICER, Sight.WHOLE),
        ),
        _row(
            _("A coordinator who is asked to help you"),
            _("Only the answers that are about it, and only after a retention officer has handed it over.")
            if _any(asked, Reader.CASE_COORDINATOR, Sight.OF_A_CASE)
            else _("Does not read this."),
            reads=_any(asked, Reader.CASE_COORDINATOR, Sight.OF_A_CASE),
        ),
        _row(
            _("Other staff of the programme"),
            _("They see that a survey was sent and answered, never an answer."),
            reads=False,
        ),
        _row(
            _("Answers you have not handed in"),
            _("Nobody but you, and what you told on the telephone also whoever wrote it down.")
            if told_by_phone
            else _("Nobody but you."),
            icon="lock",
        ),
        _row(
            _("Companies and universities"),
            _organisations(asked),
            icon="chart-no-axes-column" if _any(asked, Reader.ORGANISATIONS, Sight.NUMBERS) else "eye-off",
        ),
        _row(_("Your employer"), _("Never sees your answers, nor whether you answered."), reads=False),
    ]


def short_line(kind: AnswerKind) -> str:
    """The same about one question, in one line above it."""
    if sight(kind, Reader.CASE_COORDINATOR) is Sight.OF_A_CASE:
        return _(
            "Retention officers read this, and a coordinator only if they ask one to help you. Your employer never does."
        )
    return _("Only retention officers read this. Your employer never does.")


def _any(kinds: Collection[AnswerKind], reader: Reader, wanted: Sight) -> bool:
    return any(sight(kind, reader) is wanted for kind in kinds)


def _organisations(kinds: Collection[AnswerKind]) -> str:
    """What leaves the programme as a number, the widest first, and that words never do."""
    found = []
    numbers = {LEAST_PEOPLE[kind] for kind in kinds if sight(kind, Reader.ORGANISATIONS) is Sight.NUMBERS}
    if numbers:
        least = min(numbers)
        found.append(
            ngettext(
                "Only numbers about %(num)d person or more.",
                "Only numbers about %(num)d people or more.",
                least,
            )
        )
    if len(numbers) > 1:
        most = max(numbers)
        found.append(
            ngettext(
                "About troubles: %(num)d person or more.", "About troubles: %(num)d people or more.", most
            )
        )
    if found and not _WORDS.isdisjoint(kinds):
        found.append(_("Never your words."))
    return " ".join(found) or _("Nothing of it, not even in numbers.")


def _row(title: str, words: str, *, reads: bool = True, icon: str = "") -> Row:
    return {"icon": icon or ("eye" if reads else "eye-off"), "title": title, "words": words}
