"""The order of the stages. The only part that runs more than one of them, and that reads a spec."""
