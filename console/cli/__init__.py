"""The command line of `docs/cli.md`: parsing, one module a family, exit statuses."""
