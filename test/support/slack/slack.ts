import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { acts } from "./acts.ts";
import { Refusal } from "./call.ts";
import { type Outgoing, signedMode } from "./delivery.ts";
import { ALL_SCOPES, rateLimits } from "./limits.ts";
import { install } from "./manifest.ts";
import { METHODS } from "./methods.ts";
import { turned } from "./otherwise.ts";
import { isJson } from "./rules.ts";
import { answerMember, type ServerParts, slackServer } from "./server.ts";
import { socketMode } from "./socket.ts";
import type { LocalSlack, Message, Populating, SlackOptions, Team } from "./types.ts";
import { homeOf, openViews } from "./views.ts";
import {
  addChannel,
  addConversation,
  addFile,
  addMember,
  addTeam,
  createWorld,
  directMessage,
  filesNamed,
  opens,
  shareFiles,
  standing,
  type World,
} from "./world.ts";

/** slack-app-token-id */
const APP_TOKEN = "xapp-1-A0LOCAL001-1-local";
const SIGNING_SECRET = "0123456789abcdef0123456789abcdef";
/** What `until` waits for a busy machine, in milliseconds. */
const LONGEST_WAIT_MS = 120_000;

/**
 * A Slack on 127.0.0.1 for the real Bolt: the Web API with Slack's limits and refusals, Socket Mode, and HTTP mode by
 * signed requests. There is one workspace with its bot; the rest a test adds.
 */
export async function localSlack({
  manifest,
  scopes,
  enterprise,
  rates = 1,
  now = Date.now,
  otherwise = [],
  triggerMs = 3_000,
  shareMs = 2_000,
  scanMs = 4_000,
  patienceMs = 3_000,
  retryAfterMs = [0, 60_000, 300_000],
}: SlackOptions = {}): Promise<LocalSlack> {
  const world = createWorld(now, { triggerMs, shareMs, scanMs });
  const team = addTeam(world, "harbour", enterprise);
  const installed = manifest === undefined ? undefined : install(manifest);
  const scopesUsed = new Set<string>();
  const granted = new Set(scopes ?? installed?.scopes ?? ALL_SCOPES);
  const sockets = socketMode({
    ...{ appId: world.appId, address: () => world.url, changed: world.changed, patienceMs, retryAfterMs },
  });
  const signed = signedMode(SIGNING_SECRET, { patienceMs, retryAfterMs, now });
  let app: string | undefined;
  const parts: ServerParts = {
    ...{ world, scopesUsed, scopes: granted, appToken: APP_TOKEN, ticket: sockets.ticket },
    methods: turned(METHODS, otherwise),
    limits: rateLimits(rates, () => performance.now()),
    ...{ pinged: [], calls: [], refused: new Map(), faults: [], revoked: undefined },
  };
  const server = slackServer(parts).on("upgrade", sockets.upgrade);
  let reachable = true;
  server.on("connection", (socket) => {
    if (!reachable) socket.destroy();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const acks: LocalSlack["acks"] = [];
  const driving = acts({
    world,
    acks,
    installed,
    deliver: (outgoing: Outgoing) =>
      app === undefined ? void sockets.deliver(outgoing) : signed.deliver(outgoing, app),
    needs: (scope) => {
      scopesUsed.add(scope);
      if (!granted.has(scope)) throw new Error(`the app has no ${scope}`);
    },
    answered: (channel, user, body) => {
      const said = isJson(body) ? body : { text: String(body) };
      const of = world.teams.get(world.members.get(user)?.team ?? "") ?? team;
      try {
        const api = { world, team: of, pinged: parts.pinged, may: () => true, ticket: sockets.ticket };
        answerMember(api, { channel, user, on: undefined }, said);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        world.violations.push(`the acknowledgement of a command: ${error.code}`);
      }
    },
  });

  const slack: LocalSlack = {
    ...driving,
    ...populating(world, team),
    ...{ url: world.url, apiUrl: `${world.url}/api/`, appId: world.appId, appToken: APP_TOKEN, team },
    ...{ signingSecret: SIGNING_SECRET, acks, scopesUsed, violations: world.violations },
    ...{ pinged: parts.pinged, calls: parts.calls, refused: parts.refused },
    messages: (channel) => {
      world.settle();
      return standing(world, channel);
    },
    thread: ({ channel, ts }) => standing(world, channel).filter(({ threadTs }) => threadTs === ts),
    ephemerals: (user) => world.ephemerals.filter((one) => one.user === user && !one.deleted && !one.unseen),
    views: (user) => openViews(world, user),
    home: (user) => homeOf(world, user),
    file: (id) => world.files.get(id),
    ...seeing(world),
    dropShares: (times) => {
      world.sharesToDrop += times;
    },
    fail: (fault) => {
      parts.faults.push({ ...fault });
    },
    revoke: (code) => {
      parts.revoked = code;
      sockets.drop();
    },
    later: world.later,
    until: (look, what) => until(world, look, what),
    toHttp: (url) => {
      app = url;
    },
    verifyUrl: (url) => signed.verify(url),
    ...{ send: signed.send, sign: signed.sign, forged: signed.forged, aged: signed.aged },
    get connections() {
      return sockets.connections;
    },
    connected: async (least = 1) => {
      await until(world, () => sockets.connections >= least, `${least} sockets`);
    },
    ...{ drop: sockets.drop, refresh: sockets.refresh },
    away: () => {
      reachable = false;
      sockets.drop();
      server.closeAllConnections();
    },
    back: () => {
      reachable = true;
    },
    close: async () => {
      await sockets.close();
      await signed.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return slack;
}

/** An address of a message, as `chat.getPermalink` gives it. */
const PERMALINK = /\/archives\/(\w+)\/p(\d+)(\d{6})/g;

function seeing(world: World): Pick<LocalSlack, "seen" | "linked"> {
  const linked = ({ blocks }: Message, user: string): Message[] =>
    [...JSON.stringify(blocks).matchAll(PERMALINK)].flatMap(([, channel = "", seconds, micros]) => {
      const message = world.messages.get(`${channel}:${seconds}.${micros}`);
      const member = world.channels.get(channel)?.members.has(user) === true;
      return member && message?.deleted === false ? [message] : [];
    });
  return {
    linked,
    seen: (message, user) => {
      world.settle();
      const all = [message, ...linked(message, user)];
      return all.flatMap((one) => filesNamed(world, one)).filter((file) => opens(world, user, file));
    },
  };
}

function populating(world: World, first: Team): Populating {
  return {
    addTeam: (domain = "lighthouse", enterprise) => addTeam(world, domain, enterprise),
    member: ({ name = "ada", team = first, ...more } = {}) => addMember(world, { name, team: team.id, ...more }),
    channel: ({ name, team = first, private: hidden = false, bot = true, members = [], archived, restricted } = {}) =>
      addChannel(world, {
        ...{ team: team.id, kind: hidden ? "private" : "public" },
        ...{ members: new Set([...(bot ? [team.botUser] : []), ...members]) },
        ...{ archived: archived ?? false, restricted: restricted ?? false },
        ...(name === undefined ? {} : { name }),
      }),
    dm: (user) => {
      const team = world.teams.get(world.members.get(user)?.team ?? "");
      return directMessage(world, team ?? first, user);
    },
    conversation: ({ members, bot = false }) => addConversation(world, first, members, bot),
    group: (handle, users, team = first) => {
      const group = { id: world.id("S"), team: team.id, handle, users: [...users] };
      world.groups.set(group.id, group);
      return group;
    },
    say: ({ user, channel, text = "", thread, files = [] }) => {
      const team = world.channels.get(channel)?.team ?? first.id;
      const shared = files.map((file) => addFile(world, team, user, file));
      return shareFiles(world, { user, channel, text, threadTs: thread, files: shared });
    },
    deleteMessage: (message) => {
      message.deleted = true;
    },
    deleteFile: (file) => {
      file.state = "deleted";
    },
  };
}

function until<T>(world: World, look: () => T | undefined | false, what = "what was waited for"): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      world.watchers.delete(check);
    };
    const check = () => {
      try {
        const found = look();
        if (found === undefined || found === false) return;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const late = () => {
      stop();
      reject(new Error(`${what} did not happen within ${LONGEST_WAIT_MS / 1_000} s`));
    };
    const timer = setTimeout(late, LONGEST_WAIT_MS);
    world.watchers.add(check);
    check();
  });
}
