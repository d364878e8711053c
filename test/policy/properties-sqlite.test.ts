import { holdsForAnyHistory } from "./properties.ts";

holdsForAnyHistory("sqlite");
