"""What the emitted P2P system bears, beside the same routes written by hand."""
