"""Démarches: published version by version, browsed by citizens and analysts."""
