"""Rules and states; nothing here knows a framework."""
