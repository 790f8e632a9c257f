"""`python -m msc`."""

from msc.cli import main

main()
