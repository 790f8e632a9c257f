"""Who is let in to what: every operation of a running system as everybody, held to its spec."""
