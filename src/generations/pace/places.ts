import type { GenerationRow } from "../../store/tables.ts";

/**
 * Steps at once for each chat: they wait for the network, hardly for the processor. A chat's first announcements have
 * places of their own, as whoever asks for something waits for nothing so much.
 */
const PLACES = { announcement: 8, rest: 32 } as const;

/** Steps that wait for the same things: those of one chat, the first announcements apart. */
export interface Lane {
  platform: string;
  kind: keyof typeof PLACES;
}

/** Which steps run, so that one chat, or the gateway, that has gone silent takes no places from the others. */
export interface Places {
  /** Takes a place for a row's step; what it gives hands the place back. */
  take(row: Pick<GenerationRow, "platform" | "message">): () => void;
  /** The rows, in their order, for whose steps there are places. */
  fitting<Row extends Pick<GenerationRow, "platform" | "message">>(rows: readonly Row[]): Row[];
  /** The lanes that have no place left. */
  full(): Lane[];
}

export function createPlaces(): Places {
  const lanes = new Map<string, { lane: Lane; taken: number }>();
  const at = ({ platform, message }: Pick<GenerationRow, "platform" | "message">) => {
    const lane: Lane = { platform, kind: message === null ? "announcement" : "rest" };
    const key = `${platform} ${lane.kind}`;
    const known = lanes.get(key) ?? { lane, taken: 0 };
    lanes.set(key, known);
    return known;
  };
  return {
    take: (row) => {
      const place = at(row);
      place.taken += 1;
      return () => {
        place.taken -= 1;
      };
    },
    fitting: (rows) => {
      const more = new Map<Lane, number>();
      return rows.filter((row) => {
        const { lane, taken } = at(row);
        const there = taken + (more.get(lane) ?? 0);
        if (there >= PLACES[lane.kind]) return false;
        more.set(lane, there - taken + 1);
        return true;
      });
    },
    full: () => [...lanes.values()].flatMap(({ lane, taken }) => (taken >= PLACES[lane.kind] ? [lane] : [])),
  };
}
