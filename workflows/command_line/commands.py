"""The command and its sub-commands; an expected failure is one French sentence and exit code 1."""

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from workflows.command_line import analyst, operation, people
from workflows.command_line.doctor import doctor
from workflows.command_line.events import message, signal
from workflows.command_line.moves import migrate_dossiers
from workflows.command_line.reports import said_error
from workflows.errors import WorkflowError
from workflows.translation import _


class FrenchGroup(click.Group):
    """A group whose expected failures have no traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the sub-command; turn an expected failure into its message."""
        try:
            return super().invoke(ctx)
        except WorkflowError as failure:
            said_error(failure)
            ctx.exit(1)
        except (OperationalError, ProgrammingError) as failure:
            said_error(_unusable_database(failure))
            ctx.exit(1)
        except OSError as failure:
            if failure.filename is None:  # not a file: a closed pipe, that click knows
                raise
            said_error(_unusable_file(failure))
            ctx.exit(1)


def _unusable_database(failure: OperationalError | ProgrammingError) -> WorkflowError:
    reason = str(failure.orig).strip().partition("\n")[0]
    return WorkflowError(
        _(
            "La base de données ne répond pas, ou n'est pas à jour (%(reason)s). "
            "Vérifiez DATABASE_URL, puis lancez « demarches migrate »."
        )
        % {"reason": reason}
    )


def _unusable_file(failure: OSError) -> WorkflowError:
    return WorkflowError(
        _(
            "« %(path)s » ne peut pas être lu ou écrit (%(reason)s). "
            "Vérifiez ce chemin et ses droits."
        )
        % {"path": failure.filename, "reason": failure.strerror}
    )


@click.group(
    "demarches",
    cls=FrenchGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("Démarches en ligne : portail, back-office, dossiers des analystes."),
)
def main() -> None:
    """Hold every sub-command."""


for _command in (
    operation.serve,
    operation.worker,
    operation.migrate,
    operation.seed,
    doctor,
    migrate_dossiers,
    signal,
    message,
    analyst.check,
    analyst.test,
    analyst.publish,
    people.user,
):
    main.add_command(_command)
