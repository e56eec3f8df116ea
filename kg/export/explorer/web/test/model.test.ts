import assert from "node:assert/strict";
import { test } from "node:test";
import { cross, papersOfCell } from "../src/model/cross.ts";
import { each, Graph } from "../src/model/graph.ts";
import { lineage } from "../src/model/lineage.ts";
import { decode, encode } from "../src/model/permalink.ts";
import { ordered, type Column, type Row } from "../src/model/rows.ts";
import { Search } from "../src/model/search.ts";
import { initial, Store, type State } from "../src/model/state.ts";
import { visible } from "../src/model/visible.ts";
import { between, shortestPath } from "../src/model/walk.ts";
import { small } from "./graphs.ts";

const graph = new Graph(small());
const start = initial(graph);
const names = (marks: Uint8Array): string[] =>
  [...marks.keys()].filter((node) => marks[node]).map((node) => graph.id(node));

test("edges are found from both their ends, and derived ones add no degree", () => {
  assert.deepEqual(each(graph.edgesAt, graph.node("technique/t")), [1, 3, 7]);
  assert.equal(graph.degree[graph.node("technique/t")], 2);
  assert.equal(graph.pairCount, 8);
  assert.equal(graph.node("nowhere"), -1);
});

test("at the start all is shown but derived edges", () => {
  const shown = visible(graph, start.filter, null);
  assert.equal(shown.nodeCount, 9);
  assert.deepEqual(shown.edgeKinds, [1, 2, 2, 1, 1, 0]);
});

test("the graph up to a date holds what its papers name and what that comes from", () => {
  const shown = visible(graph, { ...start.filter, since: "2024-06", until: "2024-06" }, null);
  assert.deepEqual(names(shown.nodes), ["paper/1", "model/b-7b", "model/b", "technique/t"]);
});

test("an unsure edge leaves, and what only it named; a paper stays", () => {
  const sure = visible(graph, { ...start.filter, confidence: 95 }, null);
  assert.deepEqual(names(sure.nodes), ["paper/0", "paper/1", "paper/2", "paper/3"]);
  assert.equal(sure.pairCount, 0);
});

test("a hidden listing hides papers that are in no other", () => {
  const shown = visible(graph, { ...start.filter, hiddenListings: new Set([0]) }, null);
  assert.deepEqual(names(shown.papers), ["paper/1", "paper/2", "paper/3"]);
});

test("a hidden kind leaves the counts, with its edges", () => {
  const shown = visible(graph, { ...start.filter, hiddenKinds: new Set([4]) }, null);
  assert.equal(shown.kinds[4], 0);
  assert.equal(shown.edgeKinds[1], 0);
});

test("degree counts shown neighbours", () => {
  const shown = visible(graph, { ...start.filter, degree: 2 }, null);
  assert.deepEqual(names(shown.nodes), [
    "paper/0",
    "paper/1",
    "paper/2",
    "method/a",
    "model/b-7b",
    "technique/t",
  ]);
});

test("focus takes hops, and expanding a node its neighbours", () => {
  const near = (hops: number, expanded: number[] = []): string[] =>
    names(visible(graph, start.filter, { node: graph.node("model/b"), hops, expanded }).nodes);
  assert.deepEqual(near(1), ["model/b-7b", "model/b"]);
  assert.deepEqual(near(2), ["paper/1", "model/b-7b", "model/b"]);
  assert.deepEqual(near(1, [graph.node("paper/1")]), ["paper/1", "model/b-7b", "model/b", "technique/t"]);
});

test("a shortest path goes by shown edges alone", () => {
  const { edges } = visible(graph, start.filter, null);
  const [a, b] = [graph.node("method/a"), graph.node("model/b")];
  const path = shortestPath(graph, edges, a, b).map((node) => graph.id(node));
  assert.deepEqual(path, ["method/a", "paper/0", "technique/t", "paper/1", "model/b-7b", "model/b"]);
  assert.deepEqual(shortestPath(graph, new Uint8Array(8), a, b), []);
  assert.deepEqual(shortestPath(graph, edges, a, a), [a]);
  assert.deepEqual(between(graph, edges, graph.node("technique/t"), graph.node("paper/1")), [3]);
});

test("lineage goes up to the family", () => {
  assert.deepEqual(
    lineage(graph, graph.node("model/b-7b")).map((node) => graph.id(node)),
    ["model/b-7b", "model/b"],
  );
});

test("the matrix counts papers, variants with their family or apart", () => {
  const shown = visible(graph, start.filter, null);
  const [t, b, b7] = ["technique/t", "model/b", "model/b-7b"].map((id) => graph.node(id));
  const together = cross(graph, shown, start.matrix, 9, 9);
  assert.deepEqual([together.rows, together.columns], [[t], [b]]);
  assert.equal(together.cells.get(t * graph.nodeCount + b), 1);
  const apart = { ...start.matrix, families: false };
  assert.deepEqual(cross(graph, shown, apart, 9, 9).columns, [b7]);
  assert.deepEqual(papersOfCell(graph, shown, apart, t, b7), [{ paper: 1, rows: [3], columns: [2] }]);
});

test("search knows aliases, forgives, and prefers what is called just so", async () => {
  const search = new Search(graph);
  await search.prepare();
  const found = (text: string): string | undefined => search.find(text).map((node) => graph.id(node))[0];
  assert.equal(found("alpha net"), "method/a");
  assert.equal(found("llava15"), "model/b");
  assert.equal(found("LLaVA-1.5-7b"), "model/b-7b");
  assert.equal(found("tokn prunning"), "technique/t");
  assert.equal(found("token drop"), "technique/t");
  assert.equal(found("fast"), "paper/0");
  assert.deepEqual(search.find("   "), []);
  assert.deepEqual(search.find("qqqqqqqqqq"), []);
});

test("a permalink brings back every part of the state", () => {
  const state: State = {
    view: "matrix",
    panel: { of: "path", from: 4, to: 6 },
    filter: {
      hiddenKinds: new Set([1, 3]),
      hiddenEdges: new Set([0, 5]),
      hiddenListings: new Set([1]),
      confidence: 65,
      since: "2024-02",
      until: "2025-01",
      degree: 3,
    },
    focus: { node: 7, hops: 2, expanded: [0, 4] },
    table: "Result",
    sort: "-value",
    find: "a & b #1",
    matrix: { rows: "Method", columns: "Benchmark", families: false },
    camera: { x: 0.25, y: 0.75, ratio: 0.125 },
  };
  assert.deepEqual(decode(graph, `#${encode(graph, state)}`), state);
  for (const panel of [
    { of: "node", node: 2 },
    { of: "edge", from: 0, to: 4 },
    { of: "cell", row: 7, column: 6 },
    null,
  ] as const) {
    assert.deepEqual(decode(graph, encode(graph, { ...state, panel })).panel, panel);
  }
  const bare = { ...state, filter: { ...state.filter, hiddenEdges: new Set<number>() } };
  assert.deepEqual(decode(graph, encode(graph, bare)), bare);
});

test("the plain state has no permalink, and nonsense is the plain state", () => {
  assert.equal(encode(graph, start), "");
  assert.deepEqual(
    decode(
      graph,
      "#node=nowhere&view=x&camera=1,a,2&confidence=x&focus=7&edges=derived:usesTechnique&table=constructor",
    ),
    start,
  );
});

test("the store tells what changed, and nothing when nothing did", () => {
  const store = new Store(start);
  const told: string[][] = [];
  store.subscribe((_, changed) => told.push([...changed]));
  store.set({ view: "table", find: "" });
  store.set({ view: "table" });
  store.filter({ degree: 1 });
  assert.deepEqual(told, [["view"], ["filter"]]);
});

test("rows are sorted by number or by name, the empty ones last, and found by all words", () => {
  const columns: Column[] = [
    { name: "name", title: "Name", numeric: false, width: "" },
    { name: "size", title: "Size", numeric: true, width: "" },
  ];
  const rows: Row[] = (
    [
      ["b10", 3],
      ["B2", ""],
      ["a", 20],
    ] as [string, number | ""][]
  ).map((values) => ({ values, nodes: [-1, -1] }));
  const by = (sort: string, find = ""): unknown[] =>
    ordered(rows, columns, sort, find).map((row) => row.values[0]);
  assert.deepEqual(by("name"), ["a", "B2", "b10"]);
  assert.deepEqual(by("-name"), ["b10", "B2", "a"]);
  assert.deepEqual(by("size"), ["b10", "a", "B2"]);
  assert.deepEqual(by("-size"), ["a", "b10", "B2"]);
  assert.deepEqual(by("nothing"), ["b10", "B2", "a"]);
  assert.deepEqual(by("", "3 B1"), ["b10"]);
});
