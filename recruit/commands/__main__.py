"""`python -m recruit.commands` is the command `recruit`."""

from recruit.commands import main

main(prog_name="recruit")
