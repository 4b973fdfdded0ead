"""Follow-up surveys: instruments, programmes, contacts, links, responses."""
