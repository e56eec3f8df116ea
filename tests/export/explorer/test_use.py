"""The explorer as a user meets it, in a real browser, on the graph of the sample page."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import networkx
import pyoxigraph as ox
import pytest

LLAVA = "model/llava"
LABELS = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?n { ?n skos:prefLabel|dcterms:title ?label }"""
EVIDENCE = """PREFIX kg: <https://w3id.org/paperkg/ontology#>
SELECT ?q { ?s a kg:Statement ; kg:quote ?q ; kg:surfaceForm ?f FILTER(CONTAINS(?q, ?f)) }"""


def text(seen: Any, selector: str) -> str:
    return str(seen.page.inner_text(selector))


def shown(seen: Any) -> int:
    return int(text(seen, "#summary strong").replace(",", ""))


def legend(seen: Any) -> dict[str, int]:
    rows = seen.page.locator("#legend label")
    return {
        rows.nth(i).locator(".name").inner_text(): int(rows.nth(i).locator(".count").inner_text())
        for i in range(rows.count())
    }


def find(seen: Any, words: str) -> list[str]:
    seen.page.fill("#query", "")
    seen.page.fill("#query", words)
    seen.page.wait_for_selector("#matches li")
    seen.page.wait_for_timeout(80)
    return list(seen.page.locator("#matches .name").all_inner_texts())


def go(seen: Any, words: str) -> None:
    seen.page.fill("#query", words)
    seen.page.wait_for_selector("#matches li[aria-selected=true]")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector("#panel h2")


def test_the_first_picture_has_everything_and_says_so(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        assert shown(seen) == sum(legend(seen).values()) > 300
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.page.evaluate("performance.getEntriesByName('explorer-ready').length") == 1
        seen.shot("first")


def test_search_by_keyboard_alone(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        seen.page.keyboard.press("/")
        assert seen.page.evaluate("document.activeElement.id") == "query"
        seen.page.keyboard.type("llava 1.5")
        seen.page.wait_for_selector("#matches li")
        seen.shot("search")
        seen.page.keyboard.press("ArrowDown")
        seen.page.keyboard.press("ArrowUp")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_selector("#panel h2")
        assert text(seen, "#panel h2") == "LLaVA-1.5"
        for _ in range(100):  # the flight there takes its time
            place = seen.place("model/llava-1.5")
            at = seen.page.evaluate("([x, y]) => document.elementFromPoint(x, y)?.tagName", place)
            if at == "CANVAS":
                break
            seen.page.wait_for_timeout(100)
        assert at == "CANVAS"


def test_search_forgives_and_ranks(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        for typed, first in {
            "LLaVA": "LLaVA",
            "lava": "LLaVA",
            "quantisation": "quantization",
            "qantization": "quantization",
            "llama2": "Llama 2",
        }.items():
            assert first in find(seen, typed)[:2]


def test_search_finds_papers_by_title_and_says_when_there_is_nothing(
    open_page: Any, sample_page: Path
) -> None:
    with open_page(sample_page) as seen:
        assert find(seen, "QLoRA efficient finetuning")[0].startswith("QLoRA: Efficient Finetuning")
        seen.page.fill("#query", "zzzzzzzzqqq")
        seen.until(lambda: text(seen, "#matches") == "Nothing here is called so.")
        seen.page.keyboard.press("Escape")
        assert not seen.page.is_visible("#matches")


def test_a_click_on_a_node_tells_and_back_and_forward_work(
    open_page: Any, sample_page: Path
) -> None:
    with open_page(sample_page, f"#node={LLAVA}") as seen:
        seen.page.wait_for_selector("#panel h2")
        seen.page.keyboard.press("Escape")
        assert not seen.page.is_visible("#panel")
        seen.page.mouse.click(*seen.place(LLAVA))
        seen.page.wait_for_selector("#panel h2:text-is('LLaVA')")
        assert "Variants" in text(seen, "#panel")
        marks = seen.page.locator("#panel blockquote mark").all_inner_texts()
        assert any("LLaVA" in mark for mark in marks)
        assert "%" in seen.page.locator("#panel .confidence").first.inner_text()
        seen.page.locator("#panel .edge a.to").first.click()
        seen.until(lambda: text(seen, "#panel h2") != "LLaVA")
        other = text(seen, "#panel h2")
        seen.page.go_back()
        seen.until(lambda: text(seen, "#panel h2") == "LLaVA")
        seen.page.go_forward()
        seen.until(lambda: text(seen, "#panel h2") == other)


def test_lineage_is_a_line_of_links(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page, "#node=model/llava-1.5-7b") as seen:
        seen.page.wait_for_selector("#panel .lineage")
        assert text(seen, "#panel .lineage").split() == [
            "LLaVA-1.5-7B",
            "<",
            "LLaVA-1.5",
            "<",
            "LLaVA",
        ]
        seen.page.click("#panel .lineage a:has-text('LLaVA') >> nth=-1")
        seen.until(lambda: text(seen, "#panel h2") == "LLaVA")


def test_a_paper_shows_its_abstract_with_every_mention(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        go(seen, "QLoRA: Efficient Finetuning of Quantized LLMs")
        assert len(text(seen, "#panel .abstract")) > 600
        mentions = seen.page.locator("#panel .abstract a.mention")
        assert mentions.count() >= 4
        kinds = {
            title.split(":")[0] for title in mentions.evaluate_all("all => all.map(m => m.title)")
        }
        assert len(kinds) >= 2
        seen.shot("paper")


def test_a_click_on_a_line_tells_its_sentence(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page, f"#edge={LLAVA}+model/llava-1.5") as seen:
        seen.page.wait_for_selector("#panel h2")
        seen.page.click("#panel .close")
        ends = seen.place(LLAVA), seen.place("model/llava-1.5")
        x, y = (0.7 * a + 0.3 * b for a, b in zip(*ends, strict=True))  # between the dots
        seen.page.mouse.move(x, y, steps=3)
        seen.page.mouse.click(x, y)
        seen.page.wait_for_selector("#panel .kind:text-is('Edge')")
        assert seen.page.locator("#panel .edge").count() >= 1


def test_hover_fades_the_rest(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        seen.page.mouse.move(*seen.place(LLAVA), steps=4)
        seen.until(lambda: seen.page.locator("#canvas.faded").count() == 1)
        seen.shot("hover")
        seen.page.mouse.move(5, 400, steps=3)
        seen.until(lambda: seen.page.locator("#canvas.faded").count() == 0)


def test_focus_hops_and_expand(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page, f"#node={LLAVA}") as seen:
        everything = shown(seen)
        seen.page.click("#panel button:has-text('Focus')")
        one = shown(seen)
        seen.page.click("#focus button:has-text('2 hops')")
        two = shown(seen)
        seen.page.click("#focus button:has-text('3 hops')")
        assert 1 < one < two < shown(seen) <= everything
        seen.page.click("#focus button:has-text('1 hop') >> nth=0")
        seen.page.locator("#panel .edge a.to").first.click()
        seen.page.click("#panel button:has-text('Expand')")
        assert one < shown(seen) < everything
        seen.shot("focus")
        seen.page.click("#focus [aria-label='Leave focus']")
        assert shown(seen) == everything


def test_shortest_path_with_its_sentences(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page, f"#node={LLAVA}") as seen:
        seen.page.click("#panel button:has-text('Path to')")
        seen.page.keyboard.type("Stable Diffusion")
        seen.page.wait_for_selector("#matches li[aria-selected=true]")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_selector("#panel .kind:text-is('Shortest path')")
        assert "step" in text(seen, "#panel .note")
        assert seen.page.locator("#panel .stop").count() >= 3
        assert seen.page.locator("#panel blockquote mark").count() >= 2
        seen.shot("path")


def test_the_legend_filters_and_its_counts_follow(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        before = legend(seen)
        seen.page.click("#legend label:has(#kind-Model)")
        after = legend(seen)
        assert after["Model"] == 0
        assert shown(seen) == sum(after.values()) == sum(before.values()) - before["Model"]
        seen.page.click("#reset")
        assert legend(seen) == before


def set_range(seen: Any, selector: str, value: int) -> None:
    seen.page.locator(selector).evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input')); }", value
    )


def test_filters_of_date_confidence_degree_and_edges(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        start = legend(seen)
        set_range(seen, "[aria-label='Last month']", 30)
        dated = legend(seen)
        assert 0 < dated["Paper"] < start["Paper"]
        assert 0 < dated["Technique"] < start["Technique"]
        seen.page.click("#reset")
        set_range(seen, "#numbers input >> nth=0", 95)
        assert shown(seen) < sum(start.values())
        seen.page.click("#reset")
        set_range(seen, "#numbers input >> nth=1", 6)
        assert 0 < shown(seen) < sum(start.values()) / 2
        seen.page.click("#reset")
        seen.page.click("#edges summary")
        row = seen.page.locator("#edges label", has_text="uses technique").first
        assert int(row.locator(".count").inner_text()) > 50
        row.click()
        assert row.locator(".count").inner_text() == "0"


@pytest.mark.parametrize("table", ["Paper", "Method", "Model", "Benchmark", "Technique", "Result"])
def test_every_table_sorts_finds_and_follows_the_filter(
    open_page: Any, sample_page: Path, table: str
) -> None:
    with open_page(sample_page, f"#view=table&table={table}") as seen:
        rows = "#table .rows .row"
        seen.page.wait_for_selector(rows)
        total = int(text(seen, "#table .bar .count").split()[0])
        assert total == int(text(seen, "#table [role=tab][aria-selected=true] .count"))
        header = seen.page.locator("#table [role=columnheader]").first
        header.locator("button").click()
        assert header.get_attribute("aria-sort") == "ascending"
        names = seen.page.locator(f"{rows} .cell:first-child").all_inner_texts()
        filled = [name.casefold() for name in names[:8] if name]
        assert filled[0] <= filled[-1]
        word = next(name for name in names if name).split()[-1]
        seen.page.fill("#table input[type=search]", word)
        seen.until(lambda: 0 < int(text(seen, "#table .bar .count").split()[0]) < total)
        set_range(seen, "[aria-label='Last month']", 20)
        seen.until(lambda: int(text(seen, "#table [role=tab][aria-selected=true] .count")) < total)
        seen.shot(f"table-{table.lower()}")


def saved(seen: Any, press: str) -> bytes:
    with seen.page.expect_download() as download:
        seen.page.click(press)
    return Path(download.value.path()).read_bytes()


def test_a_table_is_saved_as_csv(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page, "#view=table&table=Result") as seen:
        seen.page.wait_for_selector("#table .rows .row")
        seen.until(lambda: seen.page.locator("#table .rows .cell:last-child").first.inner_text())
        rows = list(
            csv.DictReader(io.StringIO(saved(seen, "#table button:has-text('Save CSV')").decode()))
        )
        assert len(rows) == int(text(seen, "#table .bar .count").split()[0])
        assert set(rows[0]) >= {
            "Subject",
            "Metric",
            "Value",
            "Unit",
            "On model",
            "On benchmark",
            "Baseline",
            "Sentence",
        }
        assert all(row["Value"] and len(row["Sentence"]) > 20 for row in rows)


def test_the_matrix_leads_to_its_papers(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page, "#view=matrix") as seen:
        seen.page.wait_for_selector("#matrix td button")
        cell = seen.page.locator("#matrix td button").first
        number = int(cell.inner_text())
        cell.click()
        seen.page.wait_for_selector("#panel .note")
        assert text(seen, "#panel .note").split()[0] == str(number)
        assert seen.page.locator("#panel blockquote mark").count() >= 2 * number
        seen.shot("matrix")
        seen.page.select_option("#matrix select >> nth=1", "Benchmark")
        seen.page.wait_for_selector(
            "#matrix caption:text-is('Papers by technique and benchmark')", state="attached"
        )


def test_a_permalink_brings_everything_back(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        go(seen, "quantization")
        seen.page.click("#legend label:has(#kind-Task)")
        set_range(seen, "#numbers input >> nth=0", 50)
        seen.page.click("#controls [aria-label='Zoom in']")
        seen.page.wait_for_timeout(500)
        where = seen.page.evaluate("location.hash")
        before = (shown(seen), seen.place(LLAVA), text(seen, "#panel h2"))
    with open_page(sample_page, where) as again:
        again.page.wait_for_selector("#panel h2")
        assert (shown(again), text(again, "#panel h2")) == (before[0], before[2])
        assert again.place(LLAVA) == pytest.approx(before[1], abs=2)


def test_pictures_and_the_visible_part_are_saved(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page, f"#focus=1+{LLAVA}") as seen:

        def save(name: str) -> bytes:
            seen.page.click("[aria-label='Save']")
            return saved(seen, f"#save-menu button:has-text('{name}')")

        png, svg = save("PNG"), save("SVG").decode()
        assert png.startswith(b"\x89PNG")
        assert len(png) > 10_000
        assert svg.count("<circle") == shown(seen)
        store = ox.Store()
        store.load(input=save("Turtle"), format=ox.RdfFormat.TURTLE)
        labels = list(store.query(LABELS))
        assert len(labels) == shown(seen)
        assert len(list(store.query(EVIDENCE))) > 5
        network = networkx.parse_graphml(save("GraphML").decode())
        assert network.number_of_nodes() == shown(seen)
        assert {data["type"] for _, data in network.nodes(data=True)} >= {"Paper", "Model"}


def test_keys_move_the_picture_and_the_hint_comes_once(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        assert seen.page.locator("#hint p").count() == 3
        seen.page.click("#hint button")
        assert not seen.page.is_visible("#hint")
        seen.page.focus("#canvas")
        before = seen.place(LLAVA)
        seen.page.keyboard.press("ArrowRight")
        seen.until(lambda: seen.place(LLAVA)[0] < before[0] - 20)
        seen.page.keyboard.press("+")
        seen.page.keyboard.press("0")
        seen.until(lambda: seen.place(LLAVA) == pytest.approx(before, abs=2))
        seen.page.reload()
        seen.page.wait_for_selector("body.ready")
        assert not seen.page.is_visible("#hint")


def test_light_dark_and_a_switch_between(open_page: Any, sample_page: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with open_page(sample_page, color_scheme="dark") as seen:
        dark = seen.page.evaluate(ground)
        seen.shot("dark")
        seen.page.click("[aria-label='Light or dark']")
        light = seen.page.evaluate(ground)
    assert (
        sum(map(int, dark[4:-1].split(", "))) < 120 < 650 < sum(map(int, light[4:-1].split(", ")))
    )


def test_a_phone_holds_it_all(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page, width=390, height=844, has_touch=True) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not seen.page.is_visible("#legend")
        seen.page.click("#open-filters")
        assert seen.page.is_visible("#legend")
        seen.page.click("#filters > .close")
        go(seen, "LLaVA")
        box = seen.page.locator("#panel").bounding_box()
        assert box["x"] == 0
        assert box["width"] == 390
        seen.until(lambda: seen.place(LLAVA)[1] < box["y"])  # the flight there takes its time
        seen.shot("phone")
