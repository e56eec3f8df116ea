"""Twenty papers in our own words, and each catalogue's way to give them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from xml.sax.saxutils import escape

import pytest

_SUBJECTS = (
    ("Kites on a Budget", "kites"), ("Spoons: A Study", "spoons"),
    ("Quilted Attention", "quilts"), ("Lanterns for Long Roads", "lanterns"),
    ("Do Otters Sort?", "otters"), ("Ropes & Pulleys", "ropes"),
    ("Étude of Bells", "bells"), ("Maps with $k$ Colours", "maps"),
    ("Bread-Making Robots", "dough"), ("Rivers, Revisited", "rivers"),
    ("Teaching Crows to Count", "crows"), ("Glass < Stone?", "glass"),
    ("A Theory of Hats", "hats"), ("Snow in $\\alpha$-Space", "snow"),
    ("Ants that Vote", "ants"), ("Clocks without Hands", "clocks"),
    ("Fog as a Service", "fog"), ("Moss: Slow Networks", "moss"),
    ("Doors We Never Open", "doors"), ("100% Cotton Embeddings", "cotton"),
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """One made-up paper."""

    number: int
    title: str
    abstract: str
    arxiv: str
    doi: str
    openalex: str
    s2: str
    day: date
    authors: tuple[tuple[str, str], ...]

    @property
    def names(self) -> list[str]:
        return [f"{given} {family}" for given, family in self.authors]


def made(number: int) -> Made:
    title, thing = _SUBJECTS[number]
    return Made(
        number,
        title,
        f"We look at {thing} in the wild and in the lab. Our method, built on {thing} alone, "
        f"is 1.{number}x faster than the usual way & needs no tuning.",
        f"24{number % 12 + 1:02}.{10000 + number}",
        f"10.1234/Kites.2024.{number}",
        f"W{4390000000 + number}",
        hashlib.sha1(str(number).encode()).hexdigest(),
        date(2024, number % 12 + 1, 3) + timedelta(days=number),
        (("Ann", f"Lee{'abcdefghijklmnopqrst'[number]}"), ("Bo", "Chen")),
    )


PAPERS = tuple(made(number) for number in range(len(_SUBJECTS)))


def hugging_face(papers: tuple[Made, ...]) -> str:
    return json.dumps(
        [
            {
                "paper": {
                    "id": one.arxiv,
                    "title": one.title,
                    "summary": one.abstract,
                    "publishedAt": f"{one.day}T00:00:00.000Z",
                    "submittedOnDailyAt": "2024-12-31T00:00:00.000Z",
                    "authors": [{"name": name, "hidden": False} for name in one.names],
                    "upvotes": one.number,
                    "ai_keywords": ["alpha", "beta"],
                },
                "publishedAt": f"{one.day - timedelta(days=1)}T20:00:00.000Z",
                "title": one.title,
                "numComments": 2,
            }
            for one in papers
        ]
    )


def arxiv_atom(papers: tuple[Made, ...]) -> str:
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{one.arxiv}v2</id><updated>2024-12-30T00:00:00Z</updated>"
        f"<published>{one.day}T01:02:03Z</published><title>{escape(one.title)}\n  </title>"
        f"<summary>  {escape(one.abstract)}\n</summary>"
        + "".join(f"<author><name>{name}</name></author>" for name in one.names)
        + '<category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/></entry>'
        for one in papers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>arXiv Query</title><id>http://arxiv.org/api/x</id>{entries}</feed>"
    )


def arxiv_oai(papers: tuple[Made, ...]) -> str:
    records = "".join(
        f"<record><header><identifier>oai:arXiv.org:{one.arxiv}</identifier></header><metadata>"
        f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{one.arxiv}</id>'
        f'<version version="v1"><date>{one.day:%a, %d %b %Y} 10:00:00 GMT</date></version>'
        f"<title>{escape(one.title)}</title><authors>{', '.join(one.names)}</authors>"
        f"<categories>cs.LG cs.CV</categories><abstract>  {escape(one.abstract)}</abstract>"
        "</arXivRaw></metadata></record>"
        for one in papers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<ListRecords>{records}<resumptionToken>next</resumptionToken></ListRecords></OAI-PMH>"
    )


def arxiv_rss(papers: tuple[Made, ...]) -> str:
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>https://arxiv.org/abs/{one.arxiv}</link>"
        f"<description>arXiv:{one.arxiv}v1 Announce Type: new \nAbstract: {escape(one.abstract)}"
        f"</description><dc:creator>{', '.join(one.names)}</dc:creator><category>cs.LG</category>"
        f"<pubDate>{one.day:%a, %d %b %Y} 00:00:00 -0500</pubDate></item>"
        for one in papers
    )
    return (
        '<?xml version="1.0"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">'
        f"<channel><title>cs.LG updates on arXiv.org</title>{items}</channel></rss>"
    )


def kaggle(papers: tuple[Made, ...]) -> str:
    return "".join(
        json.dumps(
            {
                "id": one.arxiv,
                "authors": " and ".join(one.names),
                "title": one.title,
                "comments": "9 pages",
                "doi": one.doi if one.number % 3 else None,
                "categories": "cs.LG cs.CV",
                "abstract": f"  {one.abstract}\n",
                "versions": [
                    {"version": "v1", "created": f"{one.day:%a, %d %b %Y} 19:18:42 GMT"},
                    {"version": "v2", "created": "Mon, 30 Dec 2024 10:00:00 GMT"},
                ],
                "update_date": "2024-12-31",
                "authors_parsed": [[family, given, ""] for given, family in one.authors],
            }
        )
        + "\n"
        for one in papers
    )


def semantic_scholar(papers: tuple[Made, ...]) -> str:
    data = [
        {
            "paperId": one.s2,
            "externalIds": {"CorpusId": 1000 + one.number, "DOI": one.doi}
            | ({"ArXiv": one.arxiv} if one.number % 2 else {}),
            "title": one.title,
            "abstract": one.abstract,
            "year": one.day.year,
            "publicationDate": str(one.day) if one.number % 4 else None,
            "venue": "Journal of Kites",
            "citationCount": 3 * one.number,
            "authors": [{"authorId": None, "name": name} for name in one.names],
        }
        for one in papers
    ]
    return json.dumps({"total": len(data), "offset": 0, "data": data})


def openalex(papers: tuple[Made, ...]) -> str:
    def index(text: str) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, word in enumerate(text.split()):
            found.setdefault(word, []).append(place)
        return found

    results = [
        {
            "id": f"https://openalex.org/{one.openalex}",
            "doi": f"https://doi.org/{one.doi.lower()}" if one.number % 5 else None,
            "title": one.title,
            "display_name": one.title,
            "publication_year": 2025,  # of the proceedings
            "publication_date": "2025-01-01",
            "ids": {"openalex": f"https://openalex.org/{one.openalex}"},
            "primary_location": {"source": {"display_name": "Proceedings of Kites"}},
            "authorships": [{"author": {"display_name": name}} for name in one.names],
            "cited_by_count": one.number,
            "abstract_inverted_index": index(one.abstract),
        }
        for one in papers
    ]
    return json.dumps({"meta": {"count": len(results), "next_cursor": "x"}, "results": results})


def _latex(text: str) -> str:
    plain = text.replace("&", "\\&").replace("%", "\\%").replace("É", "{\\'E}")
    return plain.replace("Kites", "{Kites}")


def bibtex(papers: tuple[Made, ...]) -> str:
    return '@string{jok = "Journal of Kites"}\n' + "".join(
        f"@article{{key{one.number},\n  title = {{{_latex(one.title)}}},\n"
        f"  author = {{{' and '.join(f'{family}, {given}' for given, family in one.authors)}}},\n"
        f"  abstract = {{{_latex(one.abstract)}}},\n  year = {one.day.year},\n  journal = jok,\n"
        + (f"  doi = {{{one.doi}}}" if one.number % 2 else f"  eprint = {{{one.arxiv}}}")
        + "\n}\n\n"
        for one in papers
    )


def ris(papers: tuple[Made, ...]) -> str:
    return "".join(
        f"TY  - JOUR\nTI  - {one.title}\nAB  - {one.abstract}\nPY  - {one.day.year}\n"
        + "".join(f"AU  - {family}, {given}\n" for given, family in one.authors)
        + f"DO  - {one.doi}\nJO  - Journal of Kites\nER  - \n\n"
        for one in papers
    )


def csl_json(papers: tuple[Made, ...]) -> str:
    return json.dumps(
        [
            {
                "id": f"http://zotero.org/users/1/items/{one.number}",
                "type": "article-journal",
                "title": one.title,
                "abstract": one.abstract,
                "DOI": one.doi,
                "container-title": "Journal of Kites",
                "author": [{"family": family, "given": given} for given, family in one.authors],
                "issued": {"date-parts": [[one.day.year, one.day.month, one.day.day]]},
            }
            for one in papers
        ],
        indent=2,
    )


def openreview(papers: tuple[Made, ...]) -> str:
    notes = [
        {
            "id": f"note{one.number:06}",
            "forum": f"note{one.number:06}",
            "invitations": ["Kites.cc/2024/Conference/-/Submission"],
            "pdate": 1000 * int((one.day - date(1970, 1, 1)).total_seconds()),
            "content": {
                "title": {"value": one.title},
                "abstract": {"value": one.abstract},
                "authors": {"value": one.names},
                "venue": {"value": "Kites 2024 poster"},
                "keywords": {"value": ["kites", "spoons"]},
            },
        }
        for one in papers
    ]
    return json.dumps({"notes": notes, "count": len(notes)})


def acl_anthology(papers: tuple[Made, ...]) -> str:
    elements = "".join(
        f'<paper id="{one.number + 1}"><title><fixed-case>{escape(one.title[0])}</fixed-case>'
        f"{escape(one.title[1:])}</title>"
        + "".join(
            f"<author><first>{given}</first><last>{family}</last></author>"
            for given, family in one.authors
        )
        + f"<abstract>{escape(one.abstract)}</abstract>"
        f"<url hash='0'>2024.kites-main.{one.number + 1}</url><doi>{one.doi}</doi></paper>"
        for one in papers
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<collection id=\"2024.kites\">"
        '<volume id="main"><meta><booktitle>Proceedings of <fixed-case>K</fixed-case>ites'
        "</booktitle><month>August</month><year>2024</year></meta><frontmatter><url>x</url>"
        f"</frontmatter>{elements}</volume></collection>"
    )


def page(papers: tuple[Made, ...]) -> str:
    return "\n\n".join(f"{one.title}\n\n{one.abstract}" for one in papers) + "\n"


WRITERS: dict[str, Callable[[tuple[Made, ...]], str]] = {
    "hf.json": hugging_face,
    "atom.xml": arxiv_atom,
    "oai.xml": arxiv_oai,
    "feed.rss": arxiv_rss,
    "snapshot.jsonl": kaggle,
    "s2.json": semantic_scholar,
    "openalex.json": openalex,
    "refs.bib": bibtex,
    "refs.ris": ris,
    "zotero.json": csl_json,
    "openreview.json": openreview,
    "acl.xml": acl_anthology,
    "page.txt": page,
}


@pytest.fixture(scope="session")
def twenty() -> tuple[Made, ...]:
    """Return the papers."""
    return PAPERS


@pytest.fixture(scope="session")
def feeds() -> dict[str, str]:
    """Return a file of all twenty papers in every format, by file name."""
    return {name: write(PAPERS) for name, write in WRITERS.items()}
