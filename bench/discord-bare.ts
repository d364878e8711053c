import { Client, Events, MessageFlags } from "discord.js";

/** What Reelay's acknowledgements are compared with: discord.js and nothing else. */
const { DISCORD_TOKEN = "", DISCORD_API_URL = "" } = process.env;
const client = new Client({
  intents: [],
  rest: { api: DISCORD_API_URL, globalRequestsPerSecond: Number.POSITIVE_INFINITY },
});
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isAutocomplete()) await interaction.respond([]);
  else if (interaction.isRepliable()) await interaction.deferReply({ flags: MessageFlags.Ephemeral });
});
client.once(Events.ClientReady, () => console.log("ready"));
await client.login(DISCORD_TOKEN);
