// Text with place names that can be clicked or reached by keyboard. Text enters by textContent only.
export default function ({ data, parentElement, setTriggerValue }) {
  const home = parentElement.querySelector(".prose");
  const stamp = JSON.stringify(data.blocks);
  if (home.dataset.stamp !== stamp) {
    home.dataset.stamp = stamp;
    home.replaceChildren(...data.blocks.map(block));
  }
  for (const name of home.querySelectorAll("button")) {
    const chosen = name.dataset.place === data.selected;
    name.classList.toggle("chosen", chosen);
    name.setAttribute("aria-pressed", String(chosen));
  }
  if (data.selected && home.dataset.at !== data.selected + data.seq) {
    home.dataset.at = data.selected + data.seq;
    const first = [...home.querySelectorAll("button")].find((name) => name.dataset.place === data.selected);
    if (first) {
      const down = first.getBoundingClientRect().top - home.getBoundingClientRect().top;
      home.scrollTo({ top: home.scrollTop + down - home.clientHeight / 3, behavior: "smooth" });
    }
  }

  function block(given) {
    const row = document.createElement(given.role === "title" ? "h3" : "p");
    row.className = given.role;
    if (given.number) {
      const number = document.createElement("span");
      number.className = "number";
      number.textContent = given.number;
      if (given.about) number.title = given.about;
      row.append(number);
    }
    for (const part of given.parts) {
      if (typeof part === "string") { row.append(part); continue; }
      const name = document.createElement("button");
      name.type = "button";
      name.textContent = part.text;
      name.dataset.place = part.place;
      name.title = "Show " + part.name + " on the map";
      name.onclick = () => setTriggerValue("chosen", part.place);
      row.append(name);
    }
    return row;
  }
}
