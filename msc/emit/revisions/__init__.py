"""Two systems -> the revision that migrates the tables of one to those of the other."""
