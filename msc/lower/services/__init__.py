"""Services that run operations: what they use, and what stands behind their ports."""
