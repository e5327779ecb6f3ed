"""``python -m mouvement`` is the command line."""

from mouvement.cli import main

main()
