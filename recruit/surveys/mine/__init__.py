"""The own page of surveys: everything open for me, what I answered and may still read, what comes next, how to stop."""
