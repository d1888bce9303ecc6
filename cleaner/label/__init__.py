"""The labelling passes, in order, and the runner that records what they propose."""

from __future__ import annotations

from cleaner.label.biography import biography
from cleaner.label.boxes import boxes
from cleaner.label.byline import bylines
from cleaner.label.columns import columns
from cleaner.label.container import container
from cleaner.label.context import Context, Pass
from cleaner.label.dateline import dateline
from cleaner.label.doubles import doubles
from cleaner.label.ending import ending
from cleaner.label.headings import headings
from cleaner.label.hover import hover
from cleaner.label.inside import inside
from cleaner.label.kind import kind
from cleaner.label.lines import lines
from cleaner.label.links import links
from cleaner.label.marked import marked
from cleaner.label.named_author import named_author
from cleaner.label.places import places
from cleaner.label.quotes import quotes
from cleaner.label.sign_off import sign_off
from cleaner.label.structure import structure
from cleaner.label.top import top

# Cheap and certain first; each pass sees what the ones before it decided.
PASSES: tuple[Pass, ...] = (
    container,  # HTML: where the story stands; all outside is furniture
    kind,  # index, gallery, video, feed: no story to keep
    structure,  # HTML: elements inside the story that are no story
    columns,  # HTML: neighbours of the story that list other stories
    doubles,  # the same paragraphs again
    quotes,  # HTML: words of a paragraph set apart once more
    top,  # title, standfirst, date, section above the first paragraph
    bylines,  # who wrote and edited, wherever it says so
    named_author,  # HTML: the writer's name in an element that calls itself so
    places,  # HTML: metadata where the portal's file says it is shown
    lines,  # lines and lists by their words
    marked,  # HTML: captions, bylines and times by what their elements call themselves
    links,  # HTML: what is mostly links to other stories
    boxes,  # HTML: what is left of boxes whose lines have mostly gone
    hover,  # HTML: words inside a line that show under the pointer only
    inside,  # marks inside a line
    ending,  # what stands behind the end of the story
    biography,  # HTML: who the author is, under the story
    dateline,  # city and brand on the first piece that is left
    sign_off,  # initials and names on the last piece that is left
    headings,  # what is left and stands as a heading
)


def label(context: Context) -> None:
    """Run the passes; every verdict is recorded as it comes."""
    record = context.trail.record
    for propose in PASSES:
        for verdict in propose(context):
            record(verdict)
