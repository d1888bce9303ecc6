"""Whose pages are whose: samples by site, the sub-hosts of a portal together."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.blocks import from_html, looks_like_html
from cleaner.decode import decode
from cleaner.label.context import host_of
from cleaner.learn.sample import Sample
from cleaner.model import CleanerError
from cleaner.rules.lexicon import Lexicon


def by_site(samples: Iterable[Sample], lexicon: Lexicon, most: int) -> dict[str | None, list[Sample]]:
    """Site -> its first `most` samples, in the order they came. None: nobody says where they are from."""
    sites: dict[str | None, list[Sample]] = {}
    for sample in samples:
        group = sites.setdefault(site_of(sample, lexicon), [])
        if len(group) < most:
            group.append(sample)
    return sites


def site_of(sample: Sample, lexicon: Lexicon) -> str | None:
    """The site of a sample, by its address, or by what its markup says; None where nobody says it."""
    host = host_of(sample.url) or host_of(_stated(sample))
    if host is None:
        return None
    name = lexicon.tld.sub("", host)
    if name == host:  # an ending that nobody told us: the last two words
        return ".".join(host.split(".")[-2:])
    return host[host.rindex(name.split(".")[-1]) :]


def _stated(sample: Sample) -> str | None:
    """The address that a page states for itself."""
    try:
        text = "" if sample.is_text else decode(sample.raw).text
    except CleanerError:
        return None
    if not looks_like_html(text):
        return None
    head = from_html(text).head
    return head.links.get("canonical") or next(iter(head.meta.get("og:url", ())), None)
