"""The resolved system that all later stages read, independent of the spec's surface form."""
