import { holdsForAnyHistory } from "./properties.ts";

holdsForAnyHistory("postgres");
