"""An event is made again: on other days, as a series or by itself."""
