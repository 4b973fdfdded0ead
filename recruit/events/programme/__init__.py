"""The programme of an event: sessions with their own seats, and who speaks there."""
