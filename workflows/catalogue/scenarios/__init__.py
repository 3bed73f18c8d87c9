"""The analyst's tests: steps, a simulated dossier, what must follow, what is covered."""
