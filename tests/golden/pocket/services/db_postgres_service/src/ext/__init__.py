"""Yours: msc wrote this once and never touches it again."""
