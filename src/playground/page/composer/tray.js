import { Refused, upload } from "../base/api.js";
import { byId, el, icon, isPicture } from "../base/dom.js";
import { size, words } from "../base/words.js";

/**
 * @typedef {{ name: string, bytes: number, done: Promise<string>, item: HTMLLIElement, label: HTMLElement,
 *   release(): void, state: "sending" | "ready" | "failed" }} Attached
 */

/**
 * The files attached to what is being written. Each is sent as soon as it is there, so that Enter need not wait long.
 * @param {{ limitBytes: number, onChange(): void }} settings
 */
export function createTray({ limitBytes, onChange }) {
  const list = byId("tray");
  /** @type {Attached[]} */
  let files = [];

  function changed() {
    list.replaceChildren(...files.map((file) => file.item));
    list.hidden = files.length === 0;
    onChange();
  }

  /**
   * @param {{ name: string, bytes: number, preview: Node, done: Promise<string>, release(): void }} what
   * @returns {Attached}
   */
  function attach({ name, bytes, preview, done, release }) {
    const label = el("span", { class: "tray-slot" });
    const remove = () => {
      release();
      files = files.filter((one) => one !== file);
      changed();
    };
    const cross = el("button", {
      type: "button",
      class: "tray-remove",
      "aria-label": words("removeFile", { name }),
      onClick: remove,
    });
    cross.append(icon("close"));
    const note = el("small", {}, size(bytes));
    const told = el("span", { class: "tray-words" }, el("span", { class: "tray-name" }, name), note);
    const item = el("li", { class: "tray-file" }, preview, told, label, cross);
    /** @type {Attached} */
    const file = { name, bytes, done, item, label, release, state: "sending" };
    files.push(file);
    done.then(
      () => {
        file.state = "ready";
        item.style.removeProperty("--sent");
      },
      (error) => {
        file.state = "failed";
        item.dataset.failed = "";
        note.textContent = error instanceof Refused ? error.message : words("unsentFile");
      },
    );
    return file;
  }

  return {
    /** @param {Iterable<File>} chosen */
    add(chosen) {
      for (const file of chosen) {
        const stopper = new AbortController();
        const onProgress = (/** @type {number} */ sent) => attached.item.style.setProperty("--sent", String(sent));
        const tooLarge = words("fileTooLarge", {
          name: file.name,
          size: size(file.size),
          most: size(limitBytes),
        });
        const done =
          file.size > limitBytes
            ? Promise.reject(new Refused(tooLarge))
            : upload(file, { onProgress, signal: stopper.signal }).then(({ id }) => id);
        const preview = previewOf(file);
        const release = () => {
          stopper.abort();
          preview.release();
        };
        const attached = attach({ name: file.name, bytes: file.size, preview: preview.node, done, release });
      }
      changed();
    },
    /**
     * Attaches files again that were sent before.
     * @param {readonly import("../base/api.js").SaidFile[]} said
     */
    restore(said) {
      for (const { id, name, bytes, src } of said) {
        const preview = isPicture(name) ? el("img", { class: "tray-preview", src, alt: "" }) : plainPreview();
        attach({ name, bytes, preview, done: Promise.resolve(id), release: () => undefined });
      }
      changed();
    },
    clear() {
      for (const file of files) file.release();
      files = [];
      changed();
    },
    /** Takes the files out of the tray to be sent with a message. */
    take() {
      const taken = files;
      files = [];
      changed();
      return taken;
    },
    /** @param {Attached[]} taken */
    giveBack(taken) {
      files = [...taken, ...files];
      changed();
    },
    /**
     * Says on each file which option it is for.
     * @param {readonly string[]} names
     */
    label(names) {
      for (const [index, file] of files.entries()) file.label.textContent = names[index] ?? "";
    },
    get names() {
      return files.map(({ name }) => name);
    },
    get count() {
      return files.length;
    },
    get failed() {
      return files.some((file) => file.state === "failed");
    },
  };
}

/** @param {File} file */
function previewOf(file) {
  const src = URL.createObjectURL(file);
  const release = () => URL.revokeObjectURL(src);
  if (file.type.startsWith("video/")) {
    return { node: el("video", { class: "tray-preview", src, preload: "metadata", playsinline: true }), release };
  }
  if (!file.type.startsWith("image/")) return { node: plainPreview(), release };
  const picture = el("img", { class: "tray-preview", src, alt: "" });
  picture.addEventListener("error", () => picture.replaceWith(plainPreview()));
  return { node: picture, release };
}

function plainPreview() {
  return el("span", { class: "tray-preview" }, icon("file"));
}
