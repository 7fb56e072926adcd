// Fills in a web form as a clerk does: field by field, by the names that the form shows.
([record, kind]) => {
  const { tables } = window.formData;
  const own = window.formData[`kinds/${kind}`].schema.$defs["institution-record"]?.properties ?? {};
  const named = Object.values(tables).filter(Array.isArray).flat();
  const at = (path) => document.querySelector(`[data-schemapath="${path}"]`);

  function titles(value) {
    const rows = named.filter((each) => each.id === value).map((each) => each.name ?? each.title);
    const plain = { true: "是", false: "否", null: "没有" };
    return [String(value), plain[value], `${value}月`, own[value]?.title, ...rows, ...rows.map((each) => `${each}（已撤并）`)];
  }

  function put(control, value) {
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function choose(select, value) {
    const option = [...select.options].find((each) => titles(value).includes(each.text));
    if (!option) throw new Error(`${select.id} offers no ${value}`);
    put(select, option.value);
  }

  function fillLeaf(holder, value) {
    const none = holder.querySelector(".check--none input");
    const type = holder.querySelector(".control--type");
    const control = holder.querySelector(".control:not(.control--type)");
    if (holder.querySelector(".checks")) {
      for (const label of holder.querySelectorAll(".check")) {
        if ([value].flat().some((each) => titles(each).includes(label.textContent))) label.click();
      }
    } else if (value === null && none) none.checked || none.click();
    else if (type) {
      put(type, value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
      put(control, value === null ? "" : [value].flat().join("\n"));
    } else if (control.matches("select")) choose(control, value);
    else put(control, value === null ? "" : [value].flat().join("\n"));
  }

  function fill(path, value) {
    const isList = Array.isArray(value) && value.some((each) => typeof each === "object");
    if (isList) {
      const rows = () => [...at(path).querySelectorAll(":scope > .rows > .row")].filter((each) => each.style.display !== "none");
      while (rows().length < value.length) at(path).querySelector(":scope > .rows__controls .button--add").click();
      value.forEach((each, i) => fill(`${path}.${i}`, each));
    } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [name, each] of Object.entries(value)) fill(`${path}.${name}`, each);
    } else if (at(path)) fillLeaf(at(path), value);
    else throw new Error(`no field ${path}`);
  }

  for (const [name, value] of Object.entries(record)) fill(`root.${name}`, value);
}
