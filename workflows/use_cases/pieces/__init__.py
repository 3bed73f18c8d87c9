"""Pièces: what is accepted, attached, removed, shown."""
