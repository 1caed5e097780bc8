// The map's own behaviour, inside the frame that streamlit-folium opens.
//
// Text of an article enters the document only through textContent: nothing here parses HTML.
//   Atlas.start    sets up land, labels and the channel to the page (once a map)
//   Atlas.places   how L.geoJSON makes a layer of places: pins, paths, cards
//   Atlas.members  how it makes the shading of members
//   Atlas.scene    frames the opening view of an article
(function () {
  "use strict";

  const SPOT_PX = 30; // two pins closer than this hide each other: a pin is 26 px wide
  const CLOSE_ZOOM = { site: 7, town: 7, region: 6, schematic: 6 }; // nearer, a map without streets shows nothing
  const LABEL_FONT = "600 12px system-ui, sans-serif";

  const entries = new Map(); // place id -> {feature, layer}: what is on the map now
  const pins = new Set();
  const spotMarkers = new Map(); // joined ids -> marker of a spot that holds several places
  let map, settings, spots, spotsZoom, countries = [];
  let nameLayer, spotLayer, tiles, popup;
  let arrived = false, selected = "", openId = "", pending = null, sceneKey = null, seen = null, told = "", queued = false;

  // --- small makers -------------------------------------------------------------------

  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function glyph(theme, size) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("width", size);
    svg.setAttribute("height", size);
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", settings.themes[theme].glyph);
    svg.appendChild(path);
    return svg;
  }

  const themeOf = (feature) => settings.themes[feature.properties.theme];

  // --- pins -----------------------------------------------------------------------------

  // A pin builds its icon only while it is shown: ten thousand hidden pins cost no DOM.
  const Pin = L.Marker.extend({
    onAdd() { pins.add(this); later(true); },
    onRemove(from) { pins.delete(this); this.conceal(from); later(true); },
    reveal() {
      if (this._icon) return;
      this.options.icon = pinIcon(this.feature);
      L.Marker.prototype.onAdd.call(this, map);
    },
    conceal(from) { if (this._icon) L.Marker.prototype.onRemove.call(this, from || map); },
    update() { if (this._icon) L.Marker.prototype.update.call(this); return this; },
  });

  function pinIcon(feature) {
    const p = feature.properties;
    const node = element("span", "atlas-pin is-" + p.mark);
    node.style.setProperty("--theme", themeOf(feature).colour);
    node.dataset.place = p.id;
    node.dataset.theme = p.theme;
    node.appendChild(glyph(p.theme, 14));
    if (p.id === selected) node.classList.add("is-selected");
    return L.divIcon({ html: node, className: "atlas-icon", iconSize: [26, 26] });
  }

  function point(feature, latlng) {
    return new Pin(latlng, { title: feature.properties.name, alt: feature.properties.name });
  }

  function style(feature) {
    const p = feature.properties;
    const colour = themeOf(feature).colour;
    if (p.shown === "line") {
      return { color: colour, weight: p.status === "planned" ? 2.5 : 3, opacity: 0.9,
        dashArray: p.status === "planned" ? "2 7" : "9 6", pane: "lines" };
    }
    if (p.outlined) {
      return { color: colour, weight: 1, opacity: 0, fillColor: colour, fillOpacity: 0.07, pane: "grounds" };
    }
    return { color: colour, weight: 1, opacity: 0.55, dashArray: "4 4", fillColor: "url(#atlas-hatch)",
      fillOpacity: 0.5, pane: "areas" };
  }

  // Membership: soft fills without borders, and a square for states too small to shade.
  function shade(feature) {
    return { stroke: false, fillColor: feature.properties.colour, fillOpacity: 0.28, pane: "members" };
  }

  function symbol(feature, latlng) {
    const node = element("span", "atlas-member");
    node.style.background = feature.properties.colour;
    return L.marker(latlng, { interactive: false, keyboard: false, pane: "members",
      icon: L.divIcon({ html: node, className: "atlas-icon", iconSize: [9, 9] }) });
  }

  function adopt(feature, layer) {
    layer.feature = feature;
    layer.on("add", () => { entries.set(feature.properties.id, { feature, layer }); later(false); });
    layer.on("remove", () => {
      const held = entries.get(feature.properties.id);
      if (held && held.layer === layer) entries.delete(feature.properties.id);
      later(false);
    });
    layer.on("click", (event) => openCard(feature, event.latlng || layer.getLatLng()));
    if (layer instanceof Pin) layer.on("keypress", pressed);
  }

  function pressed(event) {
    if (event.originalEvent && event.originalEvent.key === "Enter") choose(event.target);
  }

  // As a click by mouse: the card opens here and the page hears which place it was.
  function choose(layer) {
    const at = layer.getLatLng ? layer.getLatLng() : anchor(layer.feature);
    layer.fire("click", { latlng: at }, true);
  }

  function anchor(feature) {
    return L.latLng(feature.properties.lat, feature.properties.lon);
  }

  // --- cards ----------------------------------------------------------------------------

  function show(content, at) {
    popup = popup || L.popup({ maxWidth: 320, minWidth: 220, autoPanPadding: [16, 16] });
    popup.setLatLng(at).setContent(content);
    if (!map.hasLayer(popup)) popup.openOn(map);
  }

  function openCard(feature, at) {
    const p = feature.properties;
    const card = element("div", "atlas-card");
    card.dataset.place = p.id;
    const head = element("div", "atlas-card-name");
    const badge = element("span", "atlas-badge");
    badge.style.setProperty("--theme", themeOf(feature).colour);
    badge.appendChild(glyph(p.theme, 12));
    head.append(badge, element("span", "", p.name));
    card.append(head, element("div", "atlas-card-facts", p.facts));
    if (p.implied) card.appendChild(element("div", "atlas-card-implied", p.implied));
    const quote = element("blockquote", "");
    quote.append(p.before, element("mark", "", p.marked), p.after);
    card.append(quote, element("div", "atlas-card-origin", p.origin));
    if (p.words) card.appendChild(element("div", "atlas-card-origin", "In the article’s own words: “" + p.words + "”"));
    L.DomEvent.disableScrollPropagation(card);
    show(card, at);
    openId = p.id;
    select(p.id);
  }

  function openList(members, at) {
    const card = element("div", "atlas-card");
    card.appendChild(element("div", "atlas-card-name", members.length + " places here"));
    const list = element("ul", "atlas-list");
    for (const pin of members) {
      const item = element("li");
      const button = element("button", "");
      button.type = "button";
      button.dataset.place = pin.feature.properties.id;
      const badge = element("span", "atlas-badge");
      badge.style.setProperty("--theme", themeOf(pin.feature).colour);
      badge.appendChild(glyph(pin.feature.properties.theme, 12));
      button.append(badge, element("span", "", pin.feature.properties.name));
      L.DomEvent.on(button, "click", (event) => { L.DomEvent.stop(event); choose(pin); });
      item.appendChild(button);
      list.appendChild(item);
    }
    card.appendChild(list);
    const bounds = L.latLngBounds(members.map((pin) => pin.getLatLng()));
    if (!bounds.getNorthEast().equals(bounds.getSouthWest()) && map.getZoom() < map.getMaxZoom()) {
      const nearer = element("button", "atlas-nearer", "Zoom in to part them");
      nearer.type = "button";
      L.DomEvent.on(nearer, "click", (event) => {
        L.DomEvent.stop(event);
        map.closePopup();
        map.fitBounds(bounds, { padding: [60, 60], maxZoom: Math.min(map.getZoom() + 4, 15) });
      });
      card.appendChild(nearer);
    }
    L.DomEvent.disableScrollPropagation(card);
    openId = "";
    show(card, at);
  }

  // --- crowding: one pin a spot -----------------------------------------------------------

  function later(changed) {
    if (changed) spots = null;
    if (queued || !map) return;
    queued = true;
    requestAnimationFrame(() => { queued = false; layout(); });
  }

  function gather(zoom) {
    const cells = new Map();
    const found = [];
    const ranked = [...pins].sort((a, b) => b.feature.properties.weight - a.feature.properties.weight);
    for (const pin of ranked) {
      const at = map.project(pin.getLatLng(), zoom);
      const x = Math.floor(at.x / SPOT_PX), y = Math.floor(at.y / SPOT_PX);
      let home = null, nearest = SPOT_PX;
      for (let i = x - 1; i <= x + 1; i++) {
        for (let j = y - 1; j <= y + 1; j++) {
          for (const spot of cells.get(i + ":" + j) || []) {
            const away = spot.at.distanceTo(at);
            if (away < nearest) { nearest = away; home = spot; }
          }
        }
      }
      if (home) { home.members.push(pin); continue; }
      const spot = { at, latlng: pin.getLatLng(), members: [pin] };
      found.push(spot);
      const key = x + ":" + y;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(spot);
    }
    return found;
  }

  function layout() {
    const zoom = map.getZoom();
    if (!spots || spotsZoom !== zoom) { spots = gather(zoom); spotsZoom = zoom; }
    const view = map.getBounds().pad(0.25);
    const keep = new Set(), shown = [];
    for (const spot of spots) {
      const visible = view.contains(spot.latlng);
      const single = spot.members.length === 1;
      for (const pin of spot.members) if (!(visible && single)) pin.conceal();
      if (!visible) continue;
      if (single) spot.members[0].reveal();
      else keep.add(spotMarker(spot));
      shown.push(spot);
    }
    for (const [key, marker] of spotMarkers) {
      if (!keep.has(key)) { marker.remove(); spotMarkers.delete(key); }
    }
    label(shown);
    if (openId && !entries.has(openId) && popup) { openId = ""; popup.remove(); }
    if (pending && entries.has(pending)) { const id = pending; pending = null; visit(id); }
    highlight();
  }

  function spotMarker(spot) {
    const ids = spot.members.map((pin) => pin.feature.properties.id);
    const key = ids.join("|");
    if (spotMarkers.has(key)) return key;
    const node = element("span", "atlas-spot", String(spot.members.length));
    node.dataset.places = ids.join(" ");
    const names = spot.members.map((pin) => pin.feature.properties.name);
    const title = names.length + " places: " + names.slice(0, 8).join(", ") + (names.length > 8 ? ", …" : "");
    // Not a Leaflet click: streamlit-folium hears those, and a spot is no place to select.
    const marker = L.marker(spot.latlng, { title, interactive: false, keyboard: false, zIndexOffset: 500,
      icon: L.divIcon({ html: node, className: "atlas-icon is-spot", iconSize: [30, 30] }) }).addTo(spotLayer);
    const icon = marker.getElement();
    icon.tabIndex = 0;
    icon.setAttribute("role", "button");
    icon.setAttribute("aria-label", title);
    const open = (event) => { L.DomEvent.stop(event); openList(spot.members, spot.latlng); };
    L.DomEvent.on(icon, "click", open);
    L.DomEvent.on(icon, "dblclick mousedown", L.DomEvent.stopPropagation);
    L.DomEvent.on(icon, "keydown", (event) => { if (event.key === "Enter" || event.key === " ") open(event); });
    spotMarkers.set(key, marker);
    return key;
  }

  // Names beside pins and over countries, each only where it covers nothing.
  function label(shown) {
    nameLayer.clearLayers();
    const brush = (label.canvas = label.canvas || document.createElement("canvas")).getContext("2d");
    const taken = shown.map((spot) => {
      const at = map.latLngToContainerPoint(spot.latlng);
      return [at.x - 15, at.y - 15, at.x + 15, at.y + 15];
    });
    const free = (box) => !taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]);
    const place = (latlng, box, text, className) => {
      if (!free(box)) return false;
      taken.push(box);
      const at = map.latLngToContainerPoint(latlng);
      L.marker(latlng, { interactive: false, keyboard: false, pane: "names",
        icon: L.divIcon({ html: element("span", className, text), className: "atlas-name",
          iconSize: [box[2] - box[0], box[3] - box[1]], iconAnchor: [at.x - box[0], at.y - box[1]] }),
      }).addTo(nameLayer);
      return true;
    };
    brush.font = LABEL_FONT;
    for (const spot of shown.slice(0, 400)) {
      const p = spot.members[0].feature.properties;
      const text = p.short || p.name;
      if (text.length > 26) continue;
      const width = brush.measureText(text).width + 4;
      const at = map.latLngToContainerPoint(spot.latlng);
      const right = [at.x + 16, at.y - 9, at.x + 16 + width, at.y + 9];
      const left = [at.x - 16 - width, at.y - 9, at.x - 16, at.y + 9];
      place(spot.latlng, right, text, "atlas-label") || place(spot.latlng, left, text, "atlas-label is-left");
    }
    const room = map.getZoom();
    for (const country of countries) {
      if (country.rank + 1 > room || !map.getBounds().contains(country.latlng)) continue;
      const at = map.latLngToContainerPoint(country.latlng);
      const half = country.name.length * 4.6;
      for (const dy of [0, 22, -22, 44]) {
        const box = [at.x - half, at.y - 8 + dy, at.x + half, at.y + 8 + dy];
        if (place(country.latlng, box, country.name, "atlas-country")) break;
      }
    }
  }

  // --- selection --------------------------------------------------------------------------

  function select(id) { selected = id; highlight(); }

  function highlight() {
    for (const node of document.querySelectorAll(".atlas-pin")) {
      node.classList.toggle("is-selected", node.dataset.place === selected);
    }
    for (const node of document.querySelectorAll(".atlas-spot")) {
      node.classList.toggle("is-selected", node.dataset.places.split(" ").includes(selected));
    }
    for (const [id, held] of entries) {
      if (!held.layer.setStyle) continue;
      const base = style(held.feature);
      held.layer.setStyle(id === selected ? { ...base, weight: base.weight + 2, opacity: 1 } : base);
    }
  }

  function visit(id) {
    const held = entries.get(id);
    if (!held) { pending = id; select(id); return; }
    const p = held.feature.properties;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const pace = { animate: !still, duration: 0.6 };
    select(id);
    map.once("moveend", () => openCard(held.feature, anchor(held.feature))); // else the flight takes it out of view
    if (held.layer.getBounds) map.flyToBounds(held.layer.getBounds(), { ...pace, maxZoom: 9, padding: [30, 30] });
    else map.flyTo(held.layer.getLatLng(), Math.max(map.getZoom(), CLOSE_ZOOM[p.precision] || 8), pace);
  }

  function hear(event) {
    if (event.origin !== window.location.origin || !event.data || event.data.atlas !== "view") return;
    const wish = event.data;
    useTiles(Boolean(wish.tiles));
    // The page may still be busy with an older click: only what it newly says counts.
    const fresh = wish.seq !== seen, changed = wish.selected !== told;
    seen = wish.seq;
    told = wish.selected;
    if (!fresh && !changed) return;
    const first = !arrived;
    arrived = true;
    if (!wish.selected) {
      pending = null;
      if (openId && popup) { openId = ""; popup.remove(); }
      select("");
      if (fresh && !first && Atlas.home) map.fitBounds(Atlas.home);
    } else if (fresh) visit(wish.selected);
    else select(wish.selected);
  }

  // --- ground -----------------------------------------------------------------------------

  function useTiles(on) {
    if (on === Boolean(tiles)) return;
    if (on) {
      tiles = L.tileLayer(settings.tiles.url, { attribution: settings.tiles.attribution, maxZoom: 19 }).addTo(map);
    } else { tiles.remove(); tiles = null; }
    map.getContainer().classList.toggle("with-tiles", on);
  }

  // Outlines come as whole hundredths of a degree, each a step from the last: see data/basemap.
  function ring(steps) {
    let lon = 0, lat = 0;
    const points = [];
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      points.push([lat / 100, lon / 100]);
    }
    return points;
  }

  function drawLand(world) {
    const renderer = L.canvas({ pane: "land", padding: 0.5 });
    for (const country of world) {
      L.polygon(country.polygons.map((rings) => rings.map(ring)), { pane: "land", interactive: false, renderer,
        color: "#b9ae97", weight: 0.7, fillColor: "#f6f1e4", fillOpacity: 1 }).addTo(map);
    }
    countries = world
      .map(({ name, rank, label: [lon, lat] }) => ({ name, rank, latlng: L.latLng(lat, lon) }))
      .sort((a, b) => a.rank - b.rank);
    later(false);
  }

  function hatch() {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("width", "0");
    svg.setAttribute("height", "0");
    svg.style.position = "absolute";
    const pattern = document.createElementNS(space, "pattern");
    for (const [key, value] of Object.entries({ id: "atlas-hatch", width: 7, height: 7,
      patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" })) pattern.setAttribute(key, value);
    const line = document.createElementNS(space, "path");
    line.setAttribute("d", "M0 0V7");
    line.setAttribute("stroke", "#8a7d63");
    line.setAttribute("stroke-width", "1.4");
    pattern.appendChild(line);
    svg.appendChild(document.createElementNS(space, "defs")).appendChild(pattern);
    document.body.appendChild(svg);
  }

  // Which sign is which layer. What the marks say of precision stands below the map.
  function signs() {
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => {
      const box = element("details", "atlas-signs");
      box.appendChild(element("summary", "", "Signs"));
      for (const theme of Object.values(settings.themes)) {
        const row = element("div");
        const badge = element("span", "atlas-badge");
        badge.style.setProperty("--theme", theme.colour);
        badge.appendChild(glyph(theme.id, 12));
        row.append(badge, element("span", "", theme.label));
        box.appendChild(row);
      }
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(map);
  }

  function start(leafletMap, given) {
    map = leafletMap;
    settings = given;
    window.atlasMap = map;
    map.setMinZoom(2).setMaxZoom(17);
    map.attributionControl.setPrefix(false).addAttribution(settings.attribution);
    for (const [name, depth, still] of [["land", 150, true], ["members", 210, true], ["grounds", 220],
      ["areas", 300], ["lines", 420], ["names", 450, true]]) {
      map.createPane(name).style.zIndex = depth;
      if (still) map.getPane(name).style.pointerEvents = "none";
    }
    hatch();
    nameLayer = L.layerGroup().addTo(map);
    spotLayer = L.layerGroup().addTo(map);
    signs();
    L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
    map.on("zoomend moveend resize", () => later(false));
    map.on("popupclose", (event) => { if (event.popup === popup) openId = ""; });
    window.addEventListener("message", hear);
    // streamlit-folium counts clicks from 0, but Python has told it None: it would take that for
    // a click and run the page anew as soon as the map stands.
    const answer = window.__GLOBAL_DATA__ && window.__GLOBAL_DATA__.previous_data;
    if (answer && answer.last_object_clicked_count === null) answer.last_object_clicked_count = 0;
    fetch(settings.outlines).then((answer) => answer.json()).then(drawLand)
      .catch(() => map.attributionControl.addAttribution("Outlines could not be loaded: reload the page"));
    window.parent.postMessage({ atlas: "ready" }, window.location.origin);
  }

  function scene(wish) {
    Atlas.home = L.latLngBounds(wish.bounds);
    if (wish.key === sceneKey) return;
    sceneKey = wish.key;
    map.fitBounds(Atlas.home, { animate: false });
  }

  const Atlas = {
    start, scene, home: null,
    places: { pointToLayer: point, style, onEachFeature: adopt },
    members: { interactive: false, pointToLayer: symbol, style: shade },
  };
  window.Atlas = Atlas;
})();
