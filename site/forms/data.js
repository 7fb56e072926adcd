// What a form reads lies in plain scripts beside it, which work from a disk too, where nothing can be fetched.

/** @type {Map<string, Promise<any>>} */
const asked = new Map();

/**
 * A file of data by its name: `tables`, `kinds/plan`, `institutions/ID`. Fails where there is none.
 * @param {string} name
 * @returns {Promise<any>}
 */
export function loadData(name) {
  const data = asked.get(name) || load(name);
  asked.set(name, data);
  return data;
}

/** @param {string} name */
function load(name) {
  window.formData = window.formData || {};
  if (name in window.formData) return Promise.resolve(window.formData[name]);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${document.body.dataset.base}forms/data/${name.split("/").map(encodeURIComponent).join("/")}.js`;
    script.onload = () => resolve(window.formData[name]);
    script.onerror = () => reject(new Error(`no data: ${name}`));
    document.head.append(script);
  });
}
