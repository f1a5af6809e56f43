"""What the tables say of a name: kinds of names in the order in which they decide, and ways of writing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from graph.names import tables
from graph.names.cldr import LANGUAGES, MORE_LANGUAGES, translations
from graph.names.nearest import GENERIC, nearest, telling
from graph.names.normalised import SMALL_WORDS, compact, normalised
from graph.names.reading import Reading
from graph.names.similar import near_names, similar
from graph.names.tables import Named
from graph.names.writing import pair, writings
from graph.records import State

Readings = tuple[Reading, ...]
Index = Mapping[str, Readings]

TYPED = ("en", "fr")  # languages whose names are understood when they are mistyped
SHORTEST_TYPED = 7  # letters of a name that is understood when it is mistyped
SHORTEST_NAME = 4  # letters; shorter names are codes and initials, to which everything is near


class Lexicon:
    """Readings of names, by kind: the first kind that knows a name decides, and each is read when needed.

    In this order: names that the day decides, and names of what is no state; identifiers and numbers; names
    of the table of states and what follows from them; other and formal names; translations, first those in
    the languages of the United Nations, in which publishers write. Then all of these without small words.
    """

    def __init__(self, states: Iterable[State], identifiers: Iterable[Named], names: Iterable[Named]) -> None:
        self._states = tuple(states)
        self._codes = frozenset(state.code for state in self._states)
        self._identifiers = tuple(identifiers)
        self._names = tuple(names)

    def readings(self, text: str) -> Readings:
        """Return the readings of a cleaned text, none where nobody is called so."""
        return self._exactly(text) or self._both(text) or self._nearly(text)

    def nearest(self, text: str) -> list[str]:
        """Return the codes whose names are nearest to a text that is no name, best first."""
        return nearest(text, self._telling)

    def _exactly(self, text: str) -> Readings:
        written = list(writings(text))
        keys = [normalised(writing) for writing in written]
        return (
            _first(keys, self._known if text.isascii() else self._spoken)
            or _first(keys, [self._translated])
            or self._elsewhere(written)
            or _first([compact(key) for key in keys], [self._compact])
        )

    def _elsewhere(self, written: Sequence[str]) -> Readings:
        """Return what a name means in another language.

        Without its marks it may be the name of somebody else, mistyped: Latvian “Nigēra” is Niger, “Nigera”
        may be Nigeria. Then both are meant.
        """
        key = next((key for key in map(normalised, written) if key in self._translated_more), "")
        found = self._translated_more.get(key, ())
        marked = any(not each.isascii() and each.casefold() in self._written for each in written)
        return found if marked or not key.isascii() else (*found, *self._nearest_others(key, found))

    def _nearest_others(self, key: str, found: Readings) -> Iterator[Reading]:
        codes = {reading.code for reading in found}
        for kind in (*self._known[2:], self._translated):
            others = {name: frozenset(r.code for r in readings) for name, readings in kind.items()}
            for name in near_names(key, others, 1):
                if len(name) >= SHORTEST_NAME and others[name] != codes:
                    yield from kind[name]

    def _both(self, text: str) -> Readings:
        """Return what a text means that gives two names of one person, as “Burma (Myanmar)”."""
        names = pair(text)
        if not names:
            return ()
        first, second = (self._exactly(name) for name in names)
        codes = {reading.code for reading in (*first, *second)}
        return first if first and second and len(codes) == 1 else ()

    def _nearly(self, text: str) -> Readings:
        keys = dict.fromkeys(compact(normalised(writing)) for writing in writings(text))
        for key in filter(None, keys):
            if name := similar(key, self._typed, self._owners):
                return tuple(reading.found("similar") for reading in self._compact[name])
        return ()

    def _all(self) -> Iterator[Named]:
        yield from (*self._named_by_day(), *self._names, *self._named_otherwise())
        yield from translations(self._states, (*LANGUAGES, *MORE_LANGUAGES))

    def _named_by_day(self) -> Iterator[Named]:
        """Yield names on days, and of what is no state, unless the data set has a row of that name for it."""
        own = {normalised(name) for name, _ in self._names}
        yield from self._of_this_data_set(tables.names_on_days())
        yield from (each for each in tables.not_states() if normalised(each[0]) not in own)

    def _named_otherwise(self) -> Iterator[Named]:
        named = (*tables.other_names(), *tables.formal_names(), *tables.translated_names())
        yield from self._of_this_data_set(named)

    def _of_this_data_set(self, named: Iterable[Named]) -> Iterator[Named]:
        yield from (each for each in named if not each[1].code or each[1].code in self._codes)

    @cached_property
    def _known(self) -> Sequence[Index]:
        identifiers = (*self._identifiers, *self._of_this_data_set(tables.numbers()))
        kinds = (self._named_by_day(), identifiers, self._names, self._named_otherwise())
        return [_index(kind) for kind in kinds]

    @cached_property
    def _telling(self) -> Mapping[str, frozenset[str]]:
        """What tells whose a name is: codes of all names that publishers write."""
        found: dict[str, set[str]] = defaultdict(set)
        for kind in (*self._known, self._translated):
            for name, readings in kind.items():
                found[telling(name)].update(reading.code for reading in readings if reading.code)
        return {name: frozenset(codes) for name, codes in found.items() if name and codes}

    @cached_property
    def _spoken(self) -> Sequence[Index]:
        """What is known, without identifiers: with its marks Vietnamese “Áo” is not the code AO."""
        by_day, _, *others = self._known
        return [by_day, *others]

    @cached_property
    def _translated(self) -> Index:
        return _index(translations(self._states, LANGUAGES))

    @cached_property
    def _translated_more(self) -> Index:
        return _index(translations(self._states, MORE_LANGUAGES))

    @cached_property
    def _written(self) -> frozenset[str]:
        return frozenset(name.casefold() for name, _ in translations(self._states, MORE_LANGUAGES))

    @cached_property
    def _compact(self) -> Index:
        """All names without small words and blanks, the earlier kinds before the later ones."""
        kinds = [*self._known, self._translated, self._translated_more]
        found: dict[str, Readings] = {}
        for kind in kinds:
            shorter: dict[str, Readings] = defaultdict(tuple)
            for key, readings in kind.items():
                shorter[compact(key)] += readings
            found = {**shorter, **found}
        return found

    @cached_property
    def _owners(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for name, reading in self._all():
            found[_letters(name)].add(reading.code or f"no state: {name}")
        return {name: frozenset(who) for name, who in found.items() if len(name) >= SHORTEST_NAME}

    @cached_property
    def _typed(self) -> Mapping[str, frozenset[str]]:
        """Names that are understood when mistyped: short names in the languages of the table and publishers.

        Not names with “republic” and the like: of two such names most letters are the same in any language.
        """
        named = (*self._names, *tables.other_names(), *translations(self._states, TYPED))
        names = {_letters(name) for name, reading in named if reading.code and not _is_long(name)}
        long = [name for name in names if len(name) >= SHORTEST_TYPED]
        return {name: self._owners[name] for name in long if name in self._owners and name in self._compact}


def _is_long(name: str) -> bool:
    return bool(GENERIC & set(normalised(name).split()))


def _letters(name: str) -> str:
    return "".join(word for word in normalised(name).split() if word not in SMALL_WORDS)


def _index(named: Iterable[Named]) -> Index:
    found: dict[str, dict[Reading, None]] = defaultdict(dict)
    for name, reading in named:
        found[normalised(name)][reading] = None
    return {name: tuple(readings) for name, readings in found.items() if name}


def _first(keys: Iterable[str], kinds: Sequence[Index]) -> Readings:
    """Return the readings of the first key that any kind knows, by the first kind that does."""
    return next((kind[key] for key in keys if key for kind in kinds if key in kind), ())
