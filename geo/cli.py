"""The command line: serve the page, check the data, geoparse a text or a batch of texts."""

from __future__ import annotations

import argparse
import sys

from geo.cli_geoparse import add_commands
from geo.errors import AtlasError


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="atlas", description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the page to a browser on this machine")
    serve.add_argument("--port", type=int, default=8501, help="port to listen on (8501)")
    serve.add_argument("--article", default="", help="a .txt or .md file to open at first")
    serve.set_defaults(run=_serve)
    check = commands.add_parser("check", help="check that the shipped data is whole")
    check.set_defaults(run=_check)
    add_commands(commands)
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except AtlasError as error:
        print(f"atlas: {error}", file=sys.stderr)
        return 1


def _serve(options: argparse.Namespace) -> int:
    from geo.serve.server import serve  # half a second, and of no use to the other commands

    serve(options.port, options.article)
    return 0


def _check(options: argparse.Namespace) -> int:
    from geo.knowledge import load_knowledge

    known = load_knowledge()
    print(
        f"{len(known.gazetteer.places)} places, {len(known.routes)} routes, "
        f"{len(known.trade)} trade values, {len(known.claims)} figures, "
        f"{len(known.sources)} sources: all whole."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
