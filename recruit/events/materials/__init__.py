"""Materials and recordings of an event: files and links, for whom and from when."""
