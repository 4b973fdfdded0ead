"""A whole book as a file: its chapters as a tree of plain data (`tree.py`, `contents.py`), set by typst or written as HTML."""
