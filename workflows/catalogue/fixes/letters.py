"""A letter to begin with: its subject, a greeting, and the placeholders that are always known."""

from workflows.catalogue.fixes.bench import Bench

LETTER = """Objet : {subject} (dossier {{{{ numero }}}})

Bonjour,

Votre demande « {{{{ demarche }}}} » porte le numéro {{{{ numero }}}}.

Vous pouvez la suivre ici :
{{{{ lien }}}}

{{{{ service }}}}
{{{{ organisation }}}}
"""


def letter_path(stem: str) -> str:
    """Return the file of a letter."""
    return f"letters/{stem}.txt"


def put_letter(bench: Bench, stem: str, subject: str) -> None:
    """Write a letter to begin with, unless there is one of that name."""
    bench.files.setdefault(letter_path(stem), LETTER.format(subject=subject).encode())
