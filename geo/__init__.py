"""Article Atlas: an article becomes a map that can be checked."""
