"""A book as a folder of Markdown files: how the shipped editions lie here, how a book goes out, and how it comes back in."""
