import type { ElementRef } from "./model.ts";

/** `sound` as the gateway wants it. */
export function onOff(value: boolean): "on" | "off" {
  return value ? "on" : "off";
}

/** The gateway's `element_list`, absent when there is none. */
export function elementList(elements: readonly ElementRef[]): Record<string, unknown> {
  return elements.length > 0 ? { element_list: elements.map(({ id }) => ({ element_id: id })) } : {};
}

/** Whether a watermark is put on: always sent, since no document says what the gateway does when nothing is. */
export function watermarkInfo(wanted = false): Record<string, unknown> {
  return { watermark_info: { enabled: wanted } };
}

/** `model_params` with everything given, absent when that is nothing. */
export function modelParams(...params: readonly Record<string, unknown>[]): Record<string, unknown> {
  const all = Object.assign({}, ...params) as Record<string, unknown>;
  return Object.keys(all).length > 0 ? { model_params: all } : {};
}

/** The parameters that have a value: JSON has no undefined, and a body is compared as it will be sent. */
export function given(params: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
