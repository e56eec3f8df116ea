/** Names for the controls that Yasgui draws as pictures only. */
const NAMES: Record<string, string> = {
  ".addTab": "New query",
  ".yasqe_queryButton": "Run the query",
  ".yasqe_share": "Share the query",
  ".tabContextButton": "Settings of the query",
  ".yasr_downloadIcon": "Download the results",
  ".yasr_external_ref_btn": "About this view",
  ".CodeMirror textarea": "SPARQL query",
  ".closeTab": "Close the query",
  ".tableFilter": "Filter the results",
  ".tableSizer": "Rows of a page",
  ".autocompleteWrapper input": "Address of the endpoint",
};

/** Names the controls that have no name, now and whenever new ones are drawn. */
export function nameControls(root: HTMLElement): void {
  const name = (): void => {
    for (const [selector, label] of Object.entries(NAMES)) {
      for (const control of root.querySelectorAll(selector)) {
        if (!control.getAttribute("aria-label")) control.setAttribute("aria-label", label);
      }
    }
  };
  new MutationObserver(name).observe(root, { childList: true, subtree: true });
  name();
}
