"""Ctrl-C ends a load, also where something on the way has swallowed it."""

import signal
from contextlib import suppress

import pytest

from api.commands.steps import steps


def test_an_interrupt_that_was_swallowed_ends_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    with steps() as told:
        told("first")
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            told("second")
    assert capsys.readouterr().out == "  first\n"


def test_afterwards_interrupts_are_what_they_were() -> None:
    before = signal.getsignal(signal.SIGINT)
    with steps():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
