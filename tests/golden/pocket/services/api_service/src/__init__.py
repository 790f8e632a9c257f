"""The API: what people and other services may ask of the system."""
