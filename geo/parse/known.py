"""Finds the names of the curated gazetteer in an article and decides what each one means.

A name is found at word boundaries, case-sensitive, the longest first. Where it has several
readings, the words around it decide (see `_weigh`); two readings that stay level leave
the mention open. A score is the share of a reading in all the weight there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from geo.gazetteer.curated import Gazetteer, Name
from geo.model import Article, Candidate, How, Mention, Paragraph, Resolution, Role, Shown
from geo.parse.sentences import sentence_around

# Weights of the evidence for a reading, added to its prior and cut off at 1. Chosen so that a
# cue in the sentence outweighs the difference between the usual (.7) and a rare sense (.4).
CUE_IN_SENTENCE = 0.35
CUE_IN_PARAGRAPH = 0.15
NEITHER = 0.05  # weight of the chance that a name means none of the places we know
SURENESS = {How.NAMED: 1.0, How.DESCRIBED: 0.9, How.IMPLIED: 0.8}  # of the way it is spoken of
LEVEL = 0.05  # readings closer than this are not told apart
REACH = 2000  # code points of a paragraph read on each side: keeps the time linear in the text
PIECE = 50_000  # code points searched between two reports: a paragraph may be a whole book

_FOLDS = str.maketrans("‘’‛ʼ′“”„″‐‑–—\u00a0\u202f\n", "'''''\"\"\"\"----   ")


def fold(text: str) -> str:
    """Typographic quotes, dashes and spaces as their plain forms; the length stays the same.

    A line break is a space too: a name may run over the end of a line.
    """
    return text.translate(_FOLDS)


def resolve_known(
    article: Article,
    gazetteer: Gazetteer,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Resolution, ...]:
    """Every mention of a curated place, in reading order, with its resolution.

    An implied place hangs on the mention that implies it and shares its span. `progress` is
    called with code points done and in all.
    """
    text = fold(article.text)
    found = []
    for paragraph, match, readings in _hits(article, text, gazetteer, progress):
        around = text[
            max(paragraph.start, match.start() - REACH) : min(paragraph.end, match.end() + REACH)
        ]
        fitting = [name for name in readings if _stands_near(name, around)]
        implied = [name for name in fitting if name.how is How.IMPLIED]
        stated = [name for name in fitting if name.how is not How.IMPLIED]
        sentence = text[slice(*sentence_around(text, paragraph, match.start()))]
        span = article.text[match.start() : match.end()], match.start(), match.end()
        for names in ([stated] if stated else []) + [[name] for name in implied]:
            found.append(_resolve(span, paragraph, names, sentence, around))
    return tuple(found)


def _hits(
    article: Article,
    text: str,
    gazetteer: Gazetteer,
    progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[Paragraph, re.Match[str], tuple[Name, ...]]]:
    folded: dict[str, tuple[Name, ...]] = {}
    for readings in gazetteer.names.values():
        key = fold(readings[0].text)
        folded[key] = folded.get(key, ()) + readings
    pattern = _pattern(tuple(folded))
    longest = max(map(len, folded), default=0)
    told = 0
    for paragraph in article.paragraphs:
        at = paragraph.start
        while at < paragraph.end:
            stop = min(at + PIECE, paragraph.end)
            # A name that begins before `stop` may end behind it; the letter after it decides too.
            for match in pattern.finditer(text, at, min(stop + longest + 1, paragraph.end)):
                if match.start() >= stop:
                    break
                yield paragraph, match, folded[match.group()]
                at = match.end()
            at = max(at, stop)
            if progress is not None and at - told >= PIECE:
                progress(at, len(text))
                told = at
    if progress is not None:
        progress(len(text), len(text))


@lru_cache(maxsize=4)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def _stands_near(name: Name, around: str) -> bool:
    return not name.near or any(fold(word) in around for word in name.near)


def _resolve(
    span: tuple[str, int, int],
    paragraph: Paragraph,
    names: list[Name],
    sentence: str,
    around: str,
) -> Resolution:
    text, start, end = span
    mention = Mention(start, end, text, paragraph.number, how=names[0].how)
    refusals = [name.refusal for name in names if name.place is None]
    if refusals:
        return Resolution(mention, None, 1.0, refusal=refusals[0])
    ranked = _rank([_weigh(name, sentence, around) for name in names])
    undecided = len(ranked) > 1 and ranked[0].score - ranked[1].score < LEVEL
    candidates = _shares(ranked, SURENESS[mention.how])
    best = candidates[0]
    if undecided:
        return Resolution(
            mention, None, best.score, candidates=candidates,
            refusal=f"it may be {best.place.name} or {candidates[1].place.name}, "
            "and the text does not say which",
        )  # fmt: skip
    refusal = best.place.reason if best.place.shown is Shown.NOWHERE else ""
    if paragraph.role is Role.LINKS:
        refusal = "it stands in a trailing block of links to other stories"
    return Resolution(mention, best.place, best.score, best.reasons, candidates, refusal)


def _rank(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    by_place: dict[str, Candidate] = {}
    for candidate in candidates:
        held = by_place.get(candidate.place.id)
        if held is None or candidate.score > held.score:
            by_place[candidate.place.id] = candidate
    return tuple(sorted(by_place.values(), key=lambda c: (-c.score, c.place.id)))


def _shares(candidates: tuple[Candidate, ...], sureness: float) -> tuple[Candidate, ...]:
    """Weights as shares of all the evidence, so that a score says how sure the choice is."""
    total = NEITHER + sum(candidate.score for candidate in candidates)
    return tuple(
        replace(candidate, score=round(sureness * candidate.score / total, 3))
        for candidate in candidates
    )


def _weigh(name: Name, sentence: str, around: str) -> Candidate:
    reasons = []
    if name.how is How.NAMED:
        reasons.append(f"the name “{name.text}” is in our gazetteer for it")
    elif name.how is How.DESCRIBED:
        near = next((word for word in name.near if fold(word) in around), "")
        reasons.append(f"described as “{name.text}”" + (f" near “{near}”" if near else ""))
    else:
        reasons.append(f"not named in the text; “{name.text}” implies it")
    score = name.prior
    if cue := _first_cue(name, sentence):
        score += CUE_IN_SENTENCE
        reasons.append(f"the sentence says “{cue}”")
    elif cue := _first_cue(name, around):
        score += CUE_IN_PARAGRAPH
        reasons.append(f"the paragraph says “{cue}”")
    elif name.cues:
        reasons.append("none of its own cue words stands near")
    assert name.place is not None
    return Candidate(name.place, min(score, 1.0), tuple(reasons))


def _first_cue(name: Name, text: str) -> str:
    return next(
        (cue for cue in name.cues if re.search(rf"(?<!\w){re.escape(fold(cue))}", text)), ""
    )
