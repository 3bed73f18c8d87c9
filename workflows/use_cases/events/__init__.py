"""What dossiers say to each other, and the office to them: messages and signals."""
