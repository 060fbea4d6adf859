/** Takes every secret value as soon as it is known (strings, or JSON values whose leaves are taken), so that nothing written later shows it. */
export type SecretKeeper = { readonly add: (value: unknown) => void };

/** Hides every known secret in a text, in the forms that a secret takes on its way into logs and bodies. */
export type Mask = SecretKeeper & { readonly hide: (text: string) => string };
