"""Linked data: every IRI of Depositary leads to a document, for people and for machines.

`/id/…` names a thing and answers 303 (Cool URIs for the Semantic Web, 4.3); `/doc/…` is the document about
it. The IRIs of vocabularies, graphs and the ontology are documents themselves.
"""

from collections.abc import Callable, Sequence
from itertools import chain, islice
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Response
from pyoxigraph import NamedNode, Quad

from api.answering import HTML, Asked, Asking, Json, required
from api.described import LARGEST_PAGE, PAGE, Description, Page, describe
from api.documents import FORMATS, Format
from api.local import canonical, described_by, encoded, local_path
from api.pages.resource import graph_page, resource_page
from api.problems import shown
from graph import iri
from graph.errors import AnswerTooLarge, BadRequest, NotFound
from ontology.terms import DEP, ROOT

router = APIRouter(tags=["linked data"])
BY_SUFFIX = {each.suffix: each.offer for each in FORMATS} | {"html": HTML}
LARGEST_GRAPH = 50_000  # statements of a named graph in one document

Offset = Annotated[
    int, Query(ge=0, description="How many of the statements that point to it are left out first")
]
Limit = Annotated[
    int, Query(ge=0, le=LARGEST_PAGE, description="How many statements that point to it are shown")
]

DOCUMENT: dict[int | str, dict[str, object]] = {
    200: {"content": {offer.media_type: {} for offer in (HTML, *(each.offer for each in FORMATS))}},
    304: {"description": "The client has this document already"},
    404: {"description": "The graph says nothing about it."},
}


@router.get("/id/{path:path}", summary="A thing: leads to the document about it", status_code=303)
def thing(path: str) -> Response:
    """303 to the document; the thing itself, a state or a treaty, is none."""
    document = local_path(canonical(f"/id/{path}")) or "/"
    return Response(
        status_code=303, headers={"Location": document, "Link": f'<{document}>; rel="describedby"'}
    )


@router.get("/resource", summary="The document of a canonical IRI", status_code=303)
def resource(asking: Asking, iri: str = "") -> Response:
    """303 to the local path of an IRI of Depositary."""
    wanted = required("iri", iri, ROOT + "id/state/RUS")
    ours = wanted if wanted.startswith(str(DEP)) else canonical(wanted.removeprefix(ROOT))
    path = local_path(ours) if wanted.startswith(ROOT) else None
    if path is None:
        raise BadRequest(f"“{shown(wanted)}” is no IRI of Depositary; these begin with {ROOT}.")
    return Response(status_code=303, headers={"Location": path, "Depositary-Version": asking.view.version})


@router.get(
    "/doc/{path:path}", summary="The document about a thing", responses=DOCUMENT, response_class=Response
)
def document(asking: Asking, path: str, offset: Offset = 0, limit: Limit = PAGE) -> Response:
    """What every source and Depositary say of it, its parts, its labels, and what points to it (one page).

    The format is chosen by `Accept`, or by a suffix of the path (.html .ttl .nt .jsonld .rdf .trig .nq).
    """
    return _described(asking, canonical(f"/id/{path}"), Page(offset, limit))


@router.get(
    "/vocab/{path:path}",
    summary="A closed list, or a value of one",
    responses=DOCUMENT,
    response_class=Response,
)
def vocabulary(asking: Asking, path: str, offset: Offset = 0, limit: Limit = PAGE) -> Response:
    """A SKOS concept scheme or concept, and where it is used."""
    return _described(asking, canonical(f"/vocab/{path}"), Page(offset, limit))


@router.get(
    "/graph/{path:path}",
    summary="A named graph: what one voice says",
    responses=DOCUMENT,
    response_class=Response,
)
def graph(asking: Asking, path: str) -> Response:
    """The whole graph in a format of RDF, or an overview of it as a page."""
    wanted, format_ = _by_suffix(canonical(f"/graph/{path}"), lambda graph: bool(_graph(asking, graph, 1)))
    return document_of(
        asking,
        wanted,
        format_,
        lambda: whole_graph(asking, wanted),
        lambda: graph_page(asking.view, asking.current.labels, wanted),
    )


def _described(asking: Asked, path_iri: str, page: Page) -> Response:
    store = asking.view.store.oxigraph
    wanted, format_ = _by_suffix(path_iri, lambda resource: _known(asking, resource))
    description = describe(store, wanted, page)
    response = document_of(
        asking,
        wanted,
        format_,
        lambda: description.quads(asking.view.version),
        lambda: resource_page(asking.view, asking.current.labels, description),
    )
    for rel, offset in _neighbours(description):
        query = urlencode({"offset": offset, "limit": page.limit})
        response.headers["Link"] += f', <{encoded(asking.request.url.path)}?{query}>; rel="{rel}"'
    return response


def _neighbours(description: Description) -> list[tuple[str, int]]:
    page = description.page
    after = page.offset + page.limit
    found = [("prev", max(0, page.offset - page.limit))] if page.offset else []
    return [*found, ("next", after)] if page.limit and after < description.total else found


def _by_suffix(path_iri: str, known: Callable[[str], bool]) -> tuple[str, str | None]:
    """The IRI and the suffix of a path; what is in the graph with its suffix has none."""
    stem, _, suffix = path_iri.rpartition(".")
    if suffix in BY_SUFFIX and not known(path_iri):
        return stem, suffix
    return path_iri, None


def _known(asking: Asked, resource: str) -> bool:
    store, node = asking.view.store.oxigraph, _node(resource)
    said = store.quads_for_pattern(node, None, None, None)
    pointing = store.quads_for_pattern(None, None, node, None)
    return next(chain(said, pointing), None) is not None


def _node(resource: str) -> NamedNode:
    try:
        return NamedNode(resource)
    except ValueError:
        raise NotFound(f"“{shown(resource)}” is no IRI.") from None


def document_of(
    asking: Asked,
    resource: str,
    suffix: str | None,
    quads: Callable[[], Sequence[Quad]],
    page: Callable[[], Json],
    template: str = "resource.html",
) -> Response:
    """A document in the format of its suffix, or in the one that the client prefers."""
    offers = {each.offer: each for each in FORMATS}
    offer = BY_SUFFIX[suffix] if suffix else asking.choose((*offers, HTML))
    response = asking.unchanged(offer)
    if response is None and offer == HTML:
        response = asking.page(template, {"iri": resource, "formats": _alternates(resource), **page()})
    elif response is None:
        response = asking.reply(offers[offer].serialize(quads()), offer)
    response.headers["Link"] = _links(resource)
    return response


def _alternates(resource: str) -> list[tuple[Format, str]]:
    """Each format with the path under which it is found."""
    path = "/ontology" if resource == iri.ONTOLOGY else local_path(resource) or "/"
    return [(each, f"{path}.{each.suffix}") for each in FORMATS]


def _links(resource: str) -> str:
    alternates = [
        f'<{path}>; rel="alternate"; type="{each.offer.media_type}"' for each, path in _alternates(resource)
    ]
    about = quote(described_by(resource), safe=":/%()!$&'*+,;=@~")
    described = [f'<{resource}>; rel="describes"', f'<{about}>; rel="describedby"; anchor="{resource}"']
    return ", ".join([*alternates, *described])


def _graph(asking: Asked, graph: str, limit: int) -> list[Quad]:
    """The first statements; one by one, since `list` would let no other thread run until it has all."""
    found = asking.view.store.oxigraph.quads_for_pattern(None, None, None, _node(graph))
    return [quad for quad in islice(found, limit)]  # noqa: C416 - see above


def whole_graph(asking: Asked, graph: str) -> list[Quad]:
    """Every statement of a named graph; raises `NotFound` or `AnswerTooLarge`."""
    found = _graph(asking, graph, LARGEST_GRAPH + 1)
    if not found:
        raise NotFound(f"There is no graph <{shown(graph)}>.")
    if len(found) > LARGEST_GRAPH:
        raise AnswerTooLarge(
            f"The graph holds more than {LARGEST_GRAPH:,} statements. Ask for parts of it at /sparql: "
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} LIMIT … OFFSET …"
        )
    return sorted(found, key=str)
