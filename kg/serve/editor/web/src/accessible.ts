/** Names for the controls that Yasgui draws as pictures only. */
const NAMES: Record<string, string> = {
  ".addTab": "New query",
  ".yasqe_queryButton": "Run the query",
  ".yasqe_share": "Share the query",
  ".tabContextButton": "Settings of the query",
  ".yasr_downloadIcon": "Download the results",
  ".yasr_external_ref_btn": "About this view",
  ".CodeMirror textarea": "SPARQL query",
  ".tableFilter": "Filter the results",
  ".tableSizer": "Rows of a page",
};

/** Gives what Yasgui draws the names and roles that it lacks, now and whenever it draws. */
export function makeAccessible(root: HTMLElement): void {
  const mend = (): void => {
    for (const [selector, label] of Object.entries(NAMES)) {
      for (const control of root.querySelectorAll(selector)) set(control, "aria-label", label);
    }
    // A list of tabs may hold tabs only; a tab may control only what is drawn already.
    for (const control of root.querySelectorAll(".addTab")) {
      set(control, "role", "tab");
      set(control, "aria-selected", "false");
    }
    for (const tab of root.querySelectorAll<HTMLAnchorElement>("a[role=tab]")) {
      const panel = tab.hash.slice(1);
      if (document.getElementById(panel)) set(tab, "aria-controls", panel);
      else tab.removeAttribute("aria-controls");
    }
  };
  new MutationObserver(mend).observe(root, { childList: true, subtree: true });
  mend();
}

function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
