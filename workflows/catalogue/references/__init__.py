"""Who reads what by its name, and renaming it everywhere or nowhere."""
