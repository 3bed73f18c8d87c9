"""What was drawn, made what the engine can run: read, normalised, and every change told."""
