"""One file per screen; `base` holds what all share, `listing` the read-only lists of tables."""
