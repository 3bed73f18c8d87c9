"""Lets `python -m workflows` be the `demarches` command."""

from workflows.command_line.commands import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
