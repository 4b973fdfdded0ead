"""Invitations to events: by a mail with a personal key, with a seat held or without."""
