"""The questionnaires themselves: versions, what changed between them, a look at each screen, and where questions come from."""
