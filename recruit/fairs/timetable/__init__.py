"""Who meets whom, when: the interview timetable of one fair, computed without a database."""
