"""The semantics of FEEL (DMN 1.5, 10.3.2): its values, their types, order and arithmetic."""
