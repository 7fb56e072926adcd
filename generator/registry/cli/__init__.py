"""The command: arguments in, exit code out. A module each for a command."""
