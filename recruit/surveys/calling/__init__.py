"""Hires who are reached by telephone: whom to call, what was tried, and a questionnaire filled in while talking."""
