"""What was typed in a form that could not be taken: shown again, beside its labels."""

from flask import request

LABEL = "libelle-"  # a task's form sends the label of each question along


def typed_in_words() -> list[tuple[str, str]]:
    """Return (label, text) of the questions of the request that were answered."""
    given = request.form.to_dict(flat=False)
    labels = {
        name.removeprefix(LABEL): words[0]
        for name, words in given.items()
        if name.startswith(LABEL)
    }
    answered = ((labels[key], ", ".join(words)) for key, words in given.items() if key in labels)
    return [(label, text) for label, text in answered if text.strip()]
