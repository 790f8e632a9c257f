"""The journeys of the spec; each module walks one of them."""
