"""The steps of long work, told one by one."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from graph.loading.staging import Progress


@contextmanager
def steps(*, err: bool = False) -> Iterator[Progress]:
    """What tells a step; after Ctrl-C it raises `KeyboardInterrupt`.

    The interrupt itself is lost where it comes within a callback of a library that drops all errors.
    """
    interrupts: list[int] = []

    def interrupted(number: int, frame: FrameType | None) -> None:
        interrupts.append(number)
        signal.default_int_handler(number, frame)

    def told(step: str) -> None:
        if interrupts:
            raise KeyboardInterrupt
        click.echo(f"  {step}", err=err)

    former = signal.signal(signal.SIGINT, interrupted)
    try:
        yield told
    finally:
        signal.signal(signal.SIGINT, former)
