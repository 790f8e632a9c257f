"""YAML text in, a tree of values with positions out."""
