"""Words of the handbook."""

from flask_babel import lazy_gettext as _l

from recruit.core.facts import FactFault
from recruit.handbook.checking import FaultKind
from recruit.handbook.rules import Audience, ChapterState, HandbookRefusal, Origin, ReaderWord

STATES = {
    ChapterState.DRAFT: _l("Draft"),
    ChapterState.IN_REVIEW: _l("In review"),
    ChapterState.SCHEDULED: _l("Waits for its day"),
    ChapterState.PUBLISHED: _l("Published"),
    ChapterState.WITHDRAWN: _l("Withdrawn"),
}
AUDIENCES = {
    Audience.COMPANY: _l("For companies"),
    Audience.STUDENT: _l("For students"),
    Audience.EVERYBODY: _l("For everybody"),
}
ORIGINS = {
    Origin.SHIPPED: _l("Came with the program"),
    Origin.HUMAN: _l("Written here"),
    Origin.IMPORTED: _l("Came from files"),
}
READER_WORDS = {
    ReaderWord.HELPFUL: _l("Helpful"),
    ReaderWord.NOT_HELPFUL: _l("Not helpful"),
    ReaderWord.QUESTION: _l("Question"),
}
REFUSALS = {
    HandbookRefusal.WRONG_STATE: _l("This text has moved on meanwhile. Please look at it again."),
    HandbookRefusal.OWN_TEXT: _l("A second person publishes: you have written in this text yourself."),
    HandbookRefusal.SOMEBODY_ELSES: _l("Somebody else is writing this draft. Take it over first."),
    HandbookRefusal.CHANGED_MEANWHILE: _l(
        "The draft was saved elsewhere since you opened it. Both texts are below: nothing was lost, nothing overwritten."
    ),
    HandbookRefusal.WRITTEN_SINCE: _l(
        "The text was changed after you opened this page. Read it as it stands now, then decide."
    ),
    HandbookRefusal.FAULTS: _l("The text still has faults. Mend them before it is published."),
    HandbookRefusal.NOTHING_WRITTEN: _l("The text is empty."),
    HandbookRefusal.NOTHING_CHANGED: _l("Nothing differs from the published text."),
    HandbookRefusal.NO_TITLE: _l("The chapter needs a title in this language."),
    HandbookRefusal.LONG_SUMMARY: _l(
        "A summary has at most 60 characters in Japanese and 110 in other languages, so that it fits on a line."
    ),
    HandbookRefusal.NO_NOTE: _l("Please say why in a sentence."),
    HandbookRefusal.PAST: _l("This time is over. Choose a later one, or leave it empty to publish now."),
    HandbookRefusal.OPEN_ALREADY: _l("A text of this chapter is being worked on in this language already."),
    HandbookRefusal.SLUG_TAKEN: _l("This address is taken."),
    HandbookRefusal.SLUG_SHAPE: _l("Use small letters, digits and dashes, such as first-two-weeks."),
    HandbookRefusal.KEY_TAKEN: _l("There is a term with this key already."),
    HandbookRefusal.KEY_SHAPE: _l("Use small letters, digits and underscores, such as residence_card."),
    HandbookRefusal.NO_SOURCE_WORD: _l(
        "Please give the word in the language of an original, such as this one."
    ),
    HandbookRefusal.NO_SOURCE_MEANING: _l(
        "Please say what it means in this language, in which you gave the word."
    ),
    HandbookRefusal.SAVED_MEANWHILE: _l(
        "Somebody else has saved this since you opened it. What you typed is still here: compare below, then save again."
    ),
    HandbookRefusal.SOURCE_NOT_PROMISED: _l(
        "The language of the original must be among the languages of the book."
    ),
    HandbookRefusal.LANGUAGE_NOT_PROMISED: _l("The book does not promise this language."),
    HandbookRefusal.STILL_WRITTEN: _l("A language that has texts stays in the book."),
    HandbookRefusal.NO_QUESTION: _l("Please write your question."),
    HandbookRefusal.ANSWERED_ALREADY: _l("Somebody else has seen to it already."),
    HandbookRefusal.NOBODY_TO_ANSWER: _l("Whoever wrote this was not signed in: no answer can be sent."),
}
FAULTS = {
    FaultKind.UNKNOWN_FACT: _l("There is no fact of this name."),
    FaultKind.UNKNOWN_TERM: _l("There is no term of this name in the glossary."),
    FaultKind.UNKNOWN_PAGE: _l("There is no page of this name."),
    FaultKind.UNKNOWN_CHAPTER: _l("The book has no chapter of this name."),
    FaultKind.UNKNOWN_FORM: _l("There is no form of this name."),
    FaultKind.UNKNOWN_MARK: _l("This is neither a fact nor a term."),
    FaultKind.UNKNOWN_CALLOUT: _l("Callouts are must, careful, form, source and, in Japanese, easy."),
    FaultKind.TITLE_IN_TEXT: _l("The title has a field of its own. Headings in the text begin with ##."),
    FaultKind.TIMELINE_WITHOUT_BAR: _l(
        "A line of a timeline has a bar between the duration and what happens."
    ),
    FaultKind.STEP_WITHOUT_WHO: _l(
        "A line of steps says what is done, a bar, and who does it; after one more bar how long it takes."
    ),
    FaultKind.BAR_WITHOUT_FACT: _l("A line of bars has words, a bar, and a fact whose number is drawn."),
    FaultKind.UNKNOWN_FIGURE: _l("The chapter has no picture of this name."),
    FaultKind.FIGURE_OF_ANOTHER: _l("This picture belongs to another chapter. Add it to this one too."),
    FaultKind.FIGURE_NOT_ALONE: _l("A picture stands on a line of its own, outside of lists and callouts."),
    FaultKind.NO_DESCRIPTION: _l("The picture needs a description for who cannot see it."),
    FaultKind.PICTURE_ELSEWHERE: _l(
        "Pictures from elsewhere are not shown. Add it to the pictures of this chapter."
    ),
    FaultKind.UNKNOWN_LINK: _l(
        "This link leads nowhere. Links lead to chapters, pages, forms or whole addresses."
    ),
    FaultKind.EASY_ELSEWHERE: _l("The summary in plain Japanese stands once, first, and in Japanese only."),
    FaultKind.NO_SECTION: _l("The text has no section. Sections begin with ##."),
    FaultKind.NO_SOURCE: _l("The text names no source. Add a callout of the kind source."),
    FaultKind.OTHER_SHAPE: _l("From here on the translation is built differently from the original."),
    FaultKind.OTHER_FACTS: _l("The facts are not those of the original."),
    FaultKind.OTHER_TERMS: _l("The terms are not those of the original."),
    FaultKind.OTHER_LINKS: _l("The links are not those of the original."),
    FaultKind.OTHER_FIGURES: _l("The pictures are not those of the original."),
    FaultKind.TOO_SHORT: _l("The translation is much shorter than the original."),
    FaultKind.TOO_LONG: _l("The translation is much longer than the original."),
    FaultKind.NOT_TRANSLATED: _l("This sentence stands as in the original."),
    FaultKind.OTHER_SCRIPT: _l("These words are in another language."),
}
FACT_FAULTS = {
    FactFault.KEY: _l("The name of a fact has small letters, digits and underscores."),
    FactFault.SOURCE: _l("Give the whole address of a page, with https:// in front."),
    FactFault.LAST_DAY: _l("The last day lies before the first."),
    FactFault.RATE: _l("A rate is a number above nought, such as 165.3."),
    FactFault.SAME_DAY: _l("There is a value from this day on already."),
    FactFault.NO_SUCH_DAY: _l("This fact is a day of the calendar. Write it like 2026-04-01."),
    FactFault.NO_DAY: _l("This fact is a day of the calendar. Write it like 2026-04-01."),
    FactFault.NO_WHOLE_NUMBER: _l(
        "This fact is a whole number. Write digits only, without commas, decimals or a unit."
    ),
    FactFault.NO_NUMBER: _l("This fact is a number. Write digits only, with a point before the decimals."),
}
ALL = (STATES, AUDIENCES, ORIGINS, READER_WORDS, REFUSALS, FAULTS, FACT_FAULTS)
