"""Rules and states, independent of frameworks."""
