"""A harvest: what a SPARQL endpoint answers to a CONSTRUCT, page by page.

All pages are fetched before anything is yielded. The end is known, not guessed: a page without statements
ends the harvest only where the endpoint counts no thing in it; behind a page that is shorter than asked for,
another one is asked for. Whatever shows that an answer was cut is a fault.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from pyoxigraph import RdfFormat

from graph import iri
from graph.errors import DataMalformed, RemoteFailed
from graph.faults import Fault, Left, Origin
from graph.federation.outbound import Fetched
from graph.loaders.distinct import Distinct
from graph.loaders.endpoint import Endpoint
from graph.loaders.files import InputFile
from graph.loaders.harvest_pages import DAYS, Pages
from graph.loaders.harvest_plan import Plan, read_plan
from graph.loaders.harvest_query import PagedQuery, Unfit, paged
from graph.loaders.rdf import parsed, records
from graph.loaders.rdf_safety import digest_of
from graph.loaders.skolem import Skolem, kept_lines
from graph.published.entry import Entry, Item
from graph.published.publication import Publication
from graph.published.triples import Harvest

_MOST_PAGES = 100_000
_FORMS: Mapping[str, RdfFormat] = MappingProxyType({
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,  # as endpoints called it before 2014 (RDF Test Cases, 3)
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "text/ntriples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
})  # fmt: skip
_ENDS_ITSELF = RdfFormat.RDF_XML  # all others are whole at every line
_TRACE = re.compile(rb"[\w.$]*(?:Exception|Error)\b[^\n]{0,120}")
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,100})", re.IGNORECASE)
_PLACE = "page"  # stands for the digest of a page until that is known


def harvest(file: InputFile) -> Iterator[Item]:
    """Yield all statements that the endpoint gives, each once, and how they were asked for; constant memory.

    A harvest that does not come to its end yields faults and no statement.
    """
    plan = read_plan(file)
    if not isinstance(plan, Plan):
        yield from plan
        return
    query = paged(plan.query)
    if isinstance(query, Unfit):
        place = f" (line {query.line} of the query)" if query.line else ""
        yield Fault(Origin(file.name), "query", f"{query.message}{place}")
        return
    yield from _Harvest(file, plan, query).items()


class _Harvest:
    """One harvest; `pages` keeps what was fetched, should it break off."""

    def __init__(self, file: InputFile, plan: Plan, query: PagedQuery) -> None:
        self.plan, self.query, self.origin = plan, query, Origin(file.name)
        self.source = file.source
        self.today = file.today or datetime.now(UTC).date()
        self.pages = Pages.of(plan.digest, self.today)
        self.endpoint = Endpoint(plan)
        self.blank_nodes = self.open_ended = self.number = 0

    def items(self) -> Iterator[Item]:
        with TemporaryDirectory(prefix="depositary-") as folder:
            distinct = Distinct(Path(folder))
            try:
                self._fetch(distinct)
            except RemoteFailed as error:
                yield Fault(self.origin, "endpoint", f"{error}{self._resumable()}")
                return
            if not self.number:
                yield Fault(self.origin, "query", "The endpoint has nothing that the query asks for.")
                return
            yield Entry(self._publication(), self.origin)
            yield Entry(Harvest(self.source, self.plan.endpoint, self.plan.query), self.origin)
            yield from records(distinct, self.origin)
        yield from self._left()
        self.pages.remove()

    def _fetch(self, distinct: Distinct) -> None:
        """Fetch all pages that are not kept; raises `RemoteFailed` where the end is not reached."""
        before: list[bytes] = []
        for number in count():
            lines = self.pages.read(number)
            if lines is None:
                lines = self._page(number, before)
                if lines is None:
                    self.number = number
                    return
                self.pages.keep(number, lines)
            distinct.add(lines)
            before = lines
            if number >= _MOST_PAGES:
                raise RemoteFailed(
                    f"<{self.plan.endpoint}> gives more than {_MOST_PAGES:,} pages without an end."
                )

    def _page(self, number: int, before: list[bytes]) -> list[bytes] | None:
        """The lines of a page, once it was found to be whole; `None` behind the last one."""
        size, place = self.plan.page_size, f"page {number + 1:,}"
        fetched = self.endpoint.statements(self.query.page(size, number))
        lines = self._lines(fetched, place)
        things, solutions = self.endpoint.numbers(self.query.count(size, number), "things", "solutions")
        self._check_whole(fetched, len(lines), things, solutions, place)
        if not things and not self._things_left(number):
            return None
        if things and lines == before:
            raise RemoteFailed(
                f"<{fetched.url}> gave the same statements for {place} as for the one before: it does not "
                "heed OFFSET."
            )
        return lines

    def _things_left(self, number: int) -> int:
        """How many things a page has, of which nothing may be said."""
        return self.endpoint.numbers(self.query.left(self.plan.page_size, number), "things")[0]

    def _check_whole(
        self, fetched: Fetched, statements: int, things: int, solutions: int, place: str
    ) -> None:
        """Raise `RemoteFailed` where an answer shows that it was cut."""
        most = fetched.headers.get("x-sparql-maxrows", "")
        if "x-sql-state" in fetched.headers or (most.isdecimal() and solutions >= int(most)):
            raise RemoteFailed(
                f"<{fetched.url}> cut its answer to {place} at its own limit of {most or 'time'}"
                f"{' rows' * bool(most)}, and says so. Choose a smaller page_size."
            )
        if statements < things:
            raise RemoteFailed(
                f"<{fetched.url}> counts {things:,} things on {place} and gave {statements:,} statements: it "
                "cut the answer, or the query says nothing of some things. Choose a smaller page_size, or "
                "construct a statement for each thing."
            )

    def _lines(self, fetched: Fetched, place: str) -> list[bytes]:
        """The statements of an answer, sorted; raises `RemoteFailed` where it is not wholly RDF."""
        form = _FORMS.get(fetched.media_type)
        if form is None:
            raise RemoteFailed(f"<{fetched.url}> answered {place} with {_called(fetched)} instead of RDF.")
        try:
            digest_of(BytesIO(fetched.body), form)
            lines, nodes = _statements(fetched.body, form)
        except DataMalformed as error:
            trace = _TRACE.search(fetched.body[-20_000:])
            said = f" It says: “{trace[0].decode(errors='replace')[:150]}”." if trace else ""
            line = f" (line {error.line:,} of the answer)" if error.line else ""
            raise RemoteFailed(
                f"<{fetched.url}> broke off in its answer to {place}, or wrote something else into it: "
                f"{error.message}{line}{said}"
            ) from None
        self.blank_nodes += nodes
        delimited = "content-length" in fetched.headers or "transfer-encoding" in fetched.headers
        self.open_ended += (
            not delimited and "content-encoding" not in fetched.headers and form != _ENDS_ITSELF
        )
        return lines

    def _publication(self) -> Publication:
        digest = hashlib.sha256(self.plan.query.encode()).hexdigest()
        days = (
            f"{self.pages.begun}" if self.pages.begun == self.today else f"{self.pages.begun} to {self.today}"
        )
        return Publication(
            title=self.plan.title,
            url=self.plan.url,
            licence=self.plan.licence,
            publisher=self.plan.publisher,
            tier=self.plan.tier,
            note=f"Harvested from the SPARQL endpoint {self.plan.endpoint} on {days}, in {self.number:,} "
            f"pages of up to {self.plan.page_size:,} things, by a query with the SHA-256 {digest}.",
        )

    def _resumable(self) -> str:
        if not self.pages.kept:
            return ""
        return (
            f" {self.pages.kept:,} pages are kept in {self.pages.folder}: load the same "
            f"file again within {DAYS} days of {self.pages.begun}, and it goes on behind them."
        )

    def _left(self) -> Iterator[Left]:
        """What the answers do not tell."""
        if self.blank_nodes and self.number > 1:
            reason = "whether blank nodes of different pages are the same is not told; construct IRIs instead"
            yield Left(self.origin, "query", reason, f"{self.blank_nodes:,} blank nodes")
        if self.open_ended:
            reason = (
                "an answer does not say how long it is; if it broke off between statements, nothing shows it"
            )
            yield Left(self.origin, "endpoint", reason, f"{self.open_ended:,} answers")


def _statements(body: bytes, form: RdfFormat) -> tuple[list[bytes], int]:
    """The lines of a document, sorted, and the number of its blank nodes.

    Endpoints call blank nodes by other labels each time; so the document is known by all else that it says.
    """
    with closing(Skolem(_PLACE)) as names:
        batches = kept_lines(parsed(body, form), names)
        lines = sorted({line for batch in batches for line in batch})
        nodes = names.count
    if nodes:
        digest = hashlib.sha256(b"".join(lines)).hexdigest()[:20]
        before, after = (f"<{iri.GENIDS}{document}/".encode() for document in (_PLACE, digest))
        lines = sorted(line.replace(before, after) for line in lines)
    return lines, nodes


def _called(fetched: Fetched) -> str:
    """What an answer is that is no RDF."""
    if fetched.media_type in {"text/html", "application/xhtml+xml"}:
        found = _TITLE.search(fetched.body)
        title = " ".join(found[1].decode(errors="replace").split()) if found else ""
        return f"a page in HTML (“{title}”)" if title.isprintable() and title else "a page in HTML"
    return fetched.media_type or "no media type that can be read"
