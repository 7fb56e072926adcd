"""`python -m registry`: the command where it is not on the path."""

from .cli.main import run_registry

if __name__ == "__main__":
    run_registry()
