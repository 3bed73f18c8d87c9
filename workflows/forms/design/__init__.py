"""What an editor of forms must know: kinds of fields, their settings, conditions by rows."""
