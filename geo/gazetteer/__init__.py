"""Places we know and the names they go by."""
