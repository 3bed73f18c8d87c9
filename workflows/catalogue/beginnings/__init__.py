"""Where a démarche begins: templates, blank parts, what arrives from elsewhere, names."""
