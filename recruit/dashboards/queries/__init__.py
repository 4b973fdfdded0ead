"""Reads that cross rooms. Each is told who asks, or reads only what is public."""
