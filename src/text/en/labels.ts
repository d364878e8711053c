import { sentences } from "../sentences.ts";

/** Short words that several rooms put on cards, fields and buttons. */
export const labels = sentences("labels", {
  price: "Price",
  charged: "Charged",
  givenBack: "Given back",
  left: "Left",
  youHave: "You have",
  forMember: "For",
  nothing: "nothing",
  edit: "Edit",
  editAndSend: "Edit and send again",
  editAndTry: "Edit and try again",
  cancel: "Cancel",
  approve: "Approve",
  decline: "Decline",
});
