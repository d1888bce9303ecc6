"use strict";
/* The review page: everything is built with text nodes, nothing of a document is ever read as markup. */
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const BANDS = [["< 0.5", 0, 0.5], ["0.5 to 0.7", 0.5, 0.7], ["0.7 to 0.9", 0.7, 0.9], ["≥ 0.9", 0.9, 2]];
  const ROWS_OF_A_CHART = 25;
  const LONG = 400;
  const byId = (id) => document.getElementById(id);
  const docs = data.documents.map((doc, number) => ({ ...doc, number, ...counted(doc) }));
  const state = { sort: "number", up: true, shown: docs, open: -1 };
  const rows = new Map();

  /* What the filters ask of a document: its labels and rules with their counts; its words, read when first searched. */
  function counted(doc) {
    const labels = new Map();
    const rules = new Map();
    for (const paragraph of doc.paragraphs)
      for (const [place, label, rule] of paragraph)
        if (place !== "text") {
          labels.set(label, (labels.get(label) || 0) + 1);
          const name = data.rules[rule].name;
          rules.set(name, (rules.get(name) || 0) + 1);
        }
    return { labels, rules, words_of: null };
  }

  function wordsOf(doc) {
    doc.words_of ??= [doc.title, doc.source, doc.host, ...doc.paragraphs.flat().map((piece) => piece[3])]
      .join("\n").toLowerCase();
    return doc.words_of;
  }

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "class") element.className = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  const percent = (value) => value.toFixed(2);
  const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;

  /* What stands for a document in the list: its title, else its first words. */
  function nameOf(doc) {
    if (doc.title) return doc.title;
    const first = doc.paragraphs.flat().find(([place]) => place === "text");
    return first ? `${first[3].split(" ").slice(0, 9).join(" ")} …` : "(no title)";
  }

  /* ---- filters ---- */

  function fillChoice(id, counts) {
    const options = [...counts].map(([value, count]) => make("option", { value }, `${value} (${count})`));
    byId(id).append(...options);
  }

  function countDocuments(values) {
    const counts = new Map();
    for (const doc of docs)
      for (const value of new Set(values(doc))) if (value) counts.set(value, (counts.get(value) || 0) + 1);
    return new Map([...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)));
  }

  function bandOf(doc) {
    return BANDS.find(([, least, below]) => doc.confidence >= least && doc.confidence < below)[0];
  }

  function fillChoices() {
    fillChoice("host", countDocuments((doc) => [doc.host]));
    fillChoice("flag", countDocuments((doc) => doc.flags));
    const bands = countDocuments((doc) => [bandOf(doc)]);
    fillChoice("confidence", BANDS.filter(([name]) => bands.has(name)).map(([name]) => [name, bands.get(name)]));
    fillChoice("label", countDocuments((doc) => doc.labels.keys()));
    fillChoice("rule", countDocuments((doc) => doc.rules.keys()));
  }

  function passes(doc) {
    const { host, flag, confidence, label, rule } = chosen();
    const wanted = byId("search").value.trim().toLowerCase();
    return (!host || doc.host === host) && (!flag || doc.flags.includes(flag)) &&
      (!confidence || bandOf(doc) === confidence) && (!label || doc.labels.has(label)) &&
      (!rule || doc.rules.has(rule)) && (!wanted || wordsOf(doc).includes(wanted));
  }

  function chosen() {
    return Object.fromEntries(["host", "flag", "confidence", "label", "rule"].map((id) => [id, byId(id).value]));
  }

  /* ---- the list ---- */

  const KEYS = {
    number: (doc) => doc.number,
    title: (doc) => nameOf(doc).toLowerCase(),
    confidence: (doc) => doc.confidence,
    words: (doc) => doc.words,
    removed: (doc) => doc.removed,
    flags: (doc) => doc.flags.join(" "),
  };

  function compare(one, other) {
    const [a, b] = [KEYS[state.sort](one), KEYS[state.sort](other)];
    const order = a < b ? -1 : a > b ? 1 : one.number - other.number;
    return state.up ? order : -order;
  }

  function row(doc) {
    if (!rows.has(doc.number)) {
      const link = make("a", { class: doc.title ? "name" : "name guess", href: `#${doc.number + 1}`, dir: "auto" }, nameOf(doc));
      const flags = doc.flags.map((flag) => make("span", { class: "flag" }, flag));
      rows.set(doc.number, make("tr", { onclick: () => open(doc.number, false) },
        make("td", {}, link, make("span", { class: "source" }, doc.source)),
        make("td", { class: doc.confidence < 0.5 ? "number low" : "number" }, percent(doc.confidence)),
        make("td", { class: "number" }, doc.words.toLocaleString("en")),
        make("td", { class: "number" }, doc.removed.toLocaleString("en")),
        make("td", {}, ...(doc.type === "article" ? [] : [make("span", { class: "flag" }, doc.type)]), ...flags)));
    }
    return rows.get(doc.number);
  }

  function showList() {
    state.shown = docs.filter(passes).sort(compare);
    byId("rows").replaceChildren(...state.shown.map(row));
    byId("none").hidden = state.shown.length > 0;
    byId("count").textContent = state.shown.length === docs.length
      ? `${plural(docs.length, "document")}` : `${state.shown.length} of ${plural(docs.length, "document")}`;
    for (const head of document.querySelectorAll("th[data-key]")) {
      const sorted = head.dataset.key === state.sort ? (state.up ? "ascending" : "descending") : "none";
      head.setAttribute("aria-sort", sorted);
    }
    if (!byId("totals").hidden) showTotals();
    if (state.open >= 0) showDocument(docs[state.open]);
  }

  function sortBy(key) {
    const numbers = ["words", "removed"].includes(key);
    state.up = state.sort === key ? !state.up : !numbers;
    state.sort = key;
    showList();
  }

  /* ---- one document ---- */

  function piece([place, label, rule, text, evidence]) {
    if (place === "text") return document.createTextNode(text);
    const { name, why } = data.rules[rule];
    const { label: wantedLabel, rule: wantedRule } = chosen();
    const hit = (wantedLabel && label === wantedLabel) || (wantedRule && name === wantedRule);
    const element = make(place === "removed" ? "del" : "span", {
      class: hit ? "cut hit" : "cut", tabindex: "0", "data-label": label, "data-place": place, "aria-describedby": "why",
    }, make("span", { class: "chip" }, label), text);
    element.why = { label, name, why, evidence, place };
    return element;
  }

  function paragraph(pieces) {
    const kept = pieces.some(([place]) => place === "text");
    const heading = pieces.some(([place, label]) => place === "text" && label === "heading");
    const element = make("p", { class: kept ? (heading ? "heading" : "") : "gone" });
    pieces.forEach((one, at) => element.append(...(at ? [" "] : []), piece(one)));
    const size = pieces.reduce((sum, one) => sum + one[3].length, 0);
    if (kept || size < LONG) return element;
    const [, label, rule] = pieces[0];
    const summary = make("summary", {}, `${plural(size, "character")} removed: ${label}, ${data.rules[rule].name}`);
    return make("details", { class: "stretch" }, summary, element);
  }

  function factRow([name, value, source]) {
    const link = (name === "url" || name === "image") && /^https?:\/\//i.test(value);
    const shown = link ? make("a", { href: value, rel: "noopener noreferrer", target: "_blank" }, value) : value;
    return make("tr", {}, make("th", { scope: "row" }, name.replace("_", " ")), make("td", { dir: "auto" }, shown), make("td", {}, source));
  }

  function story(doc) {
    const element = make("div", { class: "story", dir: "auto" });
    if (/^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(doc.language)) element.setAttribute("lang", doc.language);
    const kept = doc.ordered ? doc.paragraphs : doc.paragraphs.filter(([first]) => first[0] === "text");
    element.append(...kept.map(paragraph));
    if (!doc.paragraphs.flat().some(([place]) => place === "text"))
      element.prepend(make("p", { class: "rest" }, `No story was found here: the page is ${doc.type}.`));
    if (!doc.ordered) {
      const gone = doc.paragraphs.filter(([first]) => first[0] !== "text");
      const note = gone.length ? "Removed pieces, in the order of the page. A record does not say between which paragraphs they stood:"
        : doc.removed ? "This record was written without --explain: it does not hold what was removed." : "Nothing was removed.";
      element.append(make("p", { class: "rest" }, note), ...gone.map(paragraph));
    }
    return element;
  }

  function showDocument(doc) {
    const place = state.shown.indexOf(doc);
    const flags = [doc.type, ...doc.flags].map((flag) => make("span", { class: "flag" }, flag));
    const step = (text, by) => make("button", { type: "button", onclick: () => move(by), ...(state.shown[place + by] && place >= 0 ? {} : { disabled: "" }) }, text);
    byId("document").replaceChildren(
      make("div", { class: "steps" },
        make("button", { type: "button", class: "back", onclick: close }, "← List"),
        make("span", {}, place >= 0 ? `${place + 1} of ${state.shown.length}` : "not among the filtered"), step("Previous", -1), step("Next", 1)),
      make("h2", { dir: "auto" }, doc.title || "(no title)"),
      make("span", { class: "source" }, doc.source),
      make("p", {}, make("span", { class: "flag" }, `confidence ${percent(doc.confidence)}`), ...flags),
      make("details", { class: "facts", ...(byId("document").facts === false ? {} : { open: "" }) },
        make("summary", {}, "Metadata and where each field came from"),
        make("table", {}, make("tbody", {}, ...doc.facts.map(factRow)))),
      story(doc));
    byId("document").querySelector(".facts").addEventListener("toggle", (event) => { byId("document").facts = event.target.open; });
  }

  function open(number, focus = true) {
    if (!docs[number]) return;
    rows.get(state.open)?.removeAttribute("aria-current");
    state.open = number;
    const current = row(docs[number]);
    current.setAttribute("aria-current", "true");
    current.scrollIntoView({ block: "nearest" });
    document.body.classList.add("reading");
    showView("documents");
    showDocument(docs[number]);
    byId("document").scrollTop = 0;
    if (focus) byId("document").focus({ preventScroll: true });
    if (location.hash !== `#${number + 1}`) history.replaceState(null, "", `#${number + 1}`);
  }

  function move(by) {
    const place = state.shown.indexOf(docs[state.open]);
    const next = state.shown[place < 0 ? 0 : place + by];
    if (next) open(next.number);
  }

  function close() {
    document.body.classList.remove("reading");
    hideWhy();
    row(docs[Math.max(0, state.open)]).querySelector("a").focus();
  }

  /* ---- why ---- */

  function showWhy(element) {
    const { label, name, why, evidence, place } = element.why;
    const card = byId("why");
    const where = place === "metadata" ? `became metadata: ${label}` : `removed: ${label}`;
    card.replaceChildren(make("b", {}, `${where} · ${name}`), why || "A rule of an earlier version or of your own files.",
      ...(evidence ? [make("br"), make("small", {}, evidence)] : []));
    card.hidden = false;
    const box = element.getClientRects()[0];
    const below = box.bottom + 8 + card.offsetHeight < innerHeight;
    card.style.top = `${Math.max(8, below ? box.bottom + 6 : box.top - card.offsetHeight - 6)}px`;
    card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - card.offsetWidth - 16))}px`;
  }

  function hideWhy() {
    byId("why").hidden = true;
  }

  function onPiece(event) {
    const element = event.target.closest?.(".cut");
    if (element) showWhy(element);
    else if (!document.activeElement?.classList.contains("cut") || event.type === "click") hideWhy();
  }

  /* ---- totals ---- */

  function sums(values) {
    const counts = new Map();
    for (const doc of state.shown) for (const [name, count] of values(doc)) counts.set(name, (counts.get(name) || 0) + count);
    return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  }

  function chart(title, id, values, note = () => "") {
    const found = sums(values);
    const most = Math.max(1, ...found.map(([, count]) => count));
    const line = ([name, count]) => {
      const bar = make("span", { class: "bar" });
      bar.style.width = `${(100 * count) / most}%`;
      const pick = name ? make("button", { type: "button", onclick: () => filterBy(id, name) }, name) : "(not known)";
      return make("tr", {}, make("th", { scope: "row" }, pick), make("td", {}, bar),
        make("td", { class: "number" }, count.toLocaleString("en")), ...(note(name) ? [make("td", { class: "source" }, note(name))] : []));
    };
    const body = make("tbody", {}, ...found.slice(0, ROWS_OF_A_CHART).map(line));
    const rest = found.slice(ROWS_OF_A_CHART);
    const more = make("button", { type: "button", onclick: () => { body.append(...rest.map(line)); more.remove(); } }, `${rest.length} more`);
    return make("section", { "aria-label": title }, make("h2", {}, title), make("table", { class: "chart" }, body), ...(rest.length ? [more] : []));
  }

  function filterBy(id, value) {
    byId(id).value = value;
    showView("documents");
    showList();
    if (state.shown.length) open(state.shown[0].number, false);
  }

  function showTotals() {
    const mean = (host) => {
      const own = state.shown.filter((doc) => doc.host === host);
      return `confidence ${percent(own.reduce((sum, doc) => sum + doc.confidence, 0) / own.length)}`;
    };
    byId("totals").replaceChildren(
      make("p", { class: "source" }, `Of the ${plural(state.shown.length, "document")} that the filters leave. A name filters by it.`),
      make("div", { class: "charts" },
        chart("Pieces by label", "label", (doc) => doc.labels),
        chart("Pieces by rule", "rule", (doc) => doc.rules),
        chart("Documents by host", "host", (doc) => [[doc.host, 1]], mean),
        chart("Documents by flag", "flag", (doc) => doc.flags.map((flag) => [flag, 1])),
        chart("Documents by confidence", "confidence", (doc) => [[bandOf(doc), 1]])));
  }

  function showView(name) {
    const totals = name === "totals";
    byId("totals").hidden = !totals;
    byId("documents").hidden = totals;
    byId("show-totals").setAttribute("aria-pressed", String(totals));
    byId("show-documents").setAttribute("aria-pressed", String(!totals));
    if (totals) {
      document.body.classList.remove("reading");
      showTotals();
    }
    hideWhy();
  }

  /* ---- keys ---- */

  const ACTIONS = {
    j: () => move(1), k: () => move(-1), n: () => move(1), p: () => move(-1),
    ArrowRight: () => move(1), ArrowLeft: () => move(-1),
    t: () => showView(byId("totals").hidden ? "totals" : "documents"),
    "/": () => byId("search").focus(),
    Escape: () => (byId("why").hidden ? close() : hideWhy()),
  };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (typing && event.key === "Escape") return void event.target.blur();
    if (typing || !ACTIONS[event.key]) return;
    event.preventDefault();
    ACTIONS[event.key]();
  }

  /* ---- start ---- */

  function showErrors() {
    byId("errors").hidden = data.errors.length === 0;
    byId("errors").querySelector("summary").textContent = `${plural(data.errors.length, "input")} could not be read`;
    byId("errors").querySelector("ul").append(...data.errors.map(({ source, message }) => make("li", {}, `${source}: ${message}`)));
  }

  function start() {
    const low = docs.filter((doc) => doc.confidence < 0.5).length;
    const pieces = docs.reduce((sum, doc) => sum + doc.removed, 0);
    byId("summary").textContent = `${plural(docs.length, "document")}, ${plural(pieces, "piece")} removed, ${low} with confidence under 0.5`;
    fillChoices();
    showErrors();
    let waiting = 0;
    const soon = () => { clearTimeout(waiting); waiting = setTimeout(showList, 60); };
    byId("filters").addEventListener("input", soon);
    byId("filters").addEventListener("change", soon);
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("filters").addEventListener("reset", () => setTimeout(showList));
    for (const head of document.querySelectorAll("th[data-key]"))
      head.querySelector("button").addEventListener("click", () => sortBy(head.dataset.key));
    byId("show-documents").addEventListener("click", () => showView("documents"));
    byId("show-totals").addEventListener("click", () => showView("totals"));
    for (const kind of ["mouseover", "focusin", "click"]) byId("document").addEventListener(kind, onPiece);
    byId("document").addEventListener("scroll", hideWhy);
    document.addEventListener("keydown", onKey);
    addEventListener("hashchange", () => open(Number(location.hash.slice(1)) - 1));
    showList();
    const wanted = Number(location.hash.slice(1)) - 1;
    if (docs[wanted]) open(wanted);
    else if (docs.length && innerWidth > 900) open(0, false);
  }

  start();
})();
