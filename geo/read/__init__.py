"""A document of any kind becomes an Article with stable code-point offsets."""

from geo.read.account import Account, load_account
from geo.read.document import read_document

__all__ = ["Account", "load_account", "read_document"]
