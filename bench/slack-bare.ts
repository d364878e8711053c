import { App } from "@slack/bolt";

/** A Slack app that acknowledges every command and does nothing else: what any other is compared with. */
const { SLACK_SIGNING_SECRET: signingSecret = "", SLACK_BOT_TOKEN: token = "", SLACK_API_URL = "" } = process.env;

const app = new App({ signingSecret, token, clientOptions: { slackApiUrl: `${SLACK_API_URL}/` } });
app.command(/.*/, async ({ ack }) => ack());
const server = await app.start({ port: 0, host: "127.0.0.1" });
const address = server.address();
process.stdout.write(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}\n`);
