"""The rules of a treaty on the page of its document: each with the provision that states it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import Literal, Quad, Store
from rdflib.namespace import RDFS

from api.pages.labels import Label, Labels
from graph.chains.quads import Said, objects, said_of, subjects
from ontology.terms import DEP


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its kind, the provisions that state it, and what is said where none does."""

    kind: str
    path: str | None
    provisions: tuple[Label, ...]
    remark: str | None


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule of a treaty, and all of them as the indented JSON from which a status is derived."""

    each: tuple[Rule, ...]
    expression: str


def rules_of(store: Store, labels: Labels, treaty: str, own: Iterable[Quad]) -> Rules | None:
    """The rules of a treaty; `None` where none are held, and for what is no treaty."""
    texts = [quad.object for quad in own if quad.predicate.value == str(DEP.expression)]
    held = next((text.value for text in texts if isinstance(text, Literal)), None)
    if held is None:
        return None
    each = (_rule(store, labels, rule) for rule in subjects(store, DEP.ruleOf, treaty))
    indented = json.dumps(json.loads(held), ensure_ascii=False, indent=2)
    return Rules(tuple(sorted(each, key=lambda rule: rule.kind)), indented)


def _rule(store: Store, labels: Labels, rule: str) -> Rule:
    said = said_of(store, rule)
    kind = said.one(DEP.ruleKind)
    return Rule(
        kind=labels.text(kind) if kind else labels.text(rule),
        path=labels.of(rule).path,
        provisions=tuple(_article(labels.of(each), said) for each in objects(store, rule, DEP.statedIn)),
        remark=said.one(RDFS.comment),
    )


def _article(provision: Label, rule: Said) -> Label:
    """“article 127(1)”: on the page of the treaty nobody has to be told which treaty."""
    slug = rule.tail(DEP.ruleOf) or ""
    return replace(provision, text=provision.text.removeprefix(f"{slug}, "))
