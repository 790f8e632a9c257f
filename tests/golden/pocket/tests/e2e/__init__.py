"""Tests through all services, over real processes and real servers."""
