/** By which Slack tells which shortcut was chosen; the manifest declares them. A message command has an id of its own. */
export const SHORTCUTS = { newVideo: "new_video", joinThread: "join_thread", typeHere: "type_here" } as const;
