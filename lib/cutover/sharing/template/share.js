"use strict";
// Opens the envelope of this page with a passphrase and shows the reports in it. What fails ends in a sentence.

const CUT = "This file was cut or changed on its way. Ask for it again.";
const FORM = "This file has a form that is not known here. Ask for a new one.";
const WRONG = "The passphrase does not open this file. Check each word.";
const OLD = "This browser is too old to open the file. Use a current Chrome, Edge, Firefox or Safari.";

class Sealed extends Error {}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));

function bytesOf(text) {
  try {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text, { lastChunkHandling: "strict" });
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  } catch { throw new Sealed(CUT); }
}

async function opened(text, passphrase) {
  if (!window.crypto || !crypto.subtle || !window.DecompressionStream) throw new Sealed(OLD);
  const parts = text.trim().split(".");
  if (parts.length !== 3) throw new Sealed(CUT);
  const header = bytesOf(parts[0]), within = bytesOf(parts[1]);
  const both = new Uint8Array(header.length + 1 + within.length);
  both.set(header); both[header.length] = 46; both.set(within, header.length + 1);
  if (hex(new Uint8Array(await crypto.subtle.digest("SHA-256", both))) !== parts[2]) throw new Sealed(CUT);
  const told = headerOf(header);
  const typed = passphrase.replace(/[\s-]+/g, " ").trim().toLowerCase();
  const secret = await crypto.subtle.importKey("raw", new TextEncoder().encode(typed), "PBKDF2", false, ["deriveKey"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt: unhex(told.salt), iterations: told.iterations };
  const key = await crypto.subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  let plain;
  try {
    const sealed = { name: "AES-GCM", iv: unhex(told.nonce), additionalData: header };
    plain = new Uint8Array(await crypto.subtle.decrypt(sealed, key, within));
  } catch { throw new Sealed(WRONG); }
  const length = Number(new DataView(plain.buffer).getBigUint64(0));
  const stream = new Blob([plain.subarray(8, 8 + length)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

function headerOf(bytes) {
  let told;
  try { told = JSON.parse(new TextDecoder().decode(bytes)); } catch { throw new Sealed(FORM); }
  const known = told.format === "cutover-share" && told.version === 1 && told.kdf === "PBKDF2-HMAC-SHA-256";
  if (!known || !(told.iterations >= 1 && told.iterations <= MOST_ITERATIONS)) throw new Sealed(FORM);
  return told;
}

function made(tag, text, more) {
  const element = Object.assign(document.createElement(tag), more || {});
  if (text) element.textContent = text;
  return element;
}

function firstPage(book) {
  const box = made("div", "", { className: "cw" });
  box.append(made("p", "Cutover reports", { className: "cw-kicker" }), made("h1", book.practice));
  box.append(made("p", `As of ${book.as_of}. Made on ${book.made} for ${book.to}.`));
  const list = made("ul", "", { className: "sh-list" });
  for (const page of book.pages) {
    const item = made("li"), head = made("div");
    head.append(made("a", page.title, { href: `#/${page.stem}` }), " ", made("span", `(${page.word})`, { className: "sh-word" }));
    item.append(head, made("p", page.verdict));
    list.append(item);
  }
  box.append(list);
  return box;
}

function reader(book) {
  const nav = document.querySelector(".sh-nav"), main = document.getElementById("report");
  nav.append(made("a", "Overview", { href: "#/" }), ...book.pages.map((page) => made("a", page.title, { href: `#/${page.stem}` })));
  return function show() {
    if (!/^(#\/|$)/.test(location.hash) && main.hasChildNodes()) return; // a place within the page
    const asked = location.hash.slice(2);
    const page = book.pages.find((one) => one.stem === asked);
    main.replaceChildren(...(page ? inner(page.body) : [firstPage(book)]));
    for (const link of nav.children) {
      const isHere = link.hash === (page ? `#/${page.stem}` : "#/");
      if (isHere) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    }
    document.title = page ? `${page.title}, ${book.practice}` : book.practice;
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  };
}

function inner(body) {
  const read = new DOMParser().parseFromString(body, "text/html");
  for (const link of read.querySelectorAll("a[href]")) {
    const found = /^([\w-]+)\.html(#.*)?$/.exec(link.getAttribute("href"));
    if (found) link.setAttribute("href", found[1] === "index" ? "#/" : `#/${found[1]}`);
  }
  return [...read.body.childNodes].map((node) => document.adoptNode(node)); // a copy: adopting takes nodes out of the list
}

document.addEventListener("DOMContentLoaded", () => {
  const field = document.getElementById("passphrase"), answer = document.getElementById("answer");
  const button = document.querySelector("#unlock button");
  document.getElementById("show").addEventListener("change", (event) => { field.type = event.target.checked ? "text" : "password"; });
  document.getElementById("unlock").addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    answer.textContent = "Opening…";
    try {
      const place = document.getElementById("sealed");
      if (!place) throw new Sealed(CUT);
      const show = reader(await opened(place.textContent, field.value));
      field.value = "";
      document.getElementById("locked").remove();
      for (const part of document.querySelectorAll(".sh-nav, #report")) part.hidden = false;
      addEventListener("hashchange", show);
      show();
    } catch (error) {
      answer.textContent = error instanceof Sealed ? error.message : CUT;
      button.disabled = false;
      field.focus();
    }
  });
  field.focus();
});
