"""Services that run operations: their dependencies and the adapters of their ports."""
