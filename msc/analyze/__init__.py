"""The bound spec -> the resolved system: names resolved, types checked, parts consistent."""
