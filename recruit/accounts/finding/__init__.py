"""Finding a person among all: by the words of names, by addresses and numbers."""
