"""How the emitted code spells the names of the spec.

A spelling depends on the name alone, never on what else a spec declares, so that code in `ext/`
does not break when somebody adds an entity.
"""
