"""Running systems, held to their own OpenAPI documents by drawn requests."""
