"""Runs the whole system as plain processes: its servers, its services and its simulators."""
