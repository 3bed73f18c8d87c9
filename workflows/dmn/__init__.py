"""DMN decisions: reading `.dmn` files, decision tables, requirement graph."""
