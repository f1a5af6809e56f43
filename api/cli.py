"""The entry point of the command line: it runs the commands once it is sure that they are ours."""

import sys

from api.ownership import shared_name


def main() -> None:
    """Run a command; exit status 0, 1 where Depositary refuses or finds fault, 2 where it was misused."""
    problem = shared_name()
    if problem:
        sys.exit(f"Error: {problem}")
    from api.commands import run  # noqa: PLC0415 - another distribution may own what this imports

    run()
