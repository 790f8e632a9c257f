"""Payloads of events."""
