"""Disclosure control: what of a table may leave the house so that nobody in it can be found out. A computing package, pure.

`limits` says on how many people a figure must rest, `tables` what is counted, `releasing.release` what may be shown of it,
`attacking.attack` what a reader who puts together everything that was shown can learn of the rest, and `shares` how a share
is said. The import stays light: rules of any room read `limits` alone.
"""
