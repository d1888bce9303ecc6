"""What the page is: an article, or an index, a gallery, a video page, a feed, which carry a teaser and no story."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.label.context import Context
from cleaner.label.trail import stretch
from cleaner.model import Label, Verdict

_MIN_STORY = 3
_FEED_TAGS = frozenset({"rss", "feed", "channel", "rdf:rdf", "urlset", "sitemapindex"})
_TEASER_CHARS = 400
_PLAYERS = frozenset({"video", "iframe"})


def kind(context: Context) -> Iterator[Verdict]:
    """Set the page type; a page without a story gives up all its text to one verdict that says why.

    A live page keeps its posts: they are all the text there is of what happened.
    """
    page = context.page
    if not page.html or not page.blocks:
        return
    found = _kind(context)
    if found is None:
        context.page_type = "live" if _is_live(context) else context.page_type
        return
    context.page_type, why = found
    yield stretch(0, len(page.blocks) - 1, Label.NAV, f"page-is-{context.page_type}", why)


def _kind(context: Context) -> tuple[str, str] | None:
    page = context.page
    tags = {node.tag for node in page.nodes[:12]}
    if tags & _FEED_TAGS:
        return "other", "the root element is that of a feed"
    chars, count = _story(context)
    declared = (page.head.meta.get("og:type") or ("",))[0].lower()
    if declared.startswith("video") and chars < 3 * _TEASER_CHARS:
        return "video", "og:type says video"
    if _is_front(context):
        return "index", "the address is the front page of its site"
    if chars < _TEASER_CHARS and count < _MIN_STORY:
        return _short(context)
    return None


def _story(context: Context) -> tuple[int, int]:
    """Characters and number of the prose blocks that are inside the container."""
    pieces = [piece for piece in context.trail.kept() if context.is_prose(piece)]
    return sum(piece.end - piece.start for piece in pieces), len(pieces)


def _is_live(context: Context) -> bool:
    """Whether the page declares itself a live blog, with posts of its own."""
    for node in context.page.head.json_ld:
        posts = node.get("liveBlogUpdate")
        if str(node.get("@type")).lower() == "liveblogposting" and isinstance(posts, list) and len(posts) >= _MIN_STORY:
            return True
    return False


def _error(context: Context) -> str | None:
    """The rule by which the title or the first heading says that there is no page, if one does."""
    headings = (block.text for block in context.page.blocks if context.page.nodes[block.node].tag == "h1")
    titles = [title for title in (context.page.head.title, next(headings, None)) if title]
    return next((rule.name for rule in context.rules.no_page if any(map(rule.match, titles))), None)


def _is_front(context: Context) -> bool:
    address = context.page.url or context.page.head.links.get("canonical") or ""
    path = address.partition("//")[2].partition("/")[2]
    return "//" in address and path.strip("/?#") in ("", "index.html", "index.php")


def _short(context: Context) -> tuple[str, str] | None:
    """A page with a teaser or less: what its media and links say it is."""
    page = context.page
    figures = sum(node.tag in ("figure", "figcaption") for node in context.elements.texted)
    players = _PLAYERS & {*(name for name, _ in page.empty), *(node.tag for node in page.nodes)}
    linked = sum(block.links > 0.8 * len(block.text) and len(block.text) > 30 for block in page.blocks)
    stated = stated_kinds(context)
    error = _error(context)
    if error:
        return "other", f"the title says that there is no page: {error}"
    if "gallery" in stated or figures >= 4:
        return "gallery", "pictures with captions and no story"
    if "video" in stated or players:
        return "video", "a player with a teaser"
    if linked >= 12 and "article" not in page.head.meta.get("og:type", ()):
        return "index", "links to stories and no story"
    return None


def stated_kinds(context: Context) -> set[str]:
    """What the page's meta tags say it is instead of an article: "gallery", "video"."""
    meta = context.page.head.meta
    words = {
        word.lower()
        for name in ("contenttype", "articletype", "content_type", "og:type")
        for word in meta.get(name, ())
    }
    return {kind for kind, known in context.rules.lexicon.kinds.items() if words & known}
