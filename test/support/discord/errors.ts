/** What Discord's REST answers when it refuses, with its own number beside the status. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly code: number;
  readonly details: readonly string[];

  constructor(status: number, code: number, message: string, details: readonly string[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  /** `errors` is keyed by the field's path, as Discord does it. */
  toJSON(): object {
    if (this.details.length === 0) return { message: this.message, code: this.code };
    const errors = { _errors: this.details.map((message) => ({ code: "BASE_TYPE_BAD", message })) };
    return { message: this.message, code: this.code, errors };
  }
}

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
export const refusals = {
  unauthorized: () => new Refusal(401, 0, "401: Unauthorized"),
  noRoute: () => new Refusal(404, 0, "404: Not Found"),
  unknownChannel: () => new Refusal(404, 10003, "Unknown Channel"),
  unknownGuild: () => new Refusal(404, 10004, "Unknown Guild"),
  unknownMember: () => new Refusal(404, 10007, "Unknown Member"),
  unknownMessage: () => new Refusal(404, 10008, "Unknown Message"),
  unknownUser: () => new Refusal(404, 10013, "Unknown User"),
  unknownWebhook: () => new Refusal(404, 10015, "Unknown Webhook"),
  unknownInteraction: () => new Refusal(404, 10062, "Unknown interaction"),
  unknownCommand: () => new Refusal(404, 10063, "Unknown application command"),
  tooManyCommands: () =>
    new Refusal(429, 30034, "Max number of daily application command creates has been reached (200)"),
  tooLarge: () => new Refusal(413, 40005, "Request entity too large"),
  acknowledged: () => new Refusal(400, 40060, "Interaction has already been acknowledged."),
  missingAccess: () => new Refusal(403, 50001, "Missing Access"),
  notTheAuthor: () => new Refusal(403, 50005, "Cannot edit a message authored by another user"),
  emptyMessage: () => new Refusal(400, 50006, "Cannot send an empty message"),
  noDms: () => new Refusal(403, 50007, "Cannot send messages to this user"),
  notAText: () => new Refusal(400, 50008, "Cannot send messages in a non-text channel"),
  missingPermissions: () => new Refusal(403, 50013, "Missing Permissions"),
  tokenEnded: () => new Refusal(401, 50027, "Invalid Webhook Token"),
  badForm: (details: readonly string[]) => new Refusal(400, 50035, "Invalid Form Body", details),
  unknownReply: () => new Refusal(400, 50035, "Invalid Form Body", ["message_reference: Unknown message"]),
  archived: () => new Refusal(400, 50083, "Thread is archived"),
  locked: () => new Refusal(400, 160005, "Thread is locked"),
  badJson: () => new Refusal(400, 50109, "The request body contains invalid JSON."),
  unreadableReply: () => new Refusal(400, 160002, "Cannot reply without permission to read message history"),
} as const satisfies Record<string, (details: readonly string[]) => Refusal>;
