"""What a run has started, on disk, so that another process can show it, stop it and clean up."""
