"""Test doubles that play and observe the outside."""
