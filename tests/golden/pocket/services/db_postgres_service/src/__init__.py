"""Owns the PostgreSQL database: rows, guards, units of work and the outbox."""
