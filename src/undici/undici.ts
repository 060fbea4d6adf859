// Stands for the package undici in dist/ (scripts/build.ts). The Actions toolkit makes an agent of it, behind a proxy, as it is loaded, but
// asks GitHub by the `fetch` that it is given (http/fetch.ts). Without the package dist/ is smaller by a seventh.

/** To be called with `new`, as the class it stands for. */
export function ProxyAgent(): void {
  // Nothing is asked by it.
}

export function fetch(): never {
  throw new Error("undici is not in dist/: GitHub is asked by http/fetch.ts");
}
