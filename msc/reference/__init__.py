"""The meaning of a system, executable in memory: what tests compare running systems with."""
