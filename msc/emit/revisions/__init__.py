"""Two systems -> the revision that brings the tables of the one to those of the other."""
