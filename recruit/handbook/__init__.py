"""Books in versions and languages: the company handbook and the student guide."""
