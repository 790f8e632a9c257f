"""The order of the stages. Only this layer runs more than one stage, or reads a spec."""
