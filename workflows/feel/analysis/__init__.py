"""What can be said of an expression without evaluating it."""
