"""What changed between two versions, or two states of the files."""
