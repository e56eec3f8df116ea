/** Lets links to things of the graph lead to their pages here, wherever their IRIs lead. */
export function linkToPages(results: HTMLElement, base: string, pages: string): void {
  const rewrite = (): void => {
    for (const link of results.querySelectorAll<HTMLAnchorElement>("a[href]")) {
      const iri = link.getAttribute("href") ?? "";
      if (iri.startsWith(base)) link.setAttribute("href", pages + iri.slice(base.length));
    }
  };
  new MutationObserver(rewrite).observe(results, { childList: true, subtree: true });
  rewrite();
}
