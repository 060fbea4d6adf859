/** Where text for people goes. Implementations (runner, terminal) live in `entry`; all of them mask and neutralise what they are given. */
export type Log = {
  readonly info: (text: string) => void;
  readonly warning: (text: string) => void;
  readonly error: (text: string) => void;
  readonly debug: (text: string) => void;
};
