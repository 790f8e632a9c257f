"""Random requests of several people, answered by a running system and by the reference."""
