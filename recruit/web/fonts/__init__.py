"""Fonts of printed papers. Their licence, the SIL Open Font License 1.1, stands in OFL.txt."""
