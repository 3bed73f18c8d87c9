"""What a move of the process leaves: state, tasks, waits, traces, and what is to be sent."""
