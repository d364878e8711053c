/** `digits` / 10^`places` as a decimal without trailing zeros, without passing through a float: 71982000 and 7 give "7.1982". */
export function decimal(digits: number | bigint, places: number): `${number}` {
  const all = String(digits)
    .replace("-", "")
    .padStart(places + 1, "0");
  const whole = all.slice(0, all.length - places);
  const fraction = all.slice(all.length - places).replace(/0+$/, "");
  return `${digits < 0 ? "-" : ""}${whole}${fraction && `.${fraction}`}` as `${number}`;
}
