"""The bound spec -> the resolved system: names, types, and whether the parts fit together."""
