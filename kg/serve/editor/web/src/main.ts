import Yasgui from "@zazuko/yasgui";
import { makeAccessible } from "./accessible.ts";
import { COMPLETERS, registerCompleters } from "./completion.ts";
import { load } from "./data.ts";
import { linkToPages } from "./links.ts";

/** Draws the editor: one tab for each saved query at the first visit, afterwards what was there. */
async function start(host: HTMLElement): Promise<void> {
  const root = host.dataset.root ?? "";
  const data = await load(root);
  const endpoint = new URL(`${root}/sparql`, location.href).href;
  registerCompleters(data);
  Yasgui.Yasqe.defaults.value = data.start;
  const yasgui = new Yasgui(host, {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    populateFromUrl: (shared) => ({
      ...shared,
      requestConfig: { ...shared.requestConfig, endpoint },
    }),
    persistenceId: `paperkg${root}`,
    autoAddOnInit: false,
    yasqe: { autocompleters: COMPLETERS },
    yasr: { ...Yasgui.Yasr.defaults, prefixes: { ...data.prefixes, id: data.base } },
  });
  const restored = yasgui.persistentConfig.getTabs();
  for (const id of restored) yasgui.getTab(id)?.setEndpoint(endpoint);
  if (!restored.length) {
    data.queries.forEach(({ name, text }, place) => {
      yasgui.addTab(place === 0, { name, yasqe: { value: text } });
    });
  }
  linkToPages(host, data.base, `${root}/id/`);
  makeAccessible(host);
  document.body.classList.add("ready");
}

const host = document.getElementById("editor");
if (host) void start(host);
