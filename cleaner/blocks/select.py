"""CSS selectors tested on one element, from its last part outwards.

XPath over the whole tree, lxml's own way, costs 150 µs a selector, and a portal file asks thirty of them: three times
the parse. Testing the few elements that bear the class costs 5. It knows elements, classes, ids, attributes, :not(),
:first-child, :last-child and the four combinators; any other selector is compiled to XPath.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import cssselect
from cssselect import parser as css
from lxml.cssselect import CSSSelector

Test = Callable[[Any], bool]


class Key(NamedTuple):
    """What an element must have to be found: kind "mark" (text stands in its class or id), "attribute", "element"."""

    kind: str
    text: str


class Alternative(NamedTuple):
    """One of the selectors between commas: by what its elements are looked up, and the test of them."""

    key: Key
    test: Test
    around: Alternative | None = None
    """what must stand around an element that only its name tells (".reporter a"): the place to look for it."""


@lru_cache(maxsize=4096)
def alternatives(selector: str) -> tuple[Alternative, ...] | None:
    """A selector as tests, or None where one of its parts needs XPath. Raises SelectorSyntaxError."""
    found = []
    for part in cssselect.parse(selector):
        alternative = None if part.pseudo_element else _alternative(part.parsed_tree)
        if alternative is None:
            return None
        found.append(alternative)
    return tuple(found)


@lru_cache(maxsize=4096)
def xpath(selector: str) -> Callable[[Any], list[Any]]:
    """A selector as a search over a whole tree. Raises SelectorError. The cache holds no page, only what files name."""
    search: Callable[[Any], Any] = CSSSelector(selector, translator="html")
    return search


def _alternative(tree: Any) -> Alternative | None:
    key, test = _key(tree), _test(tree)
    if key is None or test is None:
        return None
    is_inside = key.kind == "element" and isinstance(tree, css.CombinedSelector) and tree.combinator in (" ", ">")
    return Alternative(key, test, _alternative(tree.selector) if is_inside else None)


def _key(tree: Any) -> Key | None:
    """What marks a selector's own element: a class or id if it names one, else an attribute or the element's name."""
    if isinstance(tree, css.CombinedSelector):
        return _key(tree.subselector)
    if isinstance(tree, css.Class):
        return Key("mark", str(tree.class_name))
    if isinstance(tree, css.Hash):
        return Key("mark", str(tree.id))
    if isinstance(tree, css.Element):
        return Key("element", tree.element.lower()) if tree.element else None
    inner = _key(tree.selector) if hasattr(tree, "selector") else None
    if isinstance(tree, css.Attrib) and (inner is None or inner.kind == "element"):
        return _key_of_attribute(tree)
    return inner


def _key_of_attribute(tree: Any) -> Key:
    """A part of a class or id is looked for among those, which are known; of other attributes the name."""
    name = str(tree.attrib.lower())
    if name in ("class", "id") and tree.value is not None and tree.value.value:
        return Key("mark", str(tree.value.value))
    return Key("attribute", name)


def _test(tree: Any) -> Test | None:
    """The test of a parsed selector; None where it has a part that is not known here."""
    if isinstance(tree, css.Element):
        name = tree.element.lower() if tree.element else None
        return lambda el: name is None or el.tag == name
    if isinstance(tree, css.CombinedSelector):
        return _combined(tree)
    make = _TESTS.get(type(tree))
    own, rest = (make(tree), _test(tree.selector)) if make else (None, None)
    return _both(own, rest) if own and rest else None


def _both(one: Test, other: Test) -> Test:
    return lambda el: one(el) and other(el)


def _class(tree: Any) -> Test:
    return lambda el: tree.class_name in el.get("class", "").split()


def _id(tree: Any) -> Test:
    return lambda el: el.get("id") == tree.id


def _attribute(tree: Any) -> Test | None:
    name, value = tree.attrib.lower(), tree.value.value if tree.value is not None else ""
    return {
        "exists": lambda el: el.get(name) is not None,
        "=": lambda el: el.get(name) == value,
        "~=": lambda el: value in el.get(name, "").split(),
        "|=": lambda el: f"{el.get(name)}-".startswith(f"{value}-"),
        "^=": lambda el: value != "" and el.get(name, "").startswith(value),
        "$=": lambda el: value != "" and el.get(name, "").endswith(value),
        "*=": lambda el: value != "" and value in el.get(name, ""),
    }.get(tree.operator)


def _not(tree: Any) -> Test | None:
    inside = _test(tree.subselector)
    return (lambda el: not inside(el)) if inside else None


def _edge(tree: Any) -> Test | None:
    return {
        "first-child": lambda el: el.getprevious() is None,
        "last-child": lambda el: el.getnext() is None,
    }.get(tree.ident)


def _combined(tree: Any) -> Test | None:
    """The test of the part on the right; its partner on the left is looked for around the element."""
    right, around = _test(tree.subselector), _AROUND[tree.combinator]
    left = _test(tree.selector)
    if not left or not right:
        return None
    return lambda el: right(el) and any(map(left, around(el)))


def _parent(el: Any) -> Iterator[Any]:
    parent = el.getparent()
    if parent is not None:
        yield parent


def _before(el: Any) -> Iterator[Any]:
    before = el.getprevious()
    if before is not None:
        yield before


_AROUND: dict[str, Callable[[Any], Iterator[Any]]] = {
    " ": lambda el: el.iterancestors(),
    ">": _parent,
    "+": _before,
    "~": lambda el: el.itersiblings(preceding=True),
}
_TESTS: dict[type, Callable[[Any], Test | None]] = {
    css.Class: _class,
    css.Hash: _id,
    css.Attrib: _attribute,
    css.Negation: _not,
    css.Pseudo: _edge,
}
