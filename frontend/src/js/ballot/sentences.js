/** What the page holds for a script as JSON, and `say`, which puts values into the places of a sentence of it. */
export function pageData(id) {
  const page = JSON.parse(document.getElementById(id).textContent);
  const say = (key, values = {}) => page.sentences[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
  return { page, say };
}
