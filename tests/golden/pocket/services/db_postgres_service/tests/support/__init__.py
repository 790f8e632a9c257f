"""Sample data and assertions for tests."""
