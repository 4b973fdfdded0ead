"""Alerts raised by rules, cases opened on them, help lines."""
