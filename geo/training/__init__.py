"""Training of the recogniser: marked text in, one weights file out."""
