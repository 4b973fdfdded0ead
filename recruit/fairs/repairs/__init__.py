"""Mending a published timetable: what is different from the plan, ways to mend it side by side, and the one that is taken."""
