"""The life of a dossier: begun, filled in, completed task by task, listed, withdrawn."""
