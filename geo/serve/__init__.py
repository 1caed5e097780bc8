"""The page as a server on this machine."""
