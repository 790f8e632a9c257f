"""Two systems in, their semantic differences out."""
