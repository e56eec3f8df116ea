import type { Payload } from "../src/source/payload.ts";

/**
 * Four papers and five things:
 *
 *   p0 2024-01  introduces A, uses technique T (confidence 50)
 *   p1 2024-06  applied to B-7B, uses T         B-7B is a variant of B
 *   p2 undated  applied to A, evaluates on M
 *   p3 2025-02  names nothing
 */
export function small(): Payload {
  const edges: [number, number, number, number, number, number][] = [
    [0, 4, 0, 0, 90, 0],
    [0, 7, 1, 0, 50, 1],
    [1, 5, 2, 1, 90, 2],
    [1, 7, 1, 1, 90, 3],
    [2, 4, 2, 2, 90, 4],
    [2, 8, 3, 2, 90, 5],
    [5, 6, 4, -1, 100, -1],
    [4, 7, 5, 0, 100, -1],
  ];
  const column = (i: number): number[] => edges.map((edge) => edge[i]);
  const places = edges.slice(0, 6);
  return {
    version: 1,
    base: "https://e.example/",
    of: 9,
    kinds: ["Paper", "Method", "Model", "Benchmark", "Technique"],
    edgeKinds: [
      ["introduces", "read"],
      ["usesTechnique", "read"],
      ["usesBaseModel", "read"],
      ["evaluatesOn", "read"],
      ["variantOf", "curated"],
      ["usesTechnique", "derived"],
    ],
    listings: [
      ["one.txt", ""],
      ["two.txt", "2024-07-01"],
    ],
    nodes: {
      id: [
        "paper/0",
        "paper/1",
        "paper/2",
        "paper/3",
        "method/a",
        "model/b-7b",
        "model/b",
        "technique/t",
        "benchmark/m",
      ],
      kind: [0, 0, 0, 0, 1, 2, 2, 4, 3],
      label: [
        "Fast A",
        "B again",
        "A on M",
        "Nothing",
        "A-Net",
        "LLaVA-1.5-7B",
        "LLaVA-1.5",
        "token pruning",
        "M",
      ],
      x: [0, 10, 20, 30, 0, 10, 20, 5, 30],
      y: [0, 0, 0, 0, 10, 10, 10, 20, 10],
    },
    papers: {
      day: ["2024-01-05", "2024-06-30", "", "2025-02-01"],
      arxiv: ["", "", "", ""],
      authors: [[], [], [], []],
      categories: [[], [], [], []],
      listings: [[0], [1], [0, 1], []],
      textEnd: [11, 19, 22, 22],
    },
    aliases: [["Alpha Net"], [], [], ["token dropping"], []],
    edges: {
      from: column(0),
      to: column(1),
      kind: column(2),
      paper: column(3),
      confidence: column(4),
      evidence: column(5),
    },
    results: {
      paper: [2],
      valueText: ["91%"],
      value: ["91"],
      unit: ["%"],
      metricText: ["accuracy"],
      kind: ["absolute"],
      direction: ["higher"],
      metric: [-1],
      subject: [4],
      baseline: [-1],
      model: [-1],
      benchmark: [8],
      hardware: [-1],
      confidence: [80],
      evidence: [5],
    },
    links: { paper: [], url: [], kind: [], evidence: [] },
    evidence: {
      section: places.map(() => 1),
      start: [3, 6, 0, 0, 0, 0],
      length: [3, 2, 3, 3, 1, 1],
      quoteStart: [0, 0, 0, 0, 0, 0],
      quoteLength: [9, 9, 5, 5, 3, 3],
      loose: { 4: ["not there", "a quote that is not there"] },
    },
  };
}

/** The abstracts of those papers. "é" has two bytes, the smiley four and two code units. */
export const TEXTS = new TextEncoder().encode("é😀 A uTB uses TA M");
