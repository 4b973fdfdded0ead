"""Survival analysis of employment spells: numbers in, numbers out; knows no database and no page."""
