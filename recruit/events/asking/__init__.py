"""What an event asks who signs up: questions in all languages, and the answers."""
