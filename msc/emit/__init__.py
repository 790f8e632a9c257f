"""System -> plan of files -> rendered and formatted text -> destination folder."""
