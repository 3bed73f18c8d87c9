"""The citizen portal, seen through HTTP and in a browser."""
