"""The command line: serve the page, check the data, geoparse a text or a batch of texts."""

from __future__ import annotations

import argparse
import os
import sys

from geo.cli_geoparse import add_commands
from geo.errors import AtlasError


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; returns the exit code: 0, 1 for a batch with bad lines or an output that
    nobody reads, 2 for what cannot be done as asked, 130 where it was stopped."""
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
        code = options.run(options)
        sys.stdout.flush()
        return code
    except AtlasError as error:
        print(f"atlas: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader has seen enough (`| head`); what is left unwritten must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("atlas: stopped", file=sys.stderr)
        return 130


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
