import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Graph } from "../src/model/graph.ts";
import { Texts } from "../src/model/texts.ts";
import { initial } from "../src/model/state.ts";
import { visible } from "../src/model/visible.ts";
import { under } from "../src/picture/pointing.ts";
import { Labels, pairAt, shortest, shortLabel } from "../src/picture/scene.ts";
import { cell, csv, matrixCsv } from "../src/save/csv.ts";
import { graphml, xml } from "../src/save/graphml.ts";
import { iri, literal, turtle } from "../src/save/turtle.ts";
import { unpack } from "../src/source/unpack.ts";
import { apart } from "../src/ui/abstract.ts";
import { monthsBetween } from "../src/ui/timeline.ts";
import { small, TEXTS } from "./graphs.ts";

const graph = new Graph(small());
const texts = new Texts(graph, TEXTS);
const shown = visible(graph, initial(graph).filter, null);

test("Base64 of gzip is unpacked", async () => {
  const packed = gzipSync("columns 😀").toString("base64");
  assert.equal(new TextDecoder().decode(await unpack(`\n${packed}\n`)), "columns 😀");
  await assert.rejects(unpack("AAAA"));
});

test("abstracts are cut by bytes, sentences by code units", () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((paper) => texts.abstract(paper)),
    ["é😀 A uT", "B uses T", "A M", ""],
  );
  assert.deepEqual(texts.quote(0, 0), { before: "é😀", surface: " A ", after: "uT" });
});

test("a sentence that is not in its text is shown as it was given", () => {
  assert.deepEqual(texts.quote(4, 2), { before: "a quote that is ", surface: "not there", after: "" });
});

test("of mentions that overlap the longest is marked", () => {
  const mention = (start: number, end: number): { start: number; end: number; node: number } => ({
    start,
    end,
    node: start,
  });
  assert.deepEqual(
    apart([mention(4, 6), mention(0, 5), mention(8, 9), mention(8, 9)]).map((one) => one.start),
    [0, 8],
  );
});

test("no spreadsheet runs a cell, and any cell comes back", () => {
  assert.deepEqual(
    ["=1+1", "+1", "-x", "@a", "'t", "\ta"].map((text) => cell(text)[0] === "'"),
    Array(6).fill(true),
  );
  assert.equal(cell(-1), "-1");
  assert.equal(cell('a "b", c\nd'), '"a ""b"", c\nd"');
  const columns = [{ name: "n", title: "Name", numeric: false, width: "" }];
  assert.equal(csv(columns, [{ values: ["x,y"], nodes: [-1] }]), 'Name\r\n"x,y"\r\n');
  assert.equal(
    matrixCsv(graph, { rows: [7], columns: [6], cells: new Map([[7 * 9 + 6, 2]]), ofRows: 1, ofColumns: 1 }),
    ",LLaVA-1.5\r\ntoken pruning,2\r\n",
  );
});

test("Turtle and XML escape whatever a text holds", () => {
  assert.equal(literal('a"\\\n\u0001😀'), '"a\\"\\\\\\n\\u0001😀"');
  assert.equal(iri("https://e.example/", "a b<>"), "<https://e.example/a%20b%3C%3E>");
  assert.equal(xml('<a b="&">\u0000\ud800\n'), "&lt;a b=&quot;&amp;&quot;&gt;\ufffd\ufffd&#10;");
});

test("what is saved is what is shown", () => {
  const document = turtle(graph, shown, texts);
  assert.equal(document.match(/ a kg:Statement /g)?.length, 6);
  assert.match(
    document,
    /<https:\/\/e.example\/model\/b-7b> kg:variantOf <https:\/\/e.example\/model\/b> \./,
  );
  assert.match(document, /kg:valueText "91%"/);
  assert.equal(graphml(graph, shown, texts).match(/<node /g)?.length, shown.nodeCount);
});

test("labels cover each other only by force, and stay inside on the right", () => {
  const labels = new Labels(200, 100, (text) => text.length * 8);
  labels.add(0, "first", [20, 50], 4, false);
  labels.add(1, "second", [30, 52], 4, false);
  labels.add(2, "forced", [30, 52], 4, true, true);
  labels.add(3, "right", [190, 20], 4, false);
  labels.add(4, "away", [500, 20], 4, false);
  assert.deepEqual(
    labels.placed.map((label) => label.text),
    ["first", "forced", "right"],
  );
  assert.ok(labels.placed[2].x < 190);
});

test("the nearest line is found, if it is near", () => {
  const affine = { scale: 1, left: 0, top: 100 };
  assert.equal(pairAt(graph, shown.pairs, affine, [0, 95]), graph.pairOf[0]);
  assert.equal(pairAt(graph, shown.pairs, affine, [200, 95]), -1);
  assert.equal(pairAt(graph, new Uint8Array(8), affine, [0, 95]), -1);
});

test("a dot goes before a line, the nearest dot before others, and a hidden one is not there", () => {
  const sight = {
    graph,
    shown,
    affine: { scale: 1, left: 0, top: 100 },
    width: 200,
    height: 200,
    radius: () => 1,
    order: new Int32Array(),
    highlight: null,
  };
  assert.deepEqual(under(sight, shown.pairs, [1, 99]), { node: 0 });
  assert.deepEqual(under(sight, shown.pairs, [7, 99]), { node: 1 });
  assert.deepEqual(under(sight, shown.pairs, [0, 95]), { pair: graph.pairOf[0] });
  assert.equal(under(sight, shown.pairs, [150, 20]), null);
  const hidden = { ...shown, nodes: shown.nodes.map((one, node) => (node ? one : 0)) };
  assert.notDeepEqual(under({ ...sight, shown: hidden }, shown.pairs, [1, 99]), { node: 0 });
});

test("of too many lines the shortest are drawn", () => {
  assert.equal(shortest(graph, shown, 100), shown.pairs);
  const drawn = shortest(graph, shown, 4);
  assert.ok(drawn.filter(Boolean).length <= 4);
  assert.equal(drawn[graph.pairOf[0]], 1);
});

test("a long title is cut for the picture", () => {
  assert.equal(shortLabel(graph, 0), "Fast A");
  const long = small();
  long.nodes.label[0] = `${"word \n".repeat(3000)}`;
  assert.ok(shortLabel(new Graph(long), 0).length <= 38);
});

test("months run over the year", () => {
  assert.deepEqual(monthsBetween("2024-11", "2025-02"), ["2024-11", "2024-12", "2025-01", "2025-02"]);
});
