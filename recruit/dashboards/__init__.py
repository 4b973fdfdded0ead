"""Pages that cross rooms, for every role: reads only, owns no table."""
