"""What a fair has beyond an event: booths, wishes of both sides, the interview timetable."""
