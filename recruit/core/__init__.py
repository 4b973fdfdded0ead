"""The foundations: settings, database, clock, visitor, events, errors, audit, languages, text. Knows no room."""
