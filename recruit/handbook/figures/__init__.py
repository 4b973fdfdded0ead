"""Pictures in chapters: sent by who writes, written anew at the widths that pages need, named by a key in the text."""
