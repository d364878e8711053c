/** Discord and Slack show so many buttons in a row; of a list's buttons, more would be a wall. */
export const BUTTONS_IN_A_ROW = 5;

/** The longest label of a button, in characters: Slack's 75, Discord's is 80. */
export const LONGEST_LABEL = 75;
