"""The `demarches` command: one module per family of sub-commands; `server` mounts both web apps."""
