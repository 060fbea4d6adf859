import type { Json } from "../json.ts";
import type { Account } from "../state.ts";

/** An account as every resource shows its author. */
export function accountAnswer(account: Account): Json {
  const api = `https://api.github.com/users/${encodeURIComponent(account.login)}`;
  const app = account.login.endsWith("[bot]");
  return {
    login: account.login,
    id: account.id,
    node_id: `U_${account.id}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    gravatar_id: "",
    url: api,
    html_url: `https://github.com/${app ? `apps/${account.login.slice(0, -"[bot]".length)}` : account.login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

/** The same with what only a profile shows. */
export function profileAnswer(account: Account): Json {
  return {
    ...accountAnswer(account),
    name: null,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2019-05-15T15:19:25Z",
    updated_at: "2026-01-01T00:00:00Z",
  };
}

/** The same with what one sees of oneself only. */
export function ownProfileAnswer(account: Account): Json {
  return {
    ...profileAnswer(account),
    collaborators: 0,
    disk_usage: 0,
    owned_private_repos: 0,
    private_gists: 0,
    total_private_repos: 0,
    two_factor_authentication: true,
  };
}
