"""The words of a position in several languages: which is the original, which are translations, and how far they are behind."""
