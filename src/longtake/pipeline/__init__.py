"""Order, policy and resume: the one room that knows all others."""
