"""The desk of translations: what lacks a language or is behind, who is on it, and a chapter's translation beside its original."""
