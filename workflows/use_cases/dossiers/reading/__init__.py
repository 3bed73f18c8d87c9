"""Dossiers as people look at them: lists, one dossier, its diagram, and as it once stood."""
