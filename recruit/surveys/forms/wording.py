"""Texts of instruments in the reader's language. Data, not catalogue entries: files and spreadsheets carry all languages."""

from collections.abc import Mapping

from recruit.surveys.forms.definition import Labels, Reserved

# Where a text is missing, the languages in which most readers can still guess it.
FALLBACK = ("en", "ja")

RESERVED_LABELS: Mapping[Reserved, Labels] = {
    Reserved.DONT_KNOW: {
        "ja": "分からない",
        "en": "I do not know",
        "id": "Tidak tahu",
        "vi": "Tôi không biết",
    },
    Reserved.NOT_APPLICABLE: {
        "ja": "自分には当てはまらない",
        "en": "Does not apply to me",
        "id": "Tidak berlaku bagi saya",
        "vi": "Không áp dụng với tôi",
    },
    Reserved.RATHER_NOT_SAY: {
        "ja": "答えたくない",
        "en": "I would rather not say",
        "id": "Saya memilih tidak menjawab",
        "vi": "Tôi không muốn trả lời",
    },
}


def text(labels: Labels | None, language: str) -> str:
    """The text in this language, else in English, Japanese, or whatever there is; empty for no text at all."""
    if not labels:
        return ""
    for code in (language, *FALLBACK, *labels):
        if labels.get(code, "").strip():
            return labels[code]
    return ""
