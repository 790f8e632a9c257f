"""YAML text -> a tree of values with source positions."""
