"""A query that is asked page by page, and the questions by which each page is checked.

Triples cannot be counted off: a page of CONSTRUCT cut by LIMIT would end in the middle of a thing. So a query
has a sub-select of its things, ordered, in which `LIMIT {LIMIT} OFFSET {OFFSET}` stands (SPARQL 1.1 Query, 12
and 15); what is said of the things of a page is around it, and each page is whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile

from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import parseQuery

from graph.store.lexer import Token, position, tokens

LIMIT, OFFSET = "{LIMIT}", "{OFFSET}"
_FORMS = ("SELECT", "ASK", "DESCRIBE", "CONSTRUCT")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_HOW = (
    "Write the things first: { SELECT DISTINCT ?thing WHERE { … } ORDER BY ?thing LIMIT {LIMIT} "
    "OFFSET {OFFSET} }, and around it what is said of them."
)


@dataclass(frozen=True, slots=True)
class PagedQuery:
    """The parts of a query: `text` as it was written; `thing` the variable of what is counted off."""

    text: str
    prologue: str
    dataset: str
    pattern: str
    things: str
    thing: str

    def page(self, size: int, number: int) -> str:
        """The query for the statements of a page; the first page has the number 0."""
        return _filled(self.text, size, number)

    def count(self, size: int, number: int) -> str:
        """The query for how many things a page speaks of, and in how many solutions."""
        asked = f"SELECT (COUNT(DISTINCT ?{self.thing}) AS ?things) (COUNT(*) AS ?solutions)"
        return _filled(f"{self.prologue}{asked} {self.dataset} {self.pattern}", size, number)

    def left(self, size: int, number: int) -> str:
        """The query for how many things a page has, whether or not anything is said of them."""
        return _filled(
            f"{self.prologue}SELECT (COUNT(*) AS ?things) {self.dataset} {self.things}", size, number
        )


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a query cannot be harvested, and where in it."""

    message: str
    line: int | None = None


def _filled(text: str, size: int, number: int) -> str:
    return text.replace(LIMIT, str(size)).replace(OFFSET, str(size * number))


def paged(text: str) -> PagedQuery | Unfit:
    """The parts of a query, or why it has not all of them."""
    plain = text.replace(LIMIT, "1".ljust(len(LIMIT))).replace(OFFSET, "0".ljust(len(OFFSET)))
    found = list(tokens(plain))
    verb = next(
        (token for token in found if token.kind == "word" and token.text.upper() in {*_FORMS, *_UPDATES}),
        None,
    )
    form = verb.text.upper() if verb else ""
    if verb is None or form != "CONSTRUCT":
        kind = f"This is {form}" if form else "This is no query"
        change = "; nothing is written to an endpoint" if form in _UPDATES else ""
        return Unfit(f"{kind}{change}. A harvest is a CONSTRUCT, which gives statements.", _line(plain, verb))
    for place in (LIMIT, OFFSET):
        if text.count(place) != 1:
            return Unfit(f"The query has {place} {text.count(place)} times, and needs it once. {_HOW}")
    return _syntax(plain) or _parts(text, plain, found, found.index(verb))


def _line(text: str, token: Token | None) -> int | None:
    return position(text, token.start)[0] if token else None


def _syntax(plain: str) -> Unfit | None:
    try:
        parseQuery(plain)
    except ParseBaseException as error:
        return Unfit(
            f"The query does not parse at column {error.column}, “{error.line.strip()[:60]}”.", error.lineno
        )
    except RecursionError:
        return Unfit("The query is nested too deeply.")
    return None


def _parts(text: str, plain: str, found: list[Token], verb: int) -> PagedQuery | Unfit:
    """The parts of a CONSTRUCT that parses."""
    groups = dict(_groups(found))
    template = verb + 1
    if template not in groups:
        return Unfit(
            f"CONSTRUCT WHERE has no room for the things of a page. {_HOW}", _line(plain, found[verb])
        )
    where = next(at for at in groups if at > groups[template])
    inner = _innermost(found, groups, text.index(LIMIT))
    if inner is None or inner <= where or inner != _innermost(found, groups, text.index(OFFSET)):
        return Unfit(f"{LIMIT} and {OFFSET} do not stand in one sub-select. {_HOW}")
    if groups[where] != len(found) - 1:
        behind = found[groups[where] + 1]
        return Unfit(
            f"“{behind.text}” behind the pattern would cut a page. Leave it out.", _line(plain, behind)
        )
    thing = _thing(found[inner + 2 : groups[inner]])
    if isinstance(thing, str):
        return Unfit(f"{thing} {_HOW}", _line(plain, found[inner]))
    name = thing.text[1:]
    if not any(
        token.kind == "variable" and token.text[1:] == name for token in found[template : groups[template]]
    ):
        return Unfit(
            f"?{name} is not in what is constructed; each thing needs a statement.", _line(plain, found[verb])
        )
    return PagedQuery(
        text=text,
        prologue=text[: found[verb].start],
        dataset=text[found[groups[template]].end : found[where].start],
        pattern=text[found[where].start : found[groups[where]].end],
        things=text[found[inner].start : found[groups[inner]].end],
        thing=name,
    )


def _groups(found: list[Token]) -> Iterator[tuple[int, int]]:
    """Indexes of the brackets of each group, in the order in which they open."""
    pairs, opened = dict[int, int](), list[int]()
    for at, token in enumerate(found):
        if token.kind == "mark" and token.text == "{":
            opened.append(at)
            pairs[at] = at
        elif token.kind == "mark" and token.text == "}" and opened:
            pairs[opened.pop()] = at
    yield from pairs.items()


def _innermost(found: list[Token], groups: dict[int, int], offset: int) -> int | None:
    """Index of the bracket of the smallest group around an offset, where that is a sub-select."""
    around = [at for at, end in groups.items() if found[at].start < offset < found[end].start]
    if not around or found[around[-1] + 1].text.upper() != "SELECT":
        return None
    return around[-1]


def _thing(select: list[Token]) -> Token | str:
    """The only variable that a sub-select gives, or what is wrong; its tokens begin behind SELECT."""
    words = [token.text.upper() for token in select]
    if words[:1] in (["DISTINCT"], ["REDUCED"]):
        select, words = select[1:], words[1:]
    projected = list(takewhile(lambda token: token.text.upper() not in {"WHERE", "{", "FROM"}, select))
    if len(projected) != 1 or projected[0].kind != "variable":
        return "The sub-select has to give one variable, the things that are counted off."
    order = next((at for at, pair in enumerate(pairwise(words)) if pair == ("ORDER", "BY")), None)
    if order is None or projected[0].text[1:] not in {token.text[1:] for token in select[order:]}:
        return f"The sub-select is not ordered by {projected[0].text}, so that pages could overlap."
    return projected[0]
