"""Who works here, who writes to us, and which doors lead from the one to the other."""
