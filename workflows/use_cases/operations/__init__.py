"""Keeping an installation sound: health, examination, incidents, migration of dossiers."""
