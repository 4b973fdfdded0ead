"""The door of an event: tickets are shown, people let in, each once."""
