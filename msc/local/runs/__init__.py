"""Records of runs on disk, so that other processes can show, stop and clean them up."""
