"""What pytest leaves aside: modules whose engine is not installed here."""

from __future__ import annotations

from importlib.util import find_spec

ENGINES = {"arrow": "pyarrow", "datatrove": "datatrove", "scrapy": "scrapy"}
collect_ignore = [f"cleaner/integrations/{module}.py" for module, name in ENGINES.items() if find_spec(name) is None]
