"""The command line of `docs/cli.md`: parsing, one module per family of commands, exit statuses."""
