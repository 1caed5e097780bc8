"""Scores the geoparser: `python -m geo.evaluation.run [FOLDER]`.

With a folder, every corpus in it; without, our own gold set, which flatters: its passages
were written with the geoparser's failures in mind and by people who knew its gazetteer.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from geo.evaluation import gate
from geo.evaluation.corpus import Corpus, read_corpora
from geo.evaluation.score import Score, Span, score
from geo.model import Resolution, Use
from geo.parse.geoparse import Geoparser

LITERAL = frozenset({Use.PLACE, Use.GOVERNMENT})


def span_of(resolution: Resolution) -> Span:
    """A resolution as an answer to be scored."""
    mention, place = resolution.mention, resolution.place
    if place is None:
        return Span(mention.start, mention.end)
    return Span(mention.start, mention.end, place.lon, place.lat)


def answers(
    parser: Geoparser, corpus: Corpus, *, given: bool = False, uses: frozenset[Use] | None = None
) -> dict[str, list[Span]]:
    """What the geoparser says of each document; on the gold spans alone with `given`."""
    pairs = []
    for document, text in corpus.texts.items():
        rows = corpus.gold.get(document, ())
        spans = [(row.start, row.end) for row in rows if not row.ignore] if given else None
        pairs.append((text, spans))
    parses = parser.parse_many(pairs, uses=uses)
    return {
        document: [span_of(resolution) for resolution in parse.resolutions]
        for document, parse in zip(corpus.texts, parses, strict=True)
    }


def measure(parser: Geoparser, corpus: Corpus) -> dict[str, Score]:
    """The three runs of the table: all uses, literal places alone, given spans."""
    return {
        "all uses": score(corpus.gold, answers(parser, corpus)),
        "literal": score(corpus.gold, answers(parser, corpus, uses=LITERAL)),
        "given spans": score(corpus.gold, answers(parser, corpus, given=True), exact=True),
    }


def table(measured: Mapping[str, Mapping[str, Score]]) -> str:
    """The measurements as lines of a table."""
    lines = [
        f"{'corpus':12} {'run':12} {'P':>6} {'R':>6} {'F1':>6} {'e2e F1':>7} {'acc161':>7} "
        f"{'median km':>10} {'AUC':>6}"
    ]
    for corpus, runs in measured.items():
        for run, s in runs.items():
            lines.append(
                f"{corpus:12} {run:12} {s.precision:6.3f} {s.recall:6.3f} {s.f1:6.3f} "
                f"{s.e2e_f1:7.3f} {s.acc161:7.3f} {s.median_km:10.1f} {s.auc:6.3f}"
            )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    if not arguments:
        gate.main([])
        return
    parser = Geoparser()
    corpora = read_corpora(Path(arguments[0]))
    print(table({corpus.name: measure(parser, corpus) for corpus in corpora}))


if __name__ == "__main__":
    main(sys.argv[1:])
