type Page<Item> = {
  readonly data: readonly Item[];
  readonly headers: { readonly link?: string | undefined };
};

/**
 * The pages of a list, one after the other, for as long as GitHub says that there is another. Not by Octokit's `paginate`, which takes a 409
 * for an empty list.
 */
export async function* pages<Item>(get: (page: number) => Promise<Page<Item>>): AsyncGenerator<readonly Item[]> {
  for (let number = 1; ; number += 1) {
    const { data, headers } = await get(number);
    yield data;
    if (!/rel="next"/.test(headers.link ?? "")) {
      return;
    }
  }
}
