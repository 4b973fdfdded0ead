"""What readers say about chapters, and what staff answer."""
