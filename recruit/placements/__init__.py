"""The hire: planned and actual start, employer, end and its reason."""
