"""The day of arrival and the end of the period of stay: entered, corrected, and renewed in time."""
