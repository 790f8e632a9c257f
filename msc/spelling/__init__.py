"""How emitted code spells the names of a spec.

A spelling depends on the name alone, never on the rest of the spec, so that code in `ext/` does not
break when an entity is added.
"""
