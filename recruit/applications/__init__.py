"""Application, interview, offer: one state machine with history."""
