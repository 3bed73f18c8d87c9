"""Decision tables as their editor needs them: inputs, rows, a trial."""
