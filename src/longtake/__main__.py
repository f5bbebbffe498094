"""`python -m longtake`: the same as the command `longtake`."""

from longtake.cli import main

main()
