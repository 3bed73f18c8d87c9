"""The verbs of the product: each module one story, each function the work of one transaction."""
