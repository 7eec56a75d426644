// Suggestions under the search field. Without this script the form works all the same.
"use strict";

const field = document.getElementById("find");
const list = document.getElementById("suggestions");
const addresses = new Map();
let asked = "";
let timer = 0;
let request = new AbortController();

async function suggest(text) {
  request.abort();
  request = new AbortController();
  const query = new URLSearchParams({ q: text });
  try {
    const response = await fetch(`${field.dataset.suggest}?${query}`, { signal: request.signal });
    if (!response.ok) return;
    const [, names, kinds, pages] = await response.json();
    addresses.clear();
    list.replaceChildren(
      ...names.map((name, at) => {
        addresses.set(name, pages[at]);
        const option = document.createElement("option");
        option.value = name;
        option.label = kinds[at] ? `${name} (${kinds[at]})` : name;
        return option;
      }),
    );
  } catch (error) {
    if (error.name !== "AbortError") list.replaceChildren();
  }
}

field.addEventListener("input", () => {
  const text = field.value.trim();
  clearTimeout(timer);
  if (!text || text === asked || addresses.has(text)) return;
  asked = text;
  timer = setTimeout(suggest, 120, text);
});

field.form.addEventListener("submit", (event) => {
  const page = addresses.get(field.value);
  if (!page) return;
  event.preventDefault();
  location.assign(page);
});
