"""Retention analysis: spells, survival curves, comparisons. The only room that uses pandas."""
