"""Every stored query is one that a person understands and that a large store can answer."""

import re

import pytest
from pyoxigraph import NamedNode, QuerySolutions, QueryTriples, Store, Variable

from ontology.kinds import shape
from queries.catalogue import StoredQuery, bind, catalogue, checks, parse, query

QUESTIONS = tuple(catalogue().values())
ALL = (*QUESTIONS, *(check.query for check in checks()))
_COMMENT_OR_TEXT = re.compile(r'#(?![\w>]).*$|<[^<>\s]*>|"[^"\n]*"', re.MULTILINE)


def _words(stored: StoredQuery) -> str:
    """The query without comments, IRIs and strings."""
    return _COMMENT_OR_TEXT.sub(" ", stored.text)


def _projected(stored: StoredQuery) -> set[str]:
    head = _words(stored).split("SELECT", 1)[1].split("WHERE", 1)[0]
    return set(re.findall(r"\?(\w+)", head))


every_query = pytest.mark.parametrize("stored", ALL, ids=lambda stored: stored.name)
every_question = pytest.mark.parametrize("stored", QUESTIONS, ids=lambda stored: stored.name)


def test_there_are_questions_on_status_chains_and_sources_and_their_names_are_unique() -> None:
    assert {"status", "chains", "sources"} <= {stored.folder for stored in QUESTIONS}
    assert len({stored.name for stored in ALL}) == len(ALL)
    assert list(catalogue()) == sorted(catalogue())


@every_query
def test_it_parses_and_answers_an_empty_store_with_nothing(stored: StoredQuery) -> None:
    for values in (stored.examples, stored.examples | {p.name: p.example for p in stored.parameters}):
        bound = {Variable(name): term for name, term in bind(stored, values).items()}
        rows = Store().query(stored.text, use_default_graph_as_union=True, substitutions=bound)
        assert isinstance(rows, QuerySolutions | QueryTriples)
        assert list(rows) == []


@every_query
def test_it_says_in_words_what_it_asks(stored: StoredQuery) -> None:
    assert re.fullmatch(r"[A-Z][^.]{10,90}", stored.title)
    assert len(stored.description.split()) >= 10
    assert stored.description.endswith(".")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", stored.name)
    assert stored.tags


@every_query
def test_it_never_uses_not_exists_which_is_slow_beyond_use(stored: StoredQuery) -> None:
    assert not re.search(r"\bEXISTS\b", _words(stored), re.IGNORECASE)


@every_query
def test_it_stays_inside_the_data_set(stored: StoredQuery) -> None:
    assert not re.search(r"\b(SERVICE|FROM|LOAD)\b(?!\s*\?)", _words(stored))


@every_query
def test_its_answer_has_an_order(stored: StoredQuery) -> None:
    assert stored.form == "construct" or "ORDER BY" in _words(stored)


@every_question
def test_each_parameter_is_described_and_used(stored: StoredQuery) -> None:
    for parameter in stored.parameters:
        uses = re.findall(rf"\?{parameter.name}\b", _words(stored))
        assert len(uses) >= 2, parameter.name
        assert len(parameter.description.split()) >= 2
        assert parameter.required or parameter.default is None or parameter.default == parameter.example


@every_question
def test_a_select_projects_its_parameters_for_only_then_they_are_bound(stored: StoredQuery) -> None:
    if stored.form == "select":
        assert {parameter.name for parameter in stored.parameters} <= _projected(stored)


def test_oxigraph_binds_no_parameter_that_is_not_projected() -> None:
    text = "SELECT ?a WHERE { ?a ?b ?c FILTER(?a = ?given) } ORDER BY ?a"
    with pytest.raises(RuntimeError, match="given in its SELECT projection"):
        Store().query(text, substitutions={Variable("given"): NamedNode("x:a")})


def test_every_check_names_shape_severity_and_message_and_gives_a_subject() -> None:
    for check in checks():
        assert shape(check.shape).name == check.shape
        assert check.severity in {"refused", "warning"}
        assert len(check.message.split()) >= 4
        assert check.law
        assert not check.query.parameters
        assert "subject" in _projected(check.query)
        assert _projected(check.query) <= {"subject", "value", "other", "provision", "treaty"}


def test_a_query_is_found_by_its_name() -> None:
    assert query("parties-of-treaty").title == "Parties to a treaty on a day"
    with pytest.raises(KeyError):
        query("no-such-query")


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        catalogue()["mine"] = QUESTIONS[0]  # type: ignore[index]


def test_a_file_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks description, summary"):
        parse("nameless", "status", "SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a")
    with pytest.raises(ValueError, match="no query"):
        parse("wordless", "status", "#+ summary: A title\n#+ description: Words.\n")
