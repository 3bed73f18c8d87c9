"""Letters, mails and the fiche: read, tried, written."""
