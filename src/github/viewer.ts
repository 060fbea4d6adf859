import type { Asked } from "./ask.ts";

/**
 * The login of the token's own user, as REST shows it for an author: a person's, `github-actions[bot]`, another app's bot. REST tells it to
 * persons only; GraphQL's viewer is an installation's bot too. null where it does not answer: nobody is then taken for us by a guess.
 */
export async function viewerLogin({ octokit, request }: Asked): Promise<string | null> {
  try {
    const { viewer } = await octokit.graphql<{ readonly viewer: { readonly login: string } }>(
      "query { viewer { login } }",
      {
        request,
      },
    );
    return viewer.login;
  } catch (error) {
    octokit.log.debug(`The token's own user is unknown: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
