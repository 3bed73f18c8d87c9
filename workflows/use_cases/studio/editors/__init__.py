"""What the editors of a draft ask: lists, choices, studies and trials of what is being written."""
