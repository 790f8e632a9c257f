"""Owns the MongoDB database: records that are only added to."""
