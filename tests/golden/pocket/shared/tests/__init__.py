"""The tests of what all services share."""
