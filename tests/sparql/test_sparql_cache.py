"""Which answers are kept to be given again."""

from api.sparql.cache import AnswerCache
from graph.store.exchange import Answer, Query

BODY = b"x" * 1000
CHEAP, SLOW = 0.0001, 1.0


def ask(cache: AnswerCache, text: str, seconds: float = CHEAP, version: str = "first") -> bool:
    """Whether the answer was kept before; it is given to be kept."""
    query = Query(text, "text/csv")
    if cache.get(query, version) is not None:
        return True
    cache.keep(query, BODY, Answer(BODY, gzip=False, version=version, id="1", seconds=seconds))
    return False


def crowded() -> AnswerCache:
    """A cache that holds more than a few answers."""
    cache = AnswerCache(100_000)
    for number in range(10):
        ask(cache, f"ASK {{}} # {number}")
    return cache


def test_while_there_are_few_every_answer_is_kept() -> None:
    cache = AnswerCache(100_000)
    assert [ask(cache, "ASK {}") for _ in range(3)] == [False, True, True]
    assert (cache.hits, cache.misses) == (2, 1)


def test_among_many_a_cheap_answer_is_kept_when_it_is_asked_for_again() -> None:
    cache = crowded()
    size = len(cache)
    assert [ask(cache, "ASK { ?s ?p ?o }") for _ in range(4)] == [False, False, True, True]
    assert len(cache) == size + 1


def test_among_many_one_that_took_time_is_kept_at_once() -> None:
    assert [ask(cache, "SELECT", SLOW) for cache in [crowded()] for _ in range(2)] == [False, True]


def test_another_version_of_the_data_has_other_answers() -> None:
    cache = crowded()
    assert [ask(cache, "ASK {} # 0", version="second") for _ in range(2)] == [False, True]
    assert len(cache) == 1
    assert cache.size < 2000


def test_no_answer_takes_more_than_its_share_and_the_room_is_bounded() -> None:
    cache = AnswerCache(100_000)
    cache.keep(Query("ASK", ""), bytes(50_000), Answer(b"", gzip=False, version="", id="", seconds=SLOW))
    assert len(cache) == 0
    for number in range(1000):
        ask(cache, str(number), SLOW)
    assert 90_000 < cache.size <= 100_000
