"""Whether an update request parses, and whether Oxigraph reads the same operations in it as we do.

Oxigraph parses a request as a whole before it evaluates the first operation. So a request is shown to an
empty store with an operation in front that fails for certain: everything is parsed, nothing is evaluated.
Declarations before a later operation (SPARQL 1.1 Update, grammar 29) are unknown to Oxigraph; so a request is
shown to it in parts that have one prologue each.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby, islice, pairwise

from pyoxigraph import Store

from graph.errors import QueryMalformed
from graph.store.lexer import tokens
from graph.update.operations import DeleteData, InsertData, Modify, Prologue, Step
from graph.update.request import DECLARATIONS, malformed, split
from graph.workers.malformed import place_and_reason

_FAILING = "\nDROP GRAPH <urn:depositary:absent>;"
_NEVER = "\n]"  # no update ends like this


def read(text: str, base_iri: str | None = None) -> tuple[Step, ...]:
    """The operations of a request; raises `QueryMalformed`, with line and column where they are known."""
    steps: list[Step] = []
    try:
        for step in split(text):
            steps.append(step)  # noqa: PERF402 - what was read before an error is needed
    except QueryMalformed as error:
        _check_parts(text, steps, base_iri)
        raise _earlier(text, steps, base_iri, error) from None
    _check_parts(text, steps, base_iri)
    _check_ends(text, steps, base_iri)
    _check_labels(steps)
    return tuple(steps)


def _check_parts(text: str, steps: Iterable[Step], base_iri: str | None) -> None:
    """Refuse what Oxigraph does not parse."""
    for prologue, group in groupby(steps, lambda step: step.prologue):
        part = list(group)
        begin, first, end = prologue.start, part[0].start, part[-1].end
        shown = f"{prologue.inherited}{text[begin:first]}{_FAILING}{text[first:end]}"
        if (message := _complaint(shown, base_iri)) is not None:
            _refuse_in_data(text, part)
            offset = _offset(shown, message) - len(prologue.inherited) + begin
            raise _as_sent(text, message, offset if offset < first else max(first, offset - len(_FAILING)))


def _refuse_in_data(text: str, steps: Iterable[Step]) -> None:
    """Name what may not stand in data, of which Oxigraph tells neither the place nor the reason."""
    for step in steps:
        match step.operation:
            case InsertData(block):
                wrong = {"variable"}
            case DeleteData(block):
                wrong = {"variable", "blank"}
            case _:
                continue
        for token in tokens(block):
            if token.kind in wrong:
                raise malformed(
                    text, step.end - len(block) + token.start, f"{token.text} cannot stand in data"
                )


def _earlier(text: str, steps: list[Step], base_iri: str | None, ours: QueryMalformed) -> QueryMalformed:
    """What Oxigraph says of a text that does not parse, unless it would go on reading where we cannot."""
    inherited, begin = _last_part(text, steps)
    shown = f"{inherited}{text[begin:]}{_NEVER}"
    message = _complaint(shown, base_iri) or ""
    theirs = _as_sent(text, message, _offset(shown, message) - len(inherited) + begin)
    return theirs if _place(theirs) <= _place(ours) else ours


def _last_part(text: str, steps: list[Step]) -> tuple[str, int]:
    """Earlier declarations, and where the part begins that nobody could read to its end."""
    if not steps:
        return "", 0
    last = steps[-1]
    following = list(islice(tokens(text[last.end :]), 2))
    if len(following) > 1 and following[1].text.upper() in DECLARATIONS:
        return last.prologue.text, last.end + following[1].start
    return last.prologue.inherited, last.prologue.start


def _check_ends(text: str, steps: Iterable[Step], base_iri: str | None) -> None:
    """Refuse a request of which we read more than Oxigraph: one reads as a comment what is code to the other.

    Only in an expression may `<` be taken for the beginning of an IRI, and only so could quotation marks or
    number signs be taken for something else than what they are. Whatever is appended to the end of an
    operation makes it unreadable, unless the end lies in a comment.
    """
    for step, _ in pairwise(steps):
        if isinstance(step.operation, Modify):
            shown = f"{_FAILING}{text[step.start : step.end]}}}"
            if _complaint(f"{step.prologue.text}{shown}", base_iri) is None:
                reason = "this can be read in two ways; write a space after “<” where it means less-than"
                raise malformed(text, step.start, reason)


def _check_labels(steps: Sequence[Step]) -> None:
    """Refuse a blank node label in two INSERT DATA operations (SPARQL 1.1 Update, 3.1.1, and grammar note 7).

    Within one part Oxigraph has refused it already.
    """
    known: dict[str, Prologue] = {}
    if len({step.prologue for step in steps}) < 2:  # noqa: PLR2004 - one part was read as a whole
        return
    for step in steps:
        if isinstance(step.operation, InsertData) and "_:" in step.operation.block:
            for label in {token.text for token in tokens(step.operation.block) if token.kind == "blank"}:
                if known.setdefault(label, step.prologue) != step.prologue:
                    raise QueryMalformed(f"The blank node {label} cannot be shared by multiple blocks.")


def _complaint(shown: str, base_iri: str | None) -> str | None:
    """What Oxigraph has against a text; `None` where it parses, and then stops as it has to."""
    try:
        Store().update(shown, base_iri=base_iri)
    except SyntaxError as error:
        return str(error)
    except RuntimeError:
        return None
    raise AssertionError(shown)


def _offset(shown: str, message: str) -> int:
    """The offset that Oxigraph's line and column mean; 0 where it tells none."""
    _, line, column = place_and_reason(message)
    if line is None or column is None:
        return 0
    return sum(len(each) + 1 for each in shown.split("\n")[: line - 1]) + column - 1


def _as_sent(text: str, message: str, offset: int) -> QueryMalformed:
    """Oxigraph's reason, with the place in the text as the client sent it."""
    sentence, line, _ = place_and_reason(message)
    reason = sentence.partition(": ")[2].rstrip(".")
    if line is None:
        return QueryMalformed(f"The update does not parse: {reason}.")
    return malformed(text, min(offset, len(text)), reason)


def _place(error: QueryMalformed) -> tuple[int, int]:
    return error.line or 0, error.column or 0
