"""Who may come to an event, as rules that a reader can be held against."""
