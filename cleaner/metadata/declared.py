"""What a page's head declares about the story: in meta tags, and in the JSON-LD node of this page."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.label.context import Context
from cleaner.metadata.found import META, Found
from cleaner.metadata.json_ld import article_node, strings


class Declared:
    """A page's declarations; a text has none."""

    def __init__(self, context: Context) -> None:
        self._head = context.page.head
        self._tags = context.rules.lexicon.meta
        self._limits = context.options.limits
        self._node = article_node(self._head, context.page.url)

    def json_ld(self, key: str, part: str = "name") -> Iterable[Found]:
        """Texts of a key of JSON-LD; of an object there the one under `part`."""
        value = self._node.get(key)
        return () if value is None else strings(value, part, self._limits)

    def states(self, key: str) -> bool:
        """Whether JSON-LD has a text under a key."""
        return isinstance(self._node.get(key), str)

    def meta(self, field: str) -> Iterable[Found]:
        """Contents of the meta tags that declare a field, best tag first."""
        return (Found(value, META) for values in self.by_tag(field) for value in values)

    def by_tag(self, field: str) -> list[tuple[str, ...]]:
        """The same contents, tag by tag."""
        stated = self._head.meta
        return [stated[tag] for tag in self._tags.get(field, ()) if tag in stated] if stated else []
