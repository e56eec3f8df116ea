import Yasgui from "@zazuko/yasgui";
import { COMPLETERS, registerCompleters } from "./completion.ts";
import { load } from "./data.ts";
import { linkToPages } from "./links.ts";
import { nameControls } from "./names.ts";

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
    yasr: { ...Yasgui.Yasr.defaults, prefixes: data.prefixes },
  });
  if (!Object.keys(yasgui._tabs).length && !yasgui.persistentConfig.getTabs().length) {
    for (const { name, text } of data.queries) yasgui.addTab(false, { name, yasqe: { value: text } });
  }
  for (const id of yasgui.persistentConfig.getTabs()) yasgui.getTab(id)?.setEndpoint(endpoint);
  if (!yasgui.getTab()) yasgui.selectTabId(yasgui.persistentConfig.getTabs()[0] ?? "");
  linkToPages(host, data.base, `${root}/id/`);
  nameControls(host);
  document.body.classList.add("ready");
}

const host = document.getElementById("editor");
if (host) void start(host);
