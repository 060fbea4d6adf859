import type { Asked } from "./ask.ts";
import type { Repository } from "./pull-requests.ts";

/**
 * Deletes an environment that holds nothing: no deployments, and nothing that people set up there (secrets, variables, protection rules,
 * branches), for GitHub would delete that with it. Resolves to whether it did. No workflow's own token may: GitHub wants `administration: write`,
 * to look at the secrets `environments: read`, and at the rules `actions: read`.
 * https://docs.github.com/en/rest/deployments/environments#delete-an-environment
 */
export async function deleteEmptyEnvironment(
  { octokit, request }: Asked,
  { owner, name: repo }: Repository,
  environment: string,
): Promise<boolean> {
  const { actions, repos } = octokit.rest;
  const one = { owner, repo, environment_name: environment, request };
  const { data: deployments } = await repos.listDeployments({ owner, repo, environment, per_page: 1, request });
  if (deployments.length > 0) {
    return false;
  }
  // The looks that a workflow's own token is refused come first.
  const { data: secrets } = await actions.listEnvironmentSecrets({ ...one, per_page: 1 });
  const { data: variables } = await actions.listEnvironmentVariables({ ...one, per_page: 1 });
  const { data: rules } = await repos.getEnvironment(one);
  const isRuled = (rules.protection_rules ?? []).length > 0 || (rules.deployment_branch_policy ?? null) !== null;
  if (secrets.total_count > 0 || variables.total_count > 0 || isRuled) {
    return false;
  }
  await repos.deleteAnEnvironment(one);
  return true;
}
