"""The road from the job fair to the third year."""
