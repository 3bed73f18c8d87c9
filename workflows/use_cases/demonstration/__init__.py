"""The demonstration's accounts and dossiers."""
