"""What the page costs in time and bytes: `make bench`, or `python -m tests.bench`."""
