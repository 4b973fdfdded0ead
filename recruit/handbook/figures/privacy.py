"""Pictures in chapters hold no personal data: who sends one is told to show nobody who could be recognised."""

TABLES: dict[str, str] = {
    "chapter_figure": "Holds no person.",
    "figure_size": "Holds no person.",
}
