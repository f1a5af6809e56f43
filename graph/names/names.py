"""Which state or treaty a name means: codes, IRIs, numbers, names in several languages; never a guess.

Names of states are tried in this order, and the first kind that knows the name decides: identifiers, names of
the table of states, what follows from these (the natural order of “Congo, The Democratic Republic of the”,
initials such as USSR), the table of other names, names of the Unicode CLDR. Where a kind gives the name to
two, neither is chosen. What a name means on a day, and how publishers write it: `lexicon.py` and `spans.py`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from graph import iri
from graph.errors import UnknownName
from graph.names.cldr import LANGUAGES, coded, territories
from graph.names.lexicon import Lexicon
from graph.names.meaning import Meaning
from graph.names.normalised import ARTICLES, LONGEST, normalised
from graph.names.persons import Persons
from graph.names.reading import Reading
from graph.names.spans import Spans, always, spans_of
from graph.names.tables import by_name, rows
from graph.names.writing import cleaned, is_formula, is_placeholder
from graph.records import State

NO_INITIAL = ARTICLES | {"of", "and", "de", "du", "des", "et", "d", "l", "и", "в"}
REGISTER = re.compile(r"^\s*(?:untc|unts|cets|ets)\b(?:\s*no\.?)?", re.IGNORECASE)
SHORTEST_INITIALS = 3  # two letters are too often the ISO 3166-1 code of another state
INITIALS_OF = frozenset({"state", "former-state", "organisation"})
INVERTED = (re.compile(r"([^,()]+), ([^,()]+)"), re.compile(r"([^,()]+) \(([^,()]+ (?:of|de))\)"))
CANDIDATES = 5
SHORT = 3  # letters of a code
NEAR_ENOUGH = 70  # of 100, for a candidate to be worth showing
REMEMBERED = 4096  # names whose meanings are kept
FORMULA = "A formula or a program, not a name."
PLACEHOLDER = "A sign that there is no name."

Index = Mapping[str, frozenset[str]]
Named = tuple[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class TreatyName:
    """A treaty by slug and title, and its numbers in other registers: UNTC, UNTS, CETS, Wikidata."""

    slug: str
    title: str
    identifiers: tuple[str, ...] = ()


class Names:
    """The names of the states and treaties of one data set; the CLDR is read when it is needed."""

    def __init__(self, states: Iterable[State], treaties: Iterable[TreatyName]) -> None:
        self._states = {state.code: state for state in states}
        self._treaties = {treaty.slug: treaty for treaty in treaties}
        self._codes = _index((state.code, _identifiers(state)) for state in self._states.values())
        self._names = _index((state.code, _table_names(state)) for state in self._states.values())
        self._titles = _index((treaty.slug, _treaty_names(treaty)) for treaty in self._treaties.values())
        self._spans = lru_cache(maxsize=REMEMBERED)(self._read)

    def meaning(self, name: str, on: Day | None = None) -> Meaning:
        """Return who is meant by a name on a day; without a day, by who bears it today, or bore it last.

        Never raises: what is unknown or ambiguous says so, with candidates.
        """
        if len(name) > LONGEST:
            return Meaning(name)
        spans = self._spans(name)
        return spans.without_day if on is None else spans.on(on)

    def state(self, text: str) -> str:
        """Return the code of the state, territory or organisation that a text names, as `RUS`.

        Raises `UnknownName` where it names none or several, with up to five candidates “CODE (Name)”.
        """
        found = _decided(text, self._state_kinds())
        if len(found) == 1:
            return next(iter(found))
        codes = sorted(found) or _nearest(text, list(self._state_kinds()))
        raise UnknownName("state", text, [f"{code} ({self._states[code].name_en})" for code in codes])

    def treaty(self, text: str) -> str:
        """Return the slug of the treaty that a text names: by slug, title, IRI, or number (`XVIII-10`).

        Short titles, and the institutions that headlines use for a treaty (`ICC`), come after these.
        Raises `UnknownName` where it names none or several, with up to five candidates “slug (Title)”.
        """
        kinds = (self._titles, self._short_titles)
        found = _decided(text, kinds) or _decided(REGISTER.sub("", text), kinds)
        if len(found) == 1:
            return next(iter(found))
        slugs = sorted(found) or _nearest(text, kinds)
        raise UnknownName("treaty", text, [f"{slug} ({self._treaties[slug].title})" for slug in slugs])

    def _read(self, name: str) -> Spans:
        """Return what a name means through time."""
        text = cleaned(name)
        if is_formula(text):
            return always(Meaning(name, note=FORMULA))
        if is_placeholder(text):
            return always(Meaning(name, note=PLACEHOLDER))
        if readings := self._lexicon.readings(text):
            return spans_of(name, readings, self._persons)
        return always(Meaning(name, candidates=self._persons.labels(self._lexicon.nearest(text))))

    @cached_property
    def _persons(self) -> Persons:
        return Persons(self._states)

    @cached_property
    def _lexicon(self) -> Lexicon:
        states = self._states.values()
        identifiers = [(name, Reading(s.code, "identifier")) for s in states for name in _identifiers(s)]
        names = by_name((name, s.code) for s in states for name in (*_table_names(s), *_derived_names(s)))
        return Lexicon(states, identifiers, names)

    def _state_kinds(self) -> Iterator[Index]:
        yield self._codes
        yield self._names
        yield self._derived
        yield self._other
        yield self._cldr

    @cached_property
    def _derived(self) -> Index:
        return _index((state.code, _derived_names(state)) for state in self._states.values())

    @cached_property
    def _other(self) -> Index:
        named = rows("other_names.csv")
        return _index((row["code"], [row["name"]]) for row in named if row["code"] in self._states)

    @cached_property
    def _short_titles(self) -> Index:
        named = rows("treaty_names.csv")
        return _index((row["slug"], [row["name"]]) for row in named if row["slug"] in self._treaties)

    @cached_property
    def _cldr(self) -> Index:
        """Names of the CLDR by ISO 3166-1 code, except where it is contested for what the code stands."""
        names = [territories(language) for language in LANGUAGES]
        return _index(
            (code, [name[alpha2] for name in names if alpha2 in name])
            for alpha2, code in coded(self._states.values()).items()
        )


def _index(named: Iterable[Named]) -> Index:
    found: dict[str, set[str]] = defaultdict(set)
    for id_, names in named:
        for name in names:
            found[normalised(name)].add(id_)
    return {name: frozenset(ids) for name, ids in found.items() if name}


def _decided(text: str, kinds: Iterable[Index]) -> frozenset[str]:
    """Return what the first kind of names that knows the text means by it: one, several, or nothing."""
    key = normalised(text)
    return next((kind[key] for kind in kinds if key in kind), frozenset())


def _nearest(text: str, kinds: Iterable[Index]) -> list[str]:
    """Return the ids whose names are nearest, best first; a name that means several counts for each.

    To three letters nearly every code is near, so for them only the same letters in another order count.
    """
    indexes, key = list(kinds), normalised(text)
    choices = dict.fromkeys(
        name for index in indexes for name in index if len(name) > SHORT or len(key) <= SHORT
    )
    if len(key) <= SHORT:
        near = [name for name in choices if sorted(name) == sorted(key)]
    else:
        scored = process.extract(key, choices.keys(), scorer=fuzz.WRatio, limit=20, score_cutoff=NEAR_ENOUGH)
        near = [name for name, _, _ in scored]
    ids = [id_ for name in near for index in indexes for id_ in sorted(index.get(name, ()))]
    return list(dict.fromkeys(ids))[:CANDIDATES]


def _identifiers(state: State) -> Iterator[str]:
    yield from (state.code, state.iso_alpha2, state.iso_alpha3, state.iso_numeric)
    yield iri.state(state.code, state.kind)
    if state.wikidata:
        yield from (state.wikidata, f"http://www.wikidata.org/entity/{state.wikidata}")


def _table_names(state: State) -> Iterator[str]:
    """Yield the names of the table; a state that changed its name has both, with “;” between them."""
    for name in (state.name_en, state.name_fr, state.name_ru):
        yield name
        yield from name.split(";")


def _derived_names(state: State) -> Iterator[str]:
    names = [name.strip() for name in _table_names(state)]
    natural = [
        f"{found[2]} {found[1]}" for name in names for form in INVERTED if (found := form.fullmatch(name))
    ]
    yield from natural
    if state.kind in INITIALS_OF:
        yield from (_initials(name) for name in (*names, *natural) if not re.search(r"[,();]", name))


def _initials(name: str) -> str:
    initials = [word[0] for word in normalised(name).split() if word not in NO_INITIAL]
    return "".join(initials) if len(initials) >= SHORTEST_INITIALS else ""


def _treaty_names(treaty: TreatyName) -> Iterator[str]:
    yield from (treaty.slug, treaty.title, iri.treaty(treaty.slug), *treaty.identifiers)
