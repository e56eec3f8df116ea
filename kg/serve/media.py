"""Media types: which we write for which sort of answer, and which of them a client wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
TURTLE = "text/turtle"

# The first of each is for clients that take anything; the value names the format of pyoxigraph.
SOLUTIONS: Mapping[str, str] = {
    JSON: "JSON",
    XML: "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/json": "JSON",
    "application/xml": "XML",
    "text/xml": "XML",
}
TRIPLES: Mapping[str, str] = {
    TURTLE: "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
    "application/json": "JSON_LD",
    "application/xml": "RDF_XML",
    "text/plain": "N_TRIPLES",
}
_MOST_RANGES = 64


@dataclass(frozen=True, slots=True)
class _Range:
    """One media range of an Accept header: "*" is any."""

    main: str
    sub: str
    quality: float

    def covers(self, media: str) -> bool:
        main, _, sub = media.partition("/")
        return self.main in ("*", main) and self.sub in ("*", sub)

    @property
    def precision(self) -> int:
        return (self.main != "*") + (self.sub != "*")


def negotiated(accept: str | None, offers: Iterable[str]) -> str:
    """Return the offer that a client wants most, of equals the first; "" if it takes none.

    The most precise range that covers an offer tells its quality (RFC 9110, 12.5.1). An absent
    or empty header takes anything; what cannot be understood in it is passed over.

    >>> negotiated("text/csv;q=0.5, application/json", SOLUTIONS)
    'application/json'
    >>> negotiated("text/html, */*;q=0.1, text/csv;q=0", SOLUTIONS)
    'application/sparql-results+json'
    """
    offers = list(offers)
    if accept is None or not accept.strip():
        return offers[0]
    ranges = [found for part in accept.split(",")[:_MOST_RANGES] if (found := _range(part))]
    best, chosen = 0.0, ""
    for offer in offers:
        covering = [one for one in ranges if one.covers(offer)]
        quality = max(covering, key=lambda one: one.precision).quality if covering else 0.0
        if quality > best:
            best, chosen = quality, offer
    return chosen


def _range(text: str) -> _Range | None:
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    main, slash, sub = media.partition("/")
    if not (main and slash and sub) or (main == "*" and sub != "*"):
        return None
    weight = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            found = _quality(value.strip())
            if found is None:
                return None
            weight = found
            break
    return _Range(main, sub, weight)


def _quality(text: str) -> float | None:
    """Return a weight between 0 and 1, or None for what is none."""
    digits = text.replace(".", "", 1)
    return min(float(text), 1.0) if digits.isascii() and digits.isdigit() else None


def takes_gzip(accept_encoding: str) -> bool:
    """Return whether a client takes gzip: named, or by *, and not with q=0 (RFC 9110, 12.5.3).

    >>> takes_gzip("br, gzip;q=0.8"), takes_gzip("gzip;q=0, *"), takes_gzip("identity")
    (True, False, False)
    """
    found: dict[str, float] = {}
    for part in accept_encoding.lower().split(",")[:_MOST_RANGES]:
        coding, _, weight = part.partition(";")
        name, _, value = weight.partition("=")
        quality = _quality(value.strip()) if name.strip() == "q" else 1.0
        found[coding.strip()] = quality or 0.0
    return found.get("gzip", found.get("x-gzip", found.get("*", 0.0))) > 0
