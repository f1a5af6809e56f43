"""Stored queries asked in plain words: names of states and treaties become IRIs, values become terms."""

from collections.abc import Mapping

from graph import iri
from graph.errors import BadRequest, NotFound
from graph.view import View
from queries.catalogue import Parameter, ParameterError, StoredQuery, bind, catalogue
from queries.parameters import Term, Value


def stored_query(name: str) -> StoredQuery:
    """The stored query of this name; raises `NotFound`."""
    found = catalogue().get(name)
    if found is None:
        raise NotFound(f"There is no stored query “{name}”; the list of queries names them all.")
    return found


def terms(view: View, query: StoredQuery, values: Mapping[str, Value]) -> dict[str, Term]:
    """Terms by variable; states and treaties may be named by any identifier or clear name.

    Raises `UnknownName` with candidates, or `BadRequest` where a value is missing, unknown or malformed.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    resolved = {
        name: _resolved(view, known[name], value) if name in known else value
        for name, value in values.items()
    }
    try:
        return bind(query, resolved)
    except ParameterError as error:
        raise BadRequest(str(error)) from None


def _resolved(view: View, parameter: Parameter, value: Value) -> Value:
    match parameter.type:
        case "treaty":
            return iri.treaty(view.names.treaty(str(value)))
        case "state":
            return view.directory.iri(view.names.state(str(value)))
        case _:
            return value
