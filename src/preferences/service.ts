import type { PreferenceChange, PreferenceStore, Preferences } from "./preferences.ts";

/** What a command can do with preferences, for the member who typed it. */
export interface MemberPreferences {
  chosen(): Promise<Preferences>;
  /** Makes the change and gives what holds now. */
  choose(change: PreferenceChange): Promise<Preferences>;
}

export function preferencesFor(
  store: PreferenceStore,
  owner: { workspace: string; member: string },
): MemberPreferences {
  return { chosen: () => store.read(owner), choose: (change) => store.write(owner, change) };
}
