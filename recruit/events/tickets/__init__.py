"""The ticket: on the phone, on paper, in the mail, and in the reader's calendar."""
