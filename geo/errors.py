"""Every error a person may see, as one small tree.

    AtlasError
    ├── DataError (ValueError)        a shipped or given data file is missing or broken
    │   └── SourceError               a row names an origin that sources.toml does not have
    ├── DocumentError (ValueError)    a document cannot be read as an article
    └── TooLargeError (ValueError)    a document, layer or map is over a stated limit

Each message says the value that was found, the rule it breaks and the remedy.
"""


class AtlasError(Exception):
    """Base of all errors that Article Atlas raises on purpose."""


class DataError(AtlasError, ValueError):
    """A data file is missing, damaged or breaks its column contract."""


class SourceError(DataError):
    """A row names a source that `data/sources.toml` does not describe."""


class DocumentError(AtlasError, ValueError):
    """A document is empty, binary or cannot be decoded."""


class TooLargeError(AtlasError, ValueError):
    """A document or map is larger than the stated limit."""
