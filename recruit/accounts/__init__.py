"""People who sign in: persons, sign-ins, staff roles, consents, language and zone."""
