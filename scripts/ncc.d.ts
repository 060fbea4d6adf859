/** The parts of ncc's interface that scripts/build.ts uses; ncc itself comes without types. */
declare module "@vercel/ncc" {
  type Built = {
    readonly code: string;
    readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>;
  };
  type Order = {
    readonly cache: false;
    readonly quiet: true;
    /** The name of the asset that gets the licenses of all that is built in. */
    readonly license: string;
    /** Packages that stay outside, by where they are found instead. */
    readonly externals: Readonly<Record<string, string>>;
  };
  export default function ncc(input: string, order: Order): Promise<Built>;
}
