"""Staff write to people on the list of an event: all of them, those in a state, who came, who did not."""
