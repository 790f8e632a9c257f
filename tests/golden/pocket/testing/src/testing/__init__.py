"""Shared by the tests of all services: real servers and simulated providers."""
