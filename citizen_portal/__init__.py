"""The citizens' side: Flask views that translate HTTP to use cases, and work without JavaScript."""
